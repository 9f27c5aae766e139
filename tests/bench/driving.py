"""Sending requests as fast as they are answered: by wrk, or by a loop of threads without it."""

import http.client
import itertools
import json
import shutil
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 16
_SCRIPT = Path(__file__).parent / "requests.lua"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def raw(self) -> bytes:
        """The request as it goes over the wire."""
        headers = {"Host": "127.0.0.1", **self.headers}
        if self.body:
            headers["Content-Length"] = str(len(self.body.encode()))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join([*lines, "", self.body]).encode()


@dataclass(frozen=True)
class Run:
    """What one burst gave; times in milliseconds. `failures` by kind: "status" (4xx, 5xx),
    "connection" (a broken one), "late" (answers after two seconds; by wrk alone, which leaves
    them out of `longest`)."""

    requests: int
    seconds: float
    p50: float
    p99: float
    longest: float
    failures: Counter[str]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def drive(
    port: int,
    requests: Sequence[Request],
    seconds: float,
    folder: Path,
    connections: int = CONNECTIONS,
    *,
    bundled: bool = False,
) -> Run:
    """Send `requests` in turn, from the first again after the last, for so many seconds."""
    if bundled or not has_wrk():
        return _loop(port, requests, seconds, connections)
    listed = folder / "requests.bin"
    with listed.open("wb") as file:
        for request in requests:
            raw = request.raw()
            file.write(b"%d\n%b" % (len(raw), raw))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(_SCRIPT)]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}", "--", str(listed)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.rpartition("RESULT ")[2])
    return Run(**found | {"failures": +Counter(found["failures"])})


def _loop(port: int, requests: Sequence[Request], seconds: float, connections: int) -> Run:
    source, guard = itertools.cycle(requests), threading.Lock()
    times: list[float] = []
    failures: Counter[str] = Counter()
    began = time.perf_counter()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() - began < seconds:
            with guard:
                request = next(source)
            start = time.perf_counter()
            failures.update(_send(connection, request))
            times.append((time.perf_counter() - start) * 1000)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return Run(len(times), took, *_percentiles(times), max(times, default=0.0), failures)


def _send(connection: http.client.HTTPConnection, request: Request) -> list[str]:
    """What went wrong: nothing, or one kind of failure."""
    headers = dict(request.headers)
    if request.body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(request.method, request.path, request.body or None, headers)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return ["connection"]
    return [] if response.status < 400 else ["status"]


def _percentiles(times: Iterable[float]) -> tuple[float, float]:
    found = sorted(times)
    if not found:
        return 0.0, 0.0
    return statistics.median(found), found[int(len(found) * 0.99)]


class Background:
    """One request a second, for as long as the block lasts."""

    def __init__(self, port: int, requests: Iterable[Request]) -> None:
        self._port, self._requests = port, iter(requests)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.failures: Counter[str] = Counter()

    def _work(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while not self._end.wait(1.0):
            self.failures.update(_send(connection, next(self._requests)))
        connection.close()

    def __enter__(self) -> "Background":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
