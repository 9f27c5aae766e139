"""Rate limits: named, counted in one store that all workers share, open if the store fails."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from forum.core.config import Config
from forum.core.errors import N_, Limited

log = structlog.get_logger()
_WAITS = (0.01, 0.02, 0.05, 0.1, 0.2)  # seconds


class SqliteStorage(Storage):
    """Fixed windows in a SQLite file of their own, shared by the workers of one machine."""

    STATE_SCHEME = ["sada+sqlite"]

    def __init__(self, uri: str | None = None, path: Path | None = None, **options: Any) -> None:
        super().__init__(uri, **options)
        self._path = path
        self._local = threading.local()
        try:
            self._opened().close()  # before many ask at once; no connection crosses a fork
        except sqlite3.Error:
            log.warning("the store of limits is not made, letting pass", exc_info=True)

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    @property
    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._opened()
            found.execute("PRAGMA synchronous=OFF")  # a lost count is no loss
        return found

    def _opened(self) -> sqlite3.Connection:
        found = sqlite3.connect(str(self._path), timeout=2, isolation_level=None)
        _to_wal(found)
        found.execute(
            "CREATE TABLE IF NOT EXISTS hit"
            " (key TEXT PRIMARY KEY, count INTEGER NOT NULL, expiry REAL NOT NULL)"
            " WITHOUT ROWID"
        )
        return found

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        row = self._connection.execute(
            "INSERT INTO hit (key, count, expiry) VALUES (?1, ?2, ?3)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN expiry <= ?4 THEN ?2 ELSE count + ?2 END,"
            " expiry = CASE WHEN expiry <= ?4 THEN ?3 ELSE expiry END"
            " RETURNING count",
            (key, amount, now + expiry, now),
        ).fetchone()
        return int(row[0])

    def get(self, key: str) -> int:
        row = self._connection.execute(
            "SELECT count FROM hit WHERE key = ? AND expiry > ?", (key, time.time())
        ).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._connection.execute("SELECT expiry FROM hit WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        try:
            self._connection.execute("SELECT 1")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int | None:
        return self._connection.execute("DELETE FROM hit").rowcount

    def clear(self, key: str) -> None:
        self._connection.execute("DELETE FROM hit WHERE key = ?", (key,))

    def forget_expired(self) -> None:
        """Drop counters whose window is over."""
        self._connection.execute("DELETE FROM hit WHERE expiry <= ?", (time.time(),))


def _to_wal(connection: sqlite3.Connection) -> None:
    """SQLite waits for nobody who changes the journal at the same moment, so we do."""
    for wait in (*_WAITS, None):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if wait is None:
                raise
            time.sleep(wait)
        else:
            return


class Limits:
    """The named limits of the configuration."""

    def __init__(self, config: Config) -> None:
        self._items: dict[str, RateLimitItem] = {
            name: parse(text) for name, text in config.limits.items()
        }
        self.storage = _storage_for(config)
        self._limiter = FixedWindowRateLimiter(self.storage)

    def hit(self, name: str, key: object, cost: int = 1) -> None:
        """Count one use of `name` by `key`. Raises Limited when there were too many."""
        item = self._items[name]
        with self._open_on_failure():
            if not self._limiter.hit(item, name, str(key), cost=cost):
                raise self._refusal(item, name, key)

    def check(self, name: str, key: object) -> None:
        """As `hit`, without counting."""
        item = self._items[name]
        with self._open_on_failure():
            if not self._limiter.test(item, name, str(key)):
                raise self._refusal(item, name, key)

    def _refusal(self, item: RateLimitItem, name: str, key: object) -> Limited:
        reset, _ = self._limiter.get_window_stats(item, name, str(key))
        wait = max(1, round(reset - time.time()))
        log.info("limited", limit=name)
        return Limited(
            N_("That was too often. Please wait a little and try again."), retry_after=wait
        )

    @contextmanager
    def _open_on_failure(self) -> Iterator[None]:
        try:
            yield
        except Limited:
            raise
        except Exception:
            log.warning("rate limit store failed, letting pass", exc_info=True)


def hit(name: str, key: object) -> None:
    """Count one use in the running application. Raises Limited."""
    found: Limits = current_app.extensions["forum_limits"]
    found.hit(name, key)


def check(name: str, key: object) -> None:
    """As `hit`, without counting."""
    found: Limits = current_app.extensions["forum_limits"]
    found.check(name, key)


def forget_expired() -> None:
    """Drop counters whose window is over (the clock calls this)."""
    found: Limits = current_app.extensions["forum_limits"]
    if isinstance(found.storage, SqliteStorage):
        found.storage.forget_expired()


def _storage_for(config: Config) -> Storage:
    if config.redis_url:
        return RedisStorage(config.redis_url)
    if config.is_testing and config.workers == 1:
        return MemoryStorage()
    return SqliteStorage(path=config.data_dir / "limits.db")
