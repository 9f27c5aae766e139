"""Where a text holds what was wanted, and a piece of it to show."""

from forum.i18n import querying, units
from forum.i18n.querying import Terms, Wanted
from forum.i18n.tokenizing import Piece

_BEFORE = 40
_CUT = "…"


def marks(text: str, query: tuple[Wanted, ...], language: str) -> list[tuple[int, int]]:
    """Start and end of the words of *text* that match, whole words, in order."""
    words = units.units(text, language)
    terms = querying.index_terms(text, language)
    sought = _sought(query, terms)
    prefixes = tuple(one.prefix for one in query if one.prefix)
    found = {
        place for place, word in enumerate(words) if _is_sought(word, sought, prefixes, language)
    }
    for first, last, joined in units.joined(text, words, language):
        if joined in sought:
            found.update(range(first, last + 1))
    return [(words[place].start, words[place].end) for place in sorted(found)]


def _sought(query: tuple[Wanted, ...], terms: Terms) -> frozenset[str]:
    """The members of the ways that the text holds; of the first way where it holds none."""
    held = frozenset((*terms.exact, *terms.stems))
    found: set[str] = set()
    for one in query:
        ways = [way for way in one.ways if querying.holds(way, held)] or one.ways[:1]
        found.update(member for way in ways for members in way for member in members)
    return frozenset(found)


def _is_sought(
    word: Piece, sought: frozenset[str], prefixes: tuple[str, ...], language: str
) -> bool:
    terms = {
        word.text,
        *units.stems(word.text, word.parts, word.also, language),
        *units.inside(word, language),
    }
    if not sought.isdisjoint(terms):
        return True
    return bool(prefixes) and any(term.startswith(prefixes) for term in terms)


def excerpt(
    text: str, query: tuple[Wanted, ...], language: str, *, length: int = 200
) -> tuple[str, list[tuple[int, int]]]:
    """At most about *length* characters of *text* round its first matches, on one line.

    Cut between words, with … where cut. The marks are offsets in the piece.
    """
    line = "".join(" " if char in "\n\t\r" else char for char in text)
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
    low = max(0, found[0][0] - _BEFORE)
    space = line.find(" ", low, found[0][0])
    return space + 1 if space >= 0 else found[0][0]


def _end(line: str, start: int, length: int) -> int:
    if len(line) - start <= length:
        return len(line)
    space = line.rfind(" ", start, start + length + 1)
    return space if space > start else start + length
