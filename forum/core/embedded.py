"""SQLite: how a connection is set up, and who writes when."""

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

PATIENCE = 5.0  # seconds to wait for the lock
LOG_KEPT = 40 * 2**20  # bytes of write-ahead log that lie there for the next writers
_LOOK_AGAIN = 0.0003  # seconds between two looks at it


def prepare(engine: Engine, *, sync: str, is_to_write: Callable[[], bool]) -> None:
    """Pragmas, our own BEGIN, and turns of the writers. `is_to_write` says at the beginning of a
    transaction whether it will write."""

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN is deferred and comes late.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={round(PATIENCE * 1000)}",
            f"synchronous={sync}",
            "temp_store=MEMORY",
            "cache_size=-8000",
            "mmap_size=134217728",
            # A keeper moves the write-ahead log into the database beside the requests; should
            # there be none, or too much to move, a commit does it at 32 MB.
            "wal_autocheckpoint=8000",
            # While somebody reads for long it can only grow; when it begins anew it is cut.
            f"journal_size_limit={LOG_KEPT}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    writers = _Writers(is_to_write)
    dialect: Any = engine.dialect
    dialect.do_begin = writers.begin
    dialect.do_commit = writers.commit
    dialect.do_rollback = writers.rollback


class _Writers:
    """One of this process asks for SQLite's lock, the others wait for him without asking: each
    look would take Python's own lock from the one that has SQLite's, and everybody waits for
    him."""

    def __init__(self, is_to_write: Callable[[], bool]) -> None:
        self._is_to_write = is_to_write
        self._turn = threading.Lock()
        self._writer: Any = None  # the driver's connection whose turn it is

    def begin(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        if not self._is_to_write():
            driver.execute("BEGIN")
            return
        until = time.monotonic() + PATIENCE
        # Whoever waited in vain asks SQLite himself: it has the last word, and its own error.
        has_turn = self._turn.acquire(timeout=PATIENCE)
        try:
            _take_lock(driver, until)
        except BaseException:
            if has_turn:
                self._turn.release()
            raise
        # Where one of ours had the turn all the time and SQLite lets us in, he is gone without a
        # word (his connection broke): it is ours.
        if has_turn or self._turn.acquire(blocking=False) or self._writer is not None:
            self._writer = driver

    def commit(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        driver.commit()
        self._end(driver)

    def rollback(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        try:
            driver.rollback()
        finally:
            self._end(driver)

    def _end(self, driver: Any) -> None:
        if self._writer is driver:
            self._writer = None
            self._turn.release()


def _take_lock(connection: Any, until: float) -> None:
    """Begin to write as soon as SQLite's lock is free. Raises OperationalError when it was not
    at `until` (monotonic seconds).

    SQLite's own waiting sleeps longer after each try, up to 100 ms: the last to come went
    first, and of 16 writers at once one waited a second while the lock lay free.
    """
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > until:
                    raise
            else:
                return
            time.sleep(_LOOK_AGAIN)
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(PATIENCE * 1000)}")
