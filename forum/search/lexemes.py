"""What the index holds of a text, and what a query asks of it: the same on both databases.

A lexeme is a term with a letter before it, its class. A term of the title stands in all four
classes of words it belongs to, so that each tier of a search reads one list and filters nothing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from forum.i18n.equals import Way
from forum.i18n.searching import Terms, Wanted

TITLE_EXACT, TITLE, EXACT, ANY, FACET, GRAM = "a", "b", "c", "d", "f", "g"
TOP, _BOARD = FACET + "top", FACET + "b"
# tier → (class of words, whether only as typed)
TIERS = {1: (TITLE_EXACT, True), 2: (TITLE, False), 3: (EXACT, True), 4: (ANY, False)}


class Word(NamedTuple):
    """One lexeme, or everything that begins with it."""

    lexeme: str
    is_prefix: bool = False


class Every(NamedTuple):
    """All parts must hold."""

    parts: tuple["Asked", ...]


class Either(NamedTuple):
    """One part must hold."""

    parts: tuple["Asked", ...]


class Neither(NamedTuple):
    """No part may hold; stands beside others in an Every."""

    parts: tuple["Asked", ...]


Asked = Word | Every | Either | Neither


class Scope(NamedTuple):
    """Where a search looks: on some boards, and not on the others there are."""

    board_ids: tuple[int, ...]
    other_ids: tuple[int, ...] = ()
    status_id: int | None = None
    category_id: int | None = None


class Facets(NamedTuple):
    """What narrows a search without being a word."""

    board_id: int
    status_id: int
    category_id: int | None
    is_top: bool = False

    @property
    def lexemes(self) -> tuple[str, ...]:
        """As they stand in the index."""
        found = [f"{_BOARD}{self.board_id}", f"{FACET}s{self.status_id}"]
        if self.category_id is not None:
            found.append(f"{FACET}c{self.category_id}")
        if self.is_top:
            found.append(TOP)
        return tuple(found)


def is_board(lexeme: str) -> bool:
    """Whether it tells on which board an entry is."""
    return lexeme.startswith(_BOARD) and lexeme[len(_BOARD) :].isdigit()


def board_of(asked: Every) -> str:
    """The lexeme of the one board it is narrowed to, "" where there is none."""
    for part in asked.parts:
        one = part.parts[0] if isinstance(part, Either) and len(part.parts) == 1 else part
        if isinstance(one, Word) and is_board(one.lexeme):
            return one.lexeme
    return ""


def of_texts(title: Terms, others: Iterable[Terms]) -> frozenset[str]:
    """The words of an entry: its title, and its body, comments and official response."""
    exact, stems = set(title.exact), set(title.stems)
    found = [TITLE_EXACT + term for term in exact]
    found += [TITLE + term for term in exact | stems]
    for terms in others:
        exact.update(terms.exact)
        stems.update(terms.stems)
    found += [EXACT + term for term in exact]
    found += [ANY + term for term in exact | stems]
    return frozenset(found)


def with_facets(lexemes: Iterable[str], facets: Facets) -> frozenset[str]:
    """The same words under (other) facets."""
    return frozenset([*[one for one in lexemes if one[0] != FACET], *facets.lexemes])


def asked(query: Sequence[Wanted], tier: int, scope: Scope, *, only_top: bool = False) -> Every:
    """What must hold of an entry to be found in this tier."""
    letter, is_exact = TIERS[tier]
    words = [_exactly(one, letter) if is_exact else any_way(one, letter) for one in query]
    return Every((*words, *_facets(scope), *((Word(TOP),) if only_top else ())))


def within(part: Asked, scope: Scope) -> Every:
    """The same, narrowed to the scope."""
    return Every((part, *_facets(scope)))


def any_way(wanted: Wanted, letter: str, *, longer: int | None = None) -> Asked:
    """One word in any of its ways, or its beginning while it is typed; `longer`: of the ways that
    are several words, which cost the most, only so many, its own first."""
    ways: list[Asked] = []
    for way in _needed(wanted.ways, wanted.prefix, longer):
        ways.append(_every([_either(letter, terms) for terms in way]))
    if wanted.prefix:
        ways.append(Word(letter + wanted.prefix, is_prefix=True))
    return ways[0] if len(ways) == 1 else Either(tuple(dict.fromkeys(ways)))


def _needed(ways: Sequence[Way], prefix: str, most_longer: int | None) -> list[Way]:
    """The ways without what finds nothing more; single sets as one set."""
    single = frozenset(term for way in ways if len(way) == 1 for term in way[0])
    longer = [way for way in ways if len(way) > 1 and not any(one <= single for one in way)]
    if prefix:
        single = frozenset(term for term in single if not term.startswith(prefix))
    return [*([(single,)] if single else []), *longer[:most_longer]]


def at_least(count: int, parts: Sequence[Asked]) -> Asked:
    """An expression that holds when at least `count` of the parts do (`count` ≤ their number)."""
    if count == len(parts):
        return Every(tuple(parts))
    first, rest = parts[0], parts[1:]
    if count == 1:
        return Either(tuple(parts))
    return Either((Every((first, at_least(count - 1, rest))), at_least(count, rest)))


def _exactly(wanted: Wanted, letter: str) -> Asked:
    return _every([Word(letter + term) for term in wanted.exact])


def _every(parts: Sequence[Asked]) -> Asked:
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _either(letter: str, terms: Iterable[str]) -> Asked:
    words = tuple(Word(letter + term) for term in sorted(terms))
    return words[0] if len(words) == 1 else Either(words)


def _facets(scope: Scope) -> list[Asked]:
    found: list[Asked] = []
    wanted, others = (
        tuple(Word(f"{_BOARD}{board_id}") for board_id in ids)
        for ids in (scope.board_ids, scope.other_ids)
    )
    # Whichever list is shorter; where all boards are visible there is nothing to ask.
    if len(wanted) <= len(others):
        found.append(Either(wanted))
    elif others:
        found.append(Neither(others))
    if scope.status_id is not None:
        found.append(Word(f"{FACET}s{scope.status_id}"))
    if scope.category_id is not None:
        found.append(Word(f"{FACET}c{scope.category_id}"))
    return found
