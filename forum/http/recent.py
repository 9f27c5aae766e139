"""What was made lately and may be asked for again, up to a size; least recently used out."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A bounded memory of one process. `size_of` measures a value; what is larger than
    `longest` (of `most`) is not kept at all."""

    def __init__(self, size_of: Callable[[V], int], *, most: int, longest: int) -> None:
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._size_of, self._most, self._longest = size_of, most, longest
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: K, value: V) -> None:
        """Keep it in place of an earlier one."""
        size = self._size_of(value)
        if size > self._longest:
            return
        with self._lock:
            if key in self._kept:
                self._size -= self._size_of(self._kept.pop(key))
            self._kept[key] = value
            self._size += size
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= self._size_of(oldest)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._kept)
