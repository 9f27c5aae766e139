"""The real `forum` command in a process of its own, with nothing of our settings around it."""

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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from forum.core import paths
from forum.core.config import Config

_START = 60.0  # seconds; a machine that runs other tests beside is slow
LANGUAGE = {"Accept-Language": "en"}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def environment(**settings: str) -> dict[str, str]:
    """The environment of a bare machine, with these settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FORUM_") and name not in ("DATABASE_URL", "REDIS_URL")
    }
    root = str(paths.TEMPLATES.parent.parent)
    return {**kept, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1", **settings}


def forum(*words: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "forum.cli", *words],
        env=environment(**settings),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def beside(*words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """One command that goes on inside the block; asked to end when it is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "forum.cli", *words],
        env=environment(**settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def config_in(data_dir: Path, **settings: str) -> Config:
    """The settings of a forum that runs from `data_dir`, for looking at it from here."""
    return Config.from_env({"FORUM_DATA_DIR": str(data_dir), **settings})


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


class Running:
    """`forum up` as a child in a process group of its own; ended when the block is left."""

    def __init__(self, data_dir: Path, *words: str, port: int = 0, **settings: str) -> None:
        self.port = port or free_port()
        self.data_dir = data_dir
        self._workers = int(settings.get("FORUM_WORKERS", 2)) + 1  # and one for jobs
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "forum.cli", "up", "--data-dir", str(data_dir)),
                *("--port", str(self.port), *words),
            ],
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def wait_until_ready(self) -> None:
        """Until /readyz says so and all workers are there: the first to come answers alone.
        Raises AssertionError with what the server printed."""
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.output()}")
            try:
                if self.get("/readyz").status == 200 and len(self.children()) >= self._workers:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"not ready in time: {self.output()}")

    def output(self) -> str:
        """All it printed; only after its end."""
        return self.process.communicate(timeout=30)[0]

    def children(self) -> list[int]:
        """Process ids of its workers."""
        # By thread: the one that watches the job worker makes its successors.
        lists = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(one) for found in lists for one in found.read_text().split()]

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(sign)
        return self.process.wait(timeout=40)

    def kill(self) -> None:
        """`kill -9` for all of it at once; returns when nothing of it holds the folder."""
        workers = self.children() if self.process.poll() is None else []
        for pid in (self.process.pid, *workers):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(timeout=10)
        if self.process.stdout is not None and not self.process.stdout.closed:
            self.process.stdout.close()

    def get(self, path: str, cookie: str = "") -> Answer:
        return self._ask("GET", path, None, cookie)

    def post(self, path: str, form: dict[str, str], cookie: str) -> Answer:
        return self._ask("POST", path, urlencode(form), cookie)

    def _ask(self, method: str, path: str, body: str | None, cookie: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, self.headers(cookie, is_form=body is not None))
            response = connection.getresponse()
            return Answer(response.status, response.read().decode(), dict(response.getheaders()))
        finally:
            connection.close()

    def headers(self, cookie: str, *, is_form: bool = False) -> dict[str, str]:
        found = {**LANGUAGE, "Origin": f"http://127.0.0.1:{self.port}"}
        if cookie:
            found["Cookie"] = cookie
        if is_form:
            found["Content-Type"] = "application/x-www-form-urlencoded"
        return found


@dataclass
class Voter:
    """A signed-in person at a running server."""

    server: Running
    cookie: str
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, page: str) -> str:
        """The CSRF token of this session, from a page that carries it."""
        if self.cookie not in self.tokens:
            found = _TOKEN.search(self.server.get(page, self.cookie).text)
            assert found, f"{page} carries no token"
            self.tokens[self.cookie] = found[1]
        return self.tokens[self.cookie]

    def vote(self, suggestion_id: int, **more: Any) -> Answer:
        path = f"/s/{suggestion_id}/vote"
        return self.server.post(path, {"csrf_token": self.token(path), **more}, self.cookie)
