"""Serving: granian's web workers and one job worker, started and watched by one process.

The application is imported before the fork and frozen, so that workers share its memory; no
thread and no open database connection may exist by then (an SQLite connection that crosses a
fork corrupts the file).
"""

import errno
import gc
import multiprocessing
import os
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from forum.cli import schema, worker
from forum.core.config import Config
from forum.i18n import searching

_BLOCKING_THREADS = 2
_BACKPRESSURE = 400  # connections a worker holds, idle ones too; beyond them nobody gets in
HEAD_TIMEOUT = 30_000  # milliseconds that a request's head may take, or an idle connection stay
_FAREWELL = 25  # seconds that requests and a job under way may take after SIGTERM
_COLLECT = (10_000, 20, 20)
_PATIENCE = 5  # of 19: jobs get a third of what a web worker gets, when both want all
_PULSE = 1.0  # seconds between two looks at the parent and the write-ahead log
_CHECKPOINT_ABOVE = 1000 * 4096  # bytes of write-ahead log, SQLite's own mark
_TOO_LONG = 64 * 2**20  # bytes of it that somebody should know of

log = structlog.get_logger()
_fork = multiprocessing.get_context("fork")


class PortTaken(Exception):
    """Somebody listens there already."""


def check_port(host: str, port: int) -> None:
    """Raises PortTaken. Workers share their port, so the kernel would not refuse a second
    server by itself; and OSError for an address that is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken from error
            raise


def apart(act: Callable[[], None]) -> None:
    """Do something in a process of its own, so that its connections end with it.

    Ends this process with the same code when it fails.
    """
    process = _fork.Process(target=act)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def serve(app: Flask, config: Config, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    gc.freeze()
    jobs = _JobWorker(app)
    server = _Server(
        jobs,
        target="forum",
        address=host,
        port=port,
        workers=config.workers,
        respawn_failed_workers=True,
        workers_kill_timeout=_FAREWELL,
    )
    parent = os.getpid()

    def load() -> Any:
        _tune()
        _keep(config, parent)
        return app

    server.serve(target_loader=load, wrap_loader=False)


def _tune() -> None:
    """Python's defaults suit a program that computes, not one that answers many at once."""
    # A request makes some thousand objects that reference counts free: at the default of 700
    # the collector looked through them a dozen times and found nothing.
    gc.set_threshold(*_COLLECT)


class Server(MPServer):
    """Granian's supervisor, set as we serve. Where there are as many web workers as processors,
    each keeps to its own: its threads hand Python's lock to each other a few times in a request,
    and from one processor to another that takes an interrupt and finds cold caches."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            interface=Interfaces.WSGI,
            blocking_threads=_BLOCKING_THREADS,
            backpressure=_BACKPRESSURE,
            http=HTTPModes.http1,  # to tell 2 from it, granian waits for first bytes without an end
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIMEOUT),
            websockets=False,
            log_level=LogLevels.warning,
            **settings,
        )

    def _spawn_worker(self, *args: Any, **of_worker: Any) -> Any:
        number, load = of_worker["idx"], of_worker["callback_loader"]

        def load_there() -> Any:
            _keep_to_processor(number, of=self.workers)
            return load()

        return super()._spawn_worker(*args, **of_worker | {"callback_loader": load_there})


def _keep_to_processor(number: int, *, of: int) -> None:
    if not hasattr(os, "sched_setaffinity"):
        return
    ours = sorted(os.sched_getaffinity(0))
    if len(ours) == of:
        with suppress(OSError):  # a sandbox may refuse: the kernel goes on choosing
            os.sched_setaffinity(0, {ours[number]})  # threads that begin later follow


class _Server(Server):
    """Tells the job worker to end together with the web workers."""

    def __init__(self, jobs: "_JobWorker", **settings: Any) -> None:
        super().__init__(**settings)
        self._jobs = jobs
        self.on_startup(jobs.start)
        self.on_shutdown(jobs.join)

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        self._jobs.stop()
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]

    # A closed terminal ends it too: workers made from this process would be no newer.
    signal_handler_reload = signal_handler_interrupt


class _JobWorker:
    """The job worker, made again when it died."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._ending = threading.Event()
        self._process = self._made()

    def _made(self) -> Any:
        return _fork.Process(target=self._work, args=(os.getpid(),), name="jobs")

    def _work(self, parent: int) -> None:
        # Ctrl+C reaches everybody in the terminal's group; this one is ended by the parent.
        os.setpgid(0, 0)
        os.nice(_PATIENCE)  # who waits for a page comes first
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _Keeper(None, parent).start()
        worker.serve(self._app)

    def start(self) -> None:
        self._process.start()
        threading.Thread(target=self._watch, name="jobs-watch", daemon=True).start()

    def _watch(self) -> None:
        while True:
            self._process.join()
            if self._ending.wait(_PULSE):
                return
            log.error("job worker died, starting another", code=self._process.exitcode)
            self._process = self._made()
            self._process.start()

    def stop(self) -> None:
        """Tell it to end after the job under way."""
        self._ending.set()
        if self._process.pid is not None and self._process.is_alive():
            self._process.terminate()

    def join(self) -> None:
        """Wait for it; a job that takes too long loses its worker and runs again later."""
        self.stop()
        self._process.join(_FAREWELL)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _keep(config: Config, parent: int) -> None:
    path = schema.sqlite_path(config) if config.is_sqlite else None
    _Keeper(path, parent).start()


class _Keeper(threading.Thread):
    """Ends a worker whose parent is gone, and moves the write-ahead log into the database
    beside the requests, so that no commit has to do it. Begins with what the first search
    would have to wait for."""

    def __init__(self, path: Path | None, parent: int) -> None:
        super().__init__(name="keeper", daemon=True)
        self._path = path
        self._parent = parent
        self._is_held = False  # the log grows, because somebody reads for long

    def run(self) -> None:
        pause = threading.Event()
        pause.wait(_PULSE)  # the first pages first
        searching.warm()
        # They are there for good: the collector would look through all of them again and again,
        # for 50 ms each time.
        gc.collect()
        gc.freeze()
        while os.getppid() == self._parent:
            pause.wait(_PULSE)
            if self._path is not None:
                self._checkpoint(self._path)
        os.kill(os.getpid(), signal.SIGTERM)

    def _checkpoint(self, path: Path) -> None:
        try:
            size = path.with_name(path.name + "-wal").stat().st_size
            if size < _CHECKPOINT_ABOVE:
                return
            connection = sqlite3.connect(path, timeout=1)
            try:
                found = connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
                _, pages, moved = found.fetchone()
            finally:
                connection.close()
        except (OSError, sqlite3.Error):
            log.warning("checkpoint not done", exc_info=True)
            return
        if pages < 0:
            return  # another worker is at it
        was_held, self._is_held = self._is_held, size > _TOO_LONG and moved < pages
        if self._is_held and not was_held:
            log.warning("the write-ahead log grows: somebody reads for long", bytes=size)
