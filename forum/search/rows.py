"""The rows that the queries of search return."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from forum.i18n.searching import Wanted


@dataclass(frozen=True)
class Found:
    """`ids`: the best first, all visible. `count`: how many; with `is_more` at least so many.
    `query`: for marks and excerpts."""

    ids: tuple[int, ...]
    count: int
    is_more: bool
    query: tuple[Wanted, ...]


class Similar(NamedTuple):
    """A suggestion that may say the same; `score` 0..1, `reasons` of "words", "spelling"."""

    id: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Miss:
    """Words that found nothing, how often in all, and when last."""

    language: str
    words: str
    count: int
    last_on: date


class SynonymRow(NamedTuple):
    id: int
    words: tuple[str, ...]
    created_at: datetime
