"""How alike two suggestions are. Pure.

Words count by how rare they are (inverse document frequency: Spärck Jones, "A statistical
interpretation of term specificity", 1972); letters by rapidfuzz's token ratios over folded
titles, which forgive order and spelling.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from forum.i18n import searching
from forum.i18n.searching import Wanted

LEAST = 0.12  # below it nothing is alike
_WORDS, _LETTERS = 0.7, 0.3
# Of a word's weight, when it stands outside of the title only, or in the title only as one that
# points to the same wish.
_NEAR = 0.5
_ABROAD = 0.7  # of the likeness, when the other is of another language
_CHANCE = 0.4  # letters that any two titles of one language share
_SOME_WORDS, _CLEAR_LETTERS = 0.25, 0.45
_WISHING = 0.25  # of the weight of words with which people wish for anything
# Folded. They stand in every other suggestion, whatever it is about.
_WISHES = frozenset(
    (
        *("اضافه", "افزودن", "امکان", "قابلیت", "لطفا", "خواهش", "گذاشتن", "بگذارید", "بذارید"),
        *("بتوان", "بتوانیم", "کردن", "شدن", "بودن", "گرفتن", "دادن", "باید", "خواستن", "جدید"),
        *("امکانیه", "توفیر", "نرجو", "ارجو", "ارید", "دعم", "تمکین", "یرجی", "السماح", "اتاحه"),
        *("add", "allow", "support", "ability", "able", "please", "want", "make", "should"),
        *("could", "would", "let", "new", "option", "enable", "provide", "feature"),
    )
)

_CONTRAST = 0.7  # of the likeness, where the titles name two sides of a contrast


class Likeness(NamedTuple):
    """`score` 0..1; `reasons`: of "words", "spelling", "meaning"."""

    score: float
    reasons: tuple[str, ...]


class Title(NamedTuple):
    """A folded title and its language."""

    key: str
    language: str


class Shared(NamedTuple):
    """Which words of a query (their places in it) a candidate has: in its title, anywhere in its
    text, and of which its title has kin."""

    in_title: set[int]
    anywhere: set[int]
    kin: set[int]


def weight(wanted: Wanted, share: float) -> float:
    """What a word of this share of the texts tells, 0..; a phrase tells as much as two words."""
    rare = math.pow(-math.log2(max(1e-6, min(1.0, share))), 1.5)
    if all(word in _WISHES for word in wanted.exact):
        return rare * _WISHING
    return rare * (2 if len(wanted.exact) > 1 else 1)


def of(title: Title, other: Title, *, weights: Sequence[float], shared: Shared) -> Likeness:
    """Judge one candidate. `weights`: what each word of the query tells."""
    words = _shared_words(weights, shared, len(other.key.split()))
    letters = _letters(title.key, other.key)
    score = _WORDS * words + _LETTERS * letters
    if title.language != other.language:
        score *= _ABROAD
    if searching.contrary(title, other):
        score *= _CONTRAST
    if score < LEAST:
        return Likeness(round(score, 4), ())
    spelled = ("spelling",) if letters >= _CLEAR_LETTERS else ()
    said = ("words",) if words >= _SOME_WORDS or not spelled else ()
    return Likeness(round(score, 4), said + spelled)


def told(weights: Sequence[float], shared: Shared) -> float:
    """What the shared words tell, together."""
    in_title = shared.in_title
    near = (shared.anywhere | shared.kin) - in_title
    return sum([weights[at] for at in in_title]) + _NEAR * sum([weights[at] for at in near])


def _shared_words(weights: Sequence[float], shared: Shared, length: int) -> float:
    """Of what the query's words tell, how much is there, 0..1; a little less for a title that
    says much else."""
    whole = sum(weights)
    if not whole:
        return 0.0
    covered = told(weights, shared) / whole
    back = min(1.0, len(shared.in_title) / max(1, min(length, len(weights) + 2)))
    return covered * (0.75 + 0.25 * back)


def _letters(one: str, other: str) -> float:
    """Likeness of the letters beyond chance, 0..1."""
    if not one or not other:
        return 0.0
    sets = fuzz.token_set_ratio(one, other)
    order = fuzz.token_sort_ratio(one, other)
    alike = float(0.4 * sets + 0.6 * order) / 100
    return max(0.0, (alike - _CHANCE) / (1 - _CHANCE))


_RANK_FLOOR = 60  # of reciprocal rank fusion (Cormack et al., SIGIR 2009)


def fused(*rankings: Sequence[int]) -> list[int]:
    """Ids by reciprocal rank fusion of several rankings, the best first."""
    points: dict[int, float] = {}
    for ranking in rankings:
        for place, one in enumerate(ranking, 1):
            points[one] = points.get(one, 0.0) + 1 / (_RANK_FLOOR + place)
    return sorted(points, key=lambda one: (-points[one], -one))
