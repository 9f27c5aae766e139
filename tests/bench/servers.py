"""The servers that are measured: `forum up` over a throw-away database, and the bare answer."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url

from forum.core.config import DEFAULT_LIMITS
from tests.bench import sized

WORKERS = 2
_LONGEST_START = 60.0  # seconds
_POLL = 0.005
_CHILD = re.compile(r"^(\d+) \(.*\) \S (\d+)", re.S)


@dataclass(frozen=True)
class Place:
    """Where a forum of the benchmark lives."""

    folder: Path
    database_url: str

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def environment(self) -> dict[str, str]:
        """What `forum up` reads: rate limits stay on, but too high to be met."""
        found = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("FORUM_") and name not in ("DATABASE_URL", "REDIS_URL")
        }
        found |= {"FORUM_DATA_DIR": str(self.folder), "FORUM_SECRET_KEY": sized.SECRET}
        found |= {"FORUM_WORKERS": str(WORKERS), "FORUM_LOG_LEVEL": "warning"}
        for name in DEFAULT_LIMITS:
            found[f"FORUM_LIMIT_{name.upper()}"] = "100000000/minute"
        if not self.is_sqlite:
            found["DATABASE_URL"] = self.database_url
        return found


@dataclass(frozen=True)
class Server:
    """A server that answers; `started_in` is seconds from its start to its first 200."""

    port: int
    pid: int
    started_in: float


def sqlite_place(folder: Path) -> Place:
    return Place(folder, f"sqlite:///{folder / 'forum.db'}")


@contextmanager
def postgres_place(folder: Path, server: str) -> Iterator[Place]:
    """A database of its own on this server, dropped afterwards."""
    name = f"sada_bench_{os.getpid()}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield Place(folder, url.set(database=name).render_as_string(hide_password=False))
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


@contextmanager
def forum(place: Place) -> Iterator[Server]:
    """The forum as `forum up` serves it."""
    port = _free_port()
    command = [sys.executable, "-m", "forum.cli", "up", "--port", str(port)]
    with _running(command, port, place.environment(), place.folder / "server.log") as server:
        yield server


@contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """Flask's shortest answer on the same server with the same workers."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.bare", str(port), str(WORKERS)]
    with _running(command, port, dict(os.environ), folder / "bare.log") as server:
        yield server


@contextmanager
def _running(
    command: list[str], port: int, environment: dict[str, str], log: Path
) -> Iterator[Server]:
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=output,
            stderr=output,
            # As a service has it. In one session with the driver, the kernel counts both as one
            # group and now and then let a database of another wait for a second.
            start_new_session=True,
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > _LONGEST_START:
                raise RuntimeError(f"no server:\n{log.read_text('utf-8')[-3000:]}")
            time.sleep(_POLL)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def memory(server: Server) -> dict[str, int]:
    """PSS of the server's processes in bytes: "web" (the workers), "jobs", "parent", "all"."""
    children = _children(server.pid)
    sizes = {pid: _pss(pid) for pid in [server.pid, *children]}
    # The job worker is made before the web workers take the port.
    web = [pid for pid in children if _listens(pid, server.port)]
    found = {"parent": sizes[server.pid], "web": sum(sizes[pid] for pid in web)}
    found["jobs"] = sum(sizes[pid] for pid in children if pid not in web)
    return found | {"all": sum(sizes.values())}


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = _CHILD.match((entry / "stat").read_text()) if entry.name.isdigit() else None
        except OSError:
            continue
        if line and int(line[2]) == parent:
            found.append(int(line[1]))
    return found


def _pss(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
    return int(found[1]) * 1024 if found else 0


def _listens(pid: int, port: int) -> bool:
    """Whether the process holds a listening socket of this port."""
    wanted = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(handle)
        except OSError:
            continue
        if target.startswith("socket:[") and target[8:-1] in wanted:
            return True
    return False
