"""How alike two suggestions are. Pure.

Words count by how rare they are (inverse document frequency: Spärck Jones, "A statistical
interpretation of term specificity", 1972); letters by rapidfuzz's token ratios over folded
titles, which forgive order and spelling.
"""

import math
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from forum.i18n.searching import Wanted

LEAST = 0.12  # below it nothing is alike
_WORDS, _LETTERS = 0.7, 0.3
_ELSEWHERE = 0.5  # of a word's weight, when it stands outside of the title only
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

_CONTRAST = 0.7  # of the likeness, where one title asks for the one thing and one for the other
# What is done the same way to different ends. Folded beginnings of words.
_CONTRASTS = (
    (("import", "ورود", "استیراد"), ("export", "خروجی", "تصدیر")),
    (("vot", "رای", "تصویت", "التصویت"), ("post", "idea", "suggest", "پیشنهاد", "اقتراح")),
    (("android", "اندروید"), ("ios", "iphone", "ایفون")),
    (("enabl", "تفعیل", "فعال"), ("disabl", "ایقاف", "غیرفعال")),
    (("show", "نمایش", "عرض", "اظهار"), ("hid", "پنهان", "اخفا")),
)


class Likeness(NamedTuple):
    """`score` 0..1; `reasons`: of "words", "spelling", "meaning"."""

    score: float
    reasons: tuple[str, ...]


class Title(NamedTuple):
    """A folded title and its language."""

    key: str
    language: str


def weight(wanted: Wanted, share: float) -> float:
    """What a word of this share of the texts tells, 0..; a phrase tells as much as two words."""
    rare = math.pow(-math.log2(max(1e-6, min(1.0, share))), 1.5)
    if all(word in _WISHES for word in wanted.exact):
        return rare * _WISHING
    return rare * (2 if len(wanted.exact) > 1 else 1)


def of(
    title: Title,
    other: Title,
    *,
    weights: Sequence[float],
    in_title: Collection[int],
    anywhere: Collection[int],
) -> Likeness:
    """Judge one candidate. `weights`: what each word of the query tells; the places in it of the
    words that the candidate's title has, and its whole text."""
    words = _shared_words(weights, in_title, anywhere, len(other.key.split()))
    letters = _letters(title.key, other.key)
    score = _WORDS * words + _LETTERS * letters
    if title.language != other.language:
        score *= _ABROAD
    if contrasts(title.key, other.key):
        score *= _CONTRAST
    if score < LEAST:
        return Likeness(round(score, 4), ())
    spelled = ("spelling",) if letters >= _CLEAR_LETTERS else ()
    said = ("words",) if words >= _SOME_WORDS or not spelled else ()
    return Likeness(round(score, 4), said + spelled)


def _shared_words(
    weights: Sequence[float], in_title: Collection[int], anywhere: Collection[int], length: int
) -> float:
    """Of what the query's words tell, how much is there, 0..1; a little less for a title that
    says much else."""
    whole = sum(weights)
    if not whole:
        return 0.0
    there = sum(weights[at] for at in in_title)
    elsewhere = sum(weights[at] for at in anywhere if at not in in_title)
    covered = (there + _ELSEWHERE * elsewhere) / whole
    back = min(1.0, len(in_title) / max(1, min(length, len(weights) + 2)))
    return covered * (0.75 + 0.25 * back)


def contrasts(one: str, other: str) -> bool:
    """Whether one folded title asks for one side of a contrast only, and the other for the other
    side only."""
    return any(
        mine != theirs and mine == theirs[::-1]
        for mine, theirs in zip(_sides(one), _sides(other), strict=True)
    )


@lru_cache(maxsize=4096)
def _sides(key: str) -> tuple[tuple[bool, bool], ...]:
    """Of each contrast, which sides a folded title has."""
    words = key.split()
    return tuple((_begins(words, this), _begins(words, that)) for this, that in _CONTRASTS)


def _begins(words: Sequence[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words)


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
