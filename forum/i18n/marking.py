"""Where a text holds what was wanted, and a piece of it to show."""

from forum.i18n import querying, units
from forum.i18n.querying import Wanted

_BEFORE = 40
_CUT = "…"
# Of a longer text only the beginning is looked through.
_LONGEST = 20_000
_ONE_LINE = str.maketrans("\n\t\r\x0b\x0c\x85\u2028\u2029", " " * 8)


def marks(text: str, query: tuple[Wanted, ...], language: str) -> list[tuple[int, int]]:
    """Start and end of the words of *text* that match, whole words, in order."""
    if not query:
        return []
    text = text[:_LONGEST]
    words = units.units(text, language)
    terms = [(word.text, *units.others(word, language)) for word in words]
    joined = list(units.joined(text, words, language))
    held = {term for known in terms for term in known}
    sought = _sought(query, frozenset(held.union(word for _, _, word in joined)))
    prefixes = tuple(one.prefix for one in query if one.prefix)
    found = {
        place
        for place, known in enumerate(terms)
        if not sought.isdisjoint(known)
        or (prefixes and any(term.startswith(prefixes) for term in known))
    }
    for first, last, word in joined:
        if word in sought:
            found.update(range(first, last + 1))
    # A sign that stands for several words (ﷺ) is marked once.
    return list(dict.fromkeys((words[place].start, words[place].end) for place in sorted(found)))


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
