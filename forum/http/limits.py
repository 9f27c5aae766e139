"""Rate limits: named, counted in one store that all workers share, open if the store fails."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import current_app
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from forum.core.config import Config, ConfigError
from forum.core.errors import N_, Limited
from forum.http.counters import SharedStorage

_REDIS_PATIENCE = 1.0  # seconds; a request that is not counted is better than one that waits

log = structlog.get_logger()


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


def _storage_for(config: Config) -> Storage:
    if config.redis_url:
        try:
            return RedisStorage(
                config.redis_url,
                socket_connect_timeout=_REDIS_PATIENCE,
                socket_timeout=_REDIS_PATIENCE,
            )
        except ConfigurationError as error:
            raise ConfigError(["REDIS_URL: its driver is missing, install sada[redis]"]) from error
    if config.is_testing and config.workers == 1:
        return MemoryStorage()
    return SharedStorage(path=config.data_dir / "limits.counts", secret=config.secret_key)
