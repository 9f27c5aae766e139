"""Stems of English words: Porter2 by snowballstemmer, one spelling for both Englishes."""

import pkgutil
import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from forum.i18n import lexicon

# It keeps the word it works on in itself: two threads at once would cut each other's.
_one_at_a_time = Lock()
_OUR = re.compile(
    r"^(behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|vap|vig|endeav|arm|od|tum|sav)our"
)
_YSE = re.compile(r"(anal|catal|paral)ys(e|ed|es|er|ers|ing)$")
_ISE = re.compile(r"is(e|ed|es|er|ers|ing|ation|ations|able)$")
_TRE = re.compile(r"^(cent|theat|met|fib|lit|calib|meag|spect)re(s|d)?$")
_OGUE = re.compile(r"^(catal|dial|anal|monol|prol|epil)ogue")
_DOUBLED = re.compile(r"ll(ed|ing|er|ers|ation|ations)$")
_SHORTEST_ISE = 6
_HISSING = ("s", "x", "z", "ch", "sh")
_AFTER_CONSONANT = re.compile(r"[^aeiou]y$")


@cache
def _porter() -> Any:
    """Loaded late: it comes with the stemmers of thirty languages."""
    return pkgutil.resolve_name("snowballstemmer:stemmer")("english")


@lru_cache(maxsize=32768)
def stems(word: str) -> tuple[str, ...]:
    """Alternatives of a casefolded ASCII word: its stem, and that of its base form."""
    if not word.isalpha() or len(word) < 3:
        return ()
    known = lexicon.pairs("english_forms").get(word)
    if known:
        return (*known, *(stem for base in known for stem in stems(base)))
    if word in lexicon.words("english_kept"):
        return ()
    plain = spelling(word)
    with _one_at_a_time:
        stem: str = _porter().stemWord(plain)
    return (plain, stem) if plain != word else (stem,)


@lru_cache(maxsize=8192)
def other_number(word: str) -> tuple[str, ...]:
    """The regular plural of a casefolded ASCII noun or, of a plural, its singular.

    An index holds two neighbours joined as they are ("web hooks"), without the stem of the
    whole. A form that shares no stem with *word* is not given: news is no plural of new.
    """
    one = _singular(word)
    found = _plural(word) if one == word else one
    return () if {word, *stems(word)}.isdisjoint((found, *stems(found))) else (found,)


def _plural(word: str) -> str:
    if _AFTER_CONSONANT.search(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_HISSING) else f"{word}s"


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    stem = word.removesuffix("es")
    if stem != word and stem.endswith(("x", "z", "ch", "sh", "ss")):
        return stem
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def spelling(word: str) -> str:
    """*word* in American spelling: colour, organise, centre, cancelled."""
    word = _OUR.sub(r"\1or", word)
    word = _YSE.sub(r"\1yz\2", word)
    if len(word) >= _SHORTEST_ISE and _ISE.search(word) and not _is_native_ise(word):
        word = _ISE.sub(r"iz\1", word)
    word = _TRE.sub(r"\1er\2", word)
    word = _OGUE.sub(r"\1og", word)
    if word not in lexicon.words("english_double_l") and not _keeps_double(word):
        word = _DOUBLED.sub(r"l\1", word)
    return word


def _is_native_ise(word: str) -> bool:
    return _ISE.sub("ise", word) in lexicon.words("english_ise")


def _keeps_double(word: str) -> bool:
    return _DOUBLED.sub("ll", word) in lexicon.words("english_double_l")
