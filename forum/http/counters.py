"""Counters of rate limits in a file that all workers of a machine share."""

import fcntl
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import structlog
from limits.storage import Storage

log = structlog.get_logger()
_SLOT = struct.Struct("<QdI")  # the mark of a key, when its window ends (Unix seconds), its count
_SLOTS = 16  # of a bucket
_BUCKETS = 8192
_BUCKET = _SLOTS * _SLOT.size
_MOST = 2**32 - 1


class SharedStorage(Storage):
    """Fixed windows. A key has one of sixteen places in its bucket; where all are taken by windows
    that last, the smallest count gives way, so that nobody is forgotten who came often.

    Keys (addresses of people) are kept as marks only, which the secret makes unforeseeable.
    """

    STORAGE_SCHEME = ["sada+file"]

    def __init__(
        self, uri: str | None = None, path: Path = Path(), secret: str = "", **options: Any
    ) -> None:
        super().__init__(uri, **options)
        self._path = path
        self._secret = blake2b(secret.encode()).digest()
        self._local = threading.local()
        try:
            os.close(self._opened())  # before many ask at once; no open file crosses a fork
        except OSError:
            log.warning("the store of limits is not made, letting pass", exc_info=True)

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        mark, start = self._place(key)
        now = time.time()
        with self._locked() as file:
            at, ends, count = _taken(_bucket(file, start), mark, now)
            count = min(count + amount, _MOST)
            slot = _SLOT.pack(mark, ends or now + expiry, count)
            os.pwrite(file, slot, start + at * _SLOT.size)
        return count

    def get(self, key: str) -> int:
        return self._look(key)[1]

    def get_expiry(self, key: str) -> float:
        return self._look(key)[0] or time.time()

    def check(self) -> bool:
        try:
            self.get("")
        except OSError:
            return False
        return True

    def reset(self) -> int | None:
        with self._locked() as file:
            os.ftruncate(file, 0)
            os.ftruncate(file, _BUCKETS * _BUCKET)
        return None

    def clear(self, key: str) -> None:
        mark, start = self._place(key)
        with self._locked() as file:
            at, ends, _ = _taken(_bucket(file, start), mark, time.time())
            if ends:
                os.pwrite(file, bytes(_SLOT.size), start + at * _SLOT.size)

    def _look(self, key: str) -> tuple[float, int]:
        mark, start = self._place(key)
        with self._locked() as file:
            _, ends, count = _taken(_bucket(file, start), mark, time.time())
        return ends, count

    def _place(self, key: str) -> tuple[int, int]:
        """The mark of a key, and where its bucket begins."""
        digest = blake2b(key.encode(), digest_size=8, key=self._secret).digest()
        mark = int.from_bytes(digest, "little")
        return mark, mark % _BUCKETS * _BUCKET

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """This thread's file, while nobody else counts."""
        file: int | None = getattr(self._local, "file", None)
        if file is None:
            file = self._local.file = self._opened()
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def _opened(self) -> int:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(file).st_size != _BUCKETS * _BUCKET:
            os.ftruncate(file, 0)
            os.ftruncate(file, _BUCKETS * _BUCKET)  # a hole: only what is counted takes room
        return file


def _bucket(file: int, start: int) -> list[tuple[int, float, int]]:
    found = os.pread(file, _BUCKET, start)
    return list(_SLOT.iter_unpack(found.ljust(_BUCKET, b"\0")))


def _taken(slots: list[tuple[int, float, int]], mark: int, now: float) -> tuple[int, float, int]:
    """The slot of a mark: its place, when its window ends and its count, both 0 where it has none
    that lasts."""
    free, least = -1, 0
    for at, (other, ends, count) in enumerate(slots):
        if not ends > now:
            free = at
        elif other == mark:
            return at, ends, count
        elif count < slots[least][2]:
            least = at
    return (free if free >= 0 else least), 0.0, 0
