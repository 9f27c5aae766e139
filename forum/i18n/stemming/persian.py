"""Stems of Persian words: plurals, possessives, ezafe, comparatives and verb forms."""

from collections.abc import Callable
from functools import lru_cache

from forum.i18n import lexicon
from forum.i18n.stemming import persian_verbs

Stems = Callable[[str], tuple[str, ...]]

_POSSESSIVE = ("مان", "تان", "شان", "مون", "تون", "شون")
_TAILS = "ی یی یم یت یش یمان یتان یشان م ت ش مان تان شان مون تون شون"
# Longest first.
_PLURALS = tuple(sorted((f"ها{tail}" for tail in ("", *_TAILS.split())), key=len, reverse=True))
SUFFIXES = frozenset(
    (
        *_PLURALS,
        *_POSSESSIVE,
        *[
            "تر",
            "ترین",
            "تری",
            "ام",
            "ات",
            "اش",
            "ای",
            "ایم",
            "اید",
            "اند",
            "ی",
            "یی",
            "م",
            "ت",
            "ش",
            "ست",
            "است",
            "رو",
            "ان",
            "گان",
            "یان",
            "مو",
            "تو",
            "شو",
        ],
    )
)


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Alternatives of a folded Persian word, its own form not among them."""
    found: dict[str, None] = {}
    queue = [word]
    while queue:
        form = queue.pop(0)
        for stem in _steps(form):
            if stem != word and stem not in found:
                found[stem] = None
                queue.append(stem)
    return tuple(found)


def _steps(word: str) -> list[str]:
    verb = persian_verbs.infinitive(word)
    if verb:
        return [verb]
    found = list(lexicon.pairs("persian_plurals").get(word, ()))
    found += lexicon.pairs("persian_spellings").get(word, ())
    if word in _kept():
        return found
    for rule in (_plural, _ezafe, _possessive, _comparative):
        stems = rule(word)
        if stems:
            return found + stems
    return found


def _kept() -> frozenset[str]:
    return lexicon.words("persian_kept")


def _nouns() -> frozenset[str]:
    return lexicon.words("persian_nouns")


def _plural(word: str) -> list[str]:
    for suffix in _PLURALS:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            return [word[: -len(suffix)]]
    if word.endswith("گان") and len(word) >= 6:
        return [f"{word[:-3]}ه"]
    if word.endswith("یان") and len(word) >= 6:
        return [word[:-3], word[:-2]]
    is_long = len(word) >= 6 or word[:-2] in _nouns()
    if word.endswith("ان") and not word.endswith("ستان") and is_long:
        return [word[:-2]]
    return _feminine(word)


def _feminine(word: str) -> list[str]:
    if not word.endswith("ات") or len(word) < 5:
        return []
    stem = word[:-2]
    if stem.endswith("ی"):
        return [stem, f"{stem}ت"]
    if stem.endswith("ج") and stem[:-1] in _nouns():
        return [stem[:-1]]
    return [stem, f"{stem}ه"] if len(stem) < 6 else [stem]


def _ezafe(word: str) -> list[str]:
    """Indefinite and ezafe: برنامه‌ی, نسخه‌ای, راهنمایی, صدای, فیلمی."""
    if word.endswith("های") or word.endswith("هی"):
        return []
    if word.endswith("های") and len(word) >= 5:
        return [word[:-2]]
    if not word.endswith("ی"):
        return []
    stem = word[:-1]
    if stem.endswith(("ای", "وی")) and len(stem) >= 4:
        return [stem[:-1]]
    if stem.endswith(("ا", "و", "ه")) and len(stem) >= 3:
        return [stem]
    return [stem] if len(stem) >= 4 else []


def _possessive(word: str) -> list[str]:
    for suffix in _POSSESSIVE:
        stem = word.removesuffix(suffix)
        if stem != word and (len(stem) >= 4 or stem in _nouns()):
            return [stem]
    if word[-1:] in "متش" and word[:-1] in _nouns():
        return [word[:-1]]
    for suffix in ("ام", "ات", "اش"):
        if word.endswith(f"ه{suffix}") and len(word) >= 6:
            return [word[:-2]]
    return []


def _comparative(word: str) -> list[str]:
    for suffix in ("ترینها", "ترین", "تر"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return [word[: -len(suffix)]]
    return []
