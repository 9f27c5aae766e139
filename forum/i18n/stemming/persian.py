"""Stems of Persian words: plurals, possessives, ezafe, comparatives and verb forms."""

import re
from functools import lru_cache

from forum.i18n import lexicon
from forum.i18n.stemming import persian_verbs

_POSSESSIVE = ("مان", "تان", "شان", "مون", "تون", "شون")
_TAILS = "ی یی یم یت یش یمان یتان یشان م ت ش مان تان شان مون تون شون"
# Longest first.
_PLURALS = tuple(sorted({f"ها{tail}" for tail in ("", *_TAILS.split())}, key=len, reverse=True))
_ENDINGS = "تر ترین تری ام ات اش ای ایم اید اند ی یی یم یت یش م ت ش ست است رو ان گان یان مو تو شو"
SUFFIXES = frozenset((*_PLURALS, *_POSSESSIVE, *_ENDINGS.split()))
# A shorter stem is too often another word: ماهی, شیرین, کارت.
_SHORTEST = 4
_MOST = 8
_SPOKEN = re.compile(
    "(.{3,}?)(?:ا(?:م|ت|ش|مون|تون|شون|ی)?(?:و|رو)?|(?:م|ت|ش|مون|تون|شون|ی)?(?:و|رو))"
)


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Alternatives of a folded Persian word, its own form not among them."""
    found: dict[str, None] = {}
    queue = [word]
    while queue and len(found) < _MOST:
        for stem in _steps(queue.pop(0)):
            if stem != word and stem not in found:
                found[stem] = None
                queue.append(stem)
    return tuple(found)


def _steps(word: str) -> list[str]:
    found = [
        *lexicon.pairs("persian_plurals").get(word, ()),
        *lexicon.pairs("persian_spellings").get(word, ()),
    ]
    verb = persian_verbs.infinitive(word)
    if verb and not found:
        return [verb]
    if word in lexicon.words("persian_kept"):
        return found
    if word.endswith("خونه"):
        found.append(f"{word[:-4]}خانه")
    if len(word) >= 7 and word.startswith(("می", "نمی")):
        found.append(persian_verbs.unknown(word))
    for rule in (_plural, _feminine, _ezafe, _possessive, _spoken, _comparative):
        stems = rule(word)
        if stems:
            return found + stems
    return found


def _plural(word: str) -> list[str]:
    for suffix in _PLURALS:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 2:
            # «نامهای» is نام‌های or نامه‌ای.
            return [stem, f"{stem}ه"] if suffix == "های" and len(stem) > 2 else [stem]
    if len(word) < 6 or word.endswith("ستان"):
        return []
    if word.endswith("گان"):
        return [f"{word[:-3]}ه"]
    if word.endswith("یان"):
        return [word[:-3], word[:-2]]
    if word.endswith("ین") and word.startswith("م"):
        return [word[:-2]]
    return [word[:-2]] if word.endswith("ان") and not word.endswith(_POSSESSIVE) else []


def _feminine(word: str) -> list[str]:
    """Plurals in ات: پیشنهادات, صفحات, نشریات, شکایات."""
    if not word.endswith("ات") or len(word) < 5:
        return []
    stem = word[:-2]
    if stem.endswith("ی"):
        return [stem, f"{stem}ه", f"{stem}ت"]
    return [stem, f"{stem}ه"] if len(stem) < 6 else [stem]


def _ezafe(word: str) -> list[str]:
    """Indefinite and ezafe: فیلمی, راهنمایی, صدای, برنامهی."""
    if not word.endswith("ی"):
        return []
    stem = word[:-1]
    if stem.endswith(("ای", "وی")):
        return [stem[:-1]] if len(stem) >= _SHORTEST else []
    if stem.endswith(("ا", "و")):
        return [stem] if len(stem) >= 3 else []
    shortest = _SHORTEST + 1 if stem.endswith("ه") else _SHORTEST
    return [stem] if len(stem) >= shortest else []


def _possessive(word: str) -> list[str]:
    nouns = lexicon.words("persian_nouns")
    for suffix in _POSSESSIVE:
        stem = word.removesuffix(suffix)
        if stem != word and (len(stem) >= _SHORTEST or stem in nouns):
            return [stem]
    if word.endswith("ان") and len(word) >= 6 and not word.endswith("ستان"):
        return [word[:-2]]
    if word[-1:] in "متش" and (word[:-1] in nouns or _is_owned(word)):
        return [word[:-1]]
    if word.endswith(("انم", "انت", "انش")) and len(word) >= 7:
        return [word[:-1]]
    return []


def _is_owned(word: str) -> bool:
    """Long words seldom end in م or ش of their own, but for آزمایش and مدیریت."""
    return len(word) > _SHORTEST + 1 and not word.endswith(("ایش", "یت"))


def _spoken(word: str) -> list[str]:
    """Plurals and objects as spoken: عکسا, عکسامون, عکسامو, گوشیمو."""
    match = _SPOKEN.fullmatch(word)
    return [match[1]] if match and match[1] in lexicon.words("persian_nouns") else []


def _comparative(word: str) -> list[str]:
    for suffix in ("ترینها", "ترین", "تری", "تر"):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 3:
            return [stem]
    return []
