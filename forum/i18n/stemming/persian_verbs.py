"""Persian verb forms to their infinitive, from a table of stems (`persian_verbs.txt`).

می‌خواهم, می‌خواهیم, نمی‌خوام, بخواهید, خواستم and خواسته‌ام are all خواستن.
"""

import re
from functools import lru_cache

from forum.i18n import lexicon

_IMPERFECT = ("می", "نمی", "همی")
_PRESENT = ("م", "ی", "د", "یم", "ید", "ند", "ه", "ین", "ن")
_PAST = ("", "م", "ی", "یم", "ید", "ند", "ین", "ن")
_SUBJUNCTIVE = ("", "م", "د", "یم", "ید", "ند", "ین", "ن", "ه")
_PERFECT = ("ام", "ای", "ایم", "اید", "اند", "است")
# Shorter forms would be other words: «برم», «ده».
_SHORTEST_BARE = 4
# برمی‌گردد, درنمی‌آید
_PREVERB = re.compile("(?:بر|در|باز|فرا|فرو|وا)(?=ن?می)")


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lexicon.lines("persian_verbs"):
        infinitive, past, *present = (lexicon.folded(word) for word in line.split())
        forms = _past_forms(past)
        for stem in present:
            forms += _present_forms(stem)
        for form in forms:
            found.setdefault(form, infinitive)
    for word in lexicon.words("persian_kept"):
        found.pop(word, None)
    return found


def _present_forms(stem: str) -> list[str]:
    after_vowel = stem.endswith(("ا", "و"))
    linked = [stem, f"{stem}ی"] if after_vowel else [stem]
    personal = [f"{link}{ending}" for link in linked for ending in _PRESENT]
    forms = [f"{prefix}{form}" for prefix in _IMPERFECT for form in personal]
    joined = [f"ی{link}" if link.startswith("ا") else link for link in linked]
    shortest = _SHORTEST_BARE if len(stem) > 1 else 3
    subjunctive = [
        f"{prefix}{link}{ending}"
        for prefix in ("ب", "ن")
        for link in joined
        for ending in _SUBJUNCTIVE
    ]
    forms += [form for form in subjunctive if len(form) >= shortest]
    bare = [f"{link}{ending}" for link in linked for ending in ("م", "د", "یم", "ید", "ند")]
    return forms + [form for form in bare if len(form) >= _SHORTEST_BARE]


def _past_forms(past: str) -> list[str]:
    forms = [f"{prefix}{past}{ending}" for prefix in _IMPERFECT for ending in _PAST]
    endings = ("م", "یم", "ید", "ند")
    forms += [f"{prefix}{past}{ending}" for prefix in ("", "ن") for ending in endings]
    forms += [f"{prefix}{past}ه{ending}" for prefix in ("", "ن") for ending in _PERFECT]
    return forms


def infinitive(word: str) -> str:
    """The infinitive of a folded verb form, "" for any other word."""
    found = _forms().get(word, "")
    if not found:
        preverb = _PREVERB.match(word)
        found = _forms().get(word[preverb.end() :], "") if preverb else ""
    return found


def unknown(word: str) -> str:
    """A می- form of a verb not in the table without its person: one form for all of them."""
    for prefix in ("نمی", "می"):
        stem = word.removeprefix(prefix)
        if stem != word:
            for ending in sorted(_PRESENT, key=len, reverse=True):
                rest = stem.removesuffix(ending)
                if rest != stem and len(rest) >= 2:
                    return f"می{rest}"
            return f"می{stem}"
    return ""
