"""How alike two suggestions are. Pure.

Words count by how rare they are (inverse document frequency: Spärck Jones, "A statistical
interpretation of term specificity", 1972); letters by rapidfuzz's token ratios over folded
titles, which forgive order and spelling.
"""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

_WORDS, _LETTERS = 0.65, 0.35
_ELSEWHERE = 0.5  # a word that stands in the body only
_CLEAR_WORDS, _CLEAR_LETTERS = 0.4, 0.6


class Likeness(NamedTuple):
    """`score` 0..1; `reasons`: of "words", "spelling", "meaning"."""

    score: float
    reasons: tuple[str, ...]


def idf(share: float) -> float:
    """How much a word tells that this share of the texts has: doublings of rarity."""
    return -math.log2(max(1e-6, min(1.0, share)) * 0.98)


def of(
    *,
    title_key: str,
    other_key: str,
    weights: Sequence[float],
    in_title: Collection[int],
    anywhere: Collection[int],
) -> Likeness:
    """Judge one candidate. `weights`: what each word of the query tells; the places in it of the
    words that the candidate's title has, and its whole text."""
    words = _shared_words(weights, in_title, anywhere, len(other_key.split()))
    letters = _letters(title_key, other_key)
    reasons = []
    if words >= _CLEAR_WORDS:
        reasons.append("words")
    if letters >= _CLEAR_LETTERS:
        reasons.append("spelling")
    return Likeness(round(_WORDS * words + _LETTERS * letters, 4), tuple(reasons))


def _shared_words(
    weights: Sequence[float], in_title: Collection[int], anywhere: Collection[int], length: int
) -> float:
    """Of what the query's words tell, how much is there, 0..1; long titles that share few words
    count less (the geometric mean of both coverages)."""
    whole = sum(weights)
    if not whole:
        return 0.0
    there = sum(weights[at] for at in in_title)
    elsewhere = sum(weights[at] for at in anywhere if at not in in_title)
    covered = (there + _ELSEWHERE * elsewhere) / whole
    back = min(1.0, len(in_title) / max(1, min(length, len(weights) + 2)))
    return covered * (0.6 + 0.4 * back)


def _letters(one: str, other: str) -> float:
    """Likeness of the letters, 0..1."""
    if not one or not other:
        return 0.0
    sets = fuzz.token_set_ratio(one, other)
    order = fuzz.token_sort_ratio(one, other)
    return float(0.4 * sets + 0.6 * order) / 100
