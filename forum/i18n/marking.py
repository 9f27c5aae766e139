"""Where a text holds what was wanted, and a piece of it to show."""

from functools import lru_cache
from typing import NamedTuple

from forum.i18n import querying, units
from forum.i18n.querying import Wanted

_BEFORE = 40
_CUT = "…"
_SHORT = 400  # characters of a text whose words are remembered
# Of a longer text only the beginning is looked through.
_LONGEST = 20_000
_ONE_LINE = str.maketrans("\n\t\r\x0b\x0c\x85\u2028\u2029", " " * 8)


class _Held(NamedTuple):
    """What a text holds. `words`: (start, end, its terms); `joined`: (first and last word, term)
    of neighbours; `terms`: all of them."""

    words: tuple[tuple[int, int, tuple[str, ...]], ...]
    joined: tuple[tuple[int, int, str], ...]
    terms: frozenset[str]


def marks(text: str, query: tuple[Wanted, ...], language: str) -> list[tuple[int, int]]:
    """Start and end of the words of *text* that match, whole words, in order."""
    if not query:
        return []
    held = _remembered(text, language) if len(text) <= _SHORT else _held(text, language)
    sought = _sought(query, held.terms)
    prefixes = tuple(one.prefix for one in query if one.prefix)
    found = {
        place
        for place, (_, _, known) in enumerate(held.words)
        if not sought.isdisjoint(known)
        or (prefixes and any(term.startswith(prefixes) for term in known))
    }
    for first, last, word in held.joined:
        if word in sought:
            found.update(range(first, last + 1))
    # A sign that stands for several words (ﷺ) is marked once.
    return list(dict.fromkeys(held.words[place][:2] for place in sorted(found)))


def _held(text: str, language: str) -> _Held:
    text = text[:_LONGEST]
    pieces = units.units(text, language)
    words = tuple(
        (piece.start, piece.end, (piece.text, *units.others(piece[2:], language)))
        for piece in pieces
    )
    joined = tuple(units.joined(text, pieces, language))
    terms = {term for _, _, known in words for term in known}
    return _Held(words, joined, frozenset(terms.union(word for _, _, word in joined)))


# Titles and the beginnings of texts are shown again and again, for other words each time.
_remembered = lru_cache(maxsize=1024)(_held)


def _sought(query: tuple[Wanted, ...], held: frozenset[str]) -> frozenset[str]:
    """The members of the ways that the text holds; of the first way where it holds none."""
    found: set[str] = set()
    for one in query:
        ways = [way for way in one.ways if querying.holds(way, held)] or one.ways[:1]
        found.update(member for way in ways for members in way for member in members)
    return frozenset(found)


def excerpt(
    text: str, query: tuple[Wanted, ...], language: str, *, length: int = 200
) -> tuple[str, list[tuple[int, int]]]:
    """At most *length* characters of *text* round its first matches, on one line.

    Cut between words where there are spaces, with … where cut; the marks are offsets in
    the piece.
    """
    line = text.translate(_ONE_LINE)
    found = marks(line, query, language)
    start = _start(line, found, length)
    end = _end(line, start, length)
    before, after = _CUT if start else "", _CUT if end < len(line) else ""
    shift = len(before) - start
    inside = [(low + shift, high + shift) for low, high in found if low >= start and high <= end]
    return f"{before}{line[start:end]}{after}", inside


def _start(line: str, found: list[tuple[int, int]], length: int) -> int:
    if len(line) <= length or not found or found[0][1] <= length * 3 // 4:
        return 0
    low = max(0, found[0][0] - min(_BEFORE, length // 4))
    space = line.find(" ", low, found[0][0])
    return space + 1 if space >= 0 else found[0][0]


def _end(line: str, start: int, length: int) -> int:
    if len(line) - start <= length:
        return len(line)
    space = line.rfind(" ", start, start + length + 1)
    return space if space > start else start + length
