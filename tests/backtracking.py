"""How the work of a regular expression grows with what it reads.

A pattern is read as an automaton whose states are its single-character parts (Glushkov's
construction). Backtracking does as much work as there are ways through it: endlessly many more
with every character where one word leads from a state back to itself in two ways, one power
more for every loop that a word may leave for another which reads the same word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

# Python's own reading of a pattern: no other agrees with it on everything.
from re import _compiler as compiler
from re import _constants as ops
from re import _parser as parser
from typing import Any

EXPONENTIAL = 99
_MANY = 40  # repeated so often at most counts as without end
_SAMPLE = [chr(code) for code in range(128)] + list("\x85\xa0éßكیهئ۱٣٬،\u200c\u2028＝😀\u0301")

Ways = Counter[int]  # state → in how many ways it is come to


@dataclass
class _Part:
    """A part of a pattern: what it may begin and end with. `sure`: the ends after which nothing
    can fail any more."""

    empty: int = 1  # in how many ways it matches nothing
    is_sure: bool = True  # … and then certainly
    first: Ways = field(default_factory=Counter)
    last: Ways = field(default_factory=Counter)
    sure: frozenset[int] = frozenset()


@dataclass
class _Automaton:
    flags: int
    state: Any
    alphabet: list[str]
    chars: list[frozenset[str]] = field(default_factory=list)  # that lead into each state
    edges: Counter[tuple[int, int]] = field(default_factory=Counter)  # in how many ways
    inner: list[Any] = field(default_factory=list)  # what looks ahead or behind

    def part(self, items: Iterable[Any]) -> _Part:
        whole = _Part()
        for item in items:
            whole = self._then(whole, self._item(item))
        return whole

    def _then(self, one: _Part, two: _Part) -> _Part:
        self._link(one.last, two.first)
        return _Part(
            one.empty * two.empty,
            one.is_sure and two.is_sure,
            one.first + _times(two.first, one.empty),
            two.last + _times(one.last, two.empty),
            two.sure | (one.sure if two.is_sure else frozenset()),
        )

    def _link(self, ends: Ways, begins: Ways) -> None:
        for one, two in product(ends, begins):
            self.edges[one, two] += ends[one] * begins[two]

    def _item(self, item: Any) -> _Part:
        op, value = item
        if op in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY, ops.CATEGORY):
            return self._single(item)
        if op is ops.SUBPATTERN:
            assert not value[1], "flags in the middle of a pattern"
            return self.part(value[3])
        if op is ops.ATOMIC_GROUP:
            return self.part(value)
        if op is ops.BRANCH:
            return self._either([self.part(one) for one in value[1]])
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            return self._repeated(*value)
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            self.inner.append(value[1])
            return _Part(is_sure=False)
        if op is ops.AT:
            return _Part(is_sure=False)
        raise AssertionError(f"not known here: {op}")

    def _single(self, item: Any) -> _Part:
        only = parser.SubPattern(self.state, [item])
        matches = compiler.compile(only, self.flags).match
        self.chars.append(frozenset(char for char in self.alphabet if matches(char)))
        here = len(self.chars) - 1
        return _Part(0, False, Counter([here]), Counter([here]), frozenset([here]))

    def _either(self, parts: list[_Part]) -> _Part:
        return _Part(
            sum(one.empty for one in parts),
            any(one.is_sure for one in parts),
            sum((one.first for one in parts), Counter()),
            sum((one.last for one in parts), Counter()),
            frozenset().union(*(one.sure for one in parts)),
        )

    def _repeated(self, least: int, most: Any, items: Any) -> _Part:
        whole = _Part()
        if most > _MANY:
            one = self.part(items)
            self._link(one.last, one.first)
            empty = min(one.empty, 1) if least else 1  # what matches nothing is not repeated
            return replace(one, empty=empty, is_sure=one.is_sure or not least)
        for _ in range(most - least):  # from the last one inwards: a(a(a)?)?
            whole = replace(self._then(self.part(items), whole), is_sure=True)
            whole.empty += 1
        for _ in range(least):
            whole = self._then(self.part(items), whole)
        return whole


def _times(ways: Ways, count: int) -> Ways:
    return Counter({one: n * count for one, n in ways.items() if count})


def growth(pattern: re.Pattern[Any], *, whole: bool = True) -> int:
    """To which power of the length the work grows that finds, wherever it may begin, that there
    is no match; EXPONENTIAL if to none. `whole`: it must match to the end, as with fullmatch."""
    tree, flags = _parsed(pattern)
    return max(_of_tree(tree, flags, tree.state, _alphabet(tree), whole))


def pieces(pattern: re.Pattern[Any], most: int = 24) -> list[tuple[str, str]]:
    """What the pattern may read again and again, with an end that it reads elsewhere or nowhere:
    its characters, and those of two that it reads after each other. One stands for all that are
    in the same sets."""
    tree, flags = _parsed(pattern)
    made = _Automaton(flags, tree.state, _alphabet(tree))
    made.part(tree)
    alike: dict[frozenset[int], str] = {}
    for char in made.alphabet:
        alike[frozenset(at for at, chars in enumerate(made.chars) if char in chars)] = char
    ends = sorted(alike, key=len)
    follows = {(one, two) for one, two in made.edges if one != two}
    read = [[one] for one in alike if one]
    read += [
        [one, two]
        for one, two in product(alike, alike)
        if one != two and not follows.isdisjoint(product(one, two))
    ]
    return [
        ("".join(alike[one] for one in sets), alike[end])
        for sets in read[:most]
        for end in ends
        if all(map(end.isdisjoint, sets))
    ][: 2 * most]


def _parsed(pattern: re.Pattern[Any]) -> tuple[Any, int]:
    text, flags = pattern.pattern, pattern.flags
    if isinstance(text, bytes):
        text, flags = text.decode("latin-1"), flags | re.ASCII
    tree = parser.parse(text, flags)
    return tree, tree.state.flags | flags


def _alphabet(tree: Any) -> list[str]:
    """Characters of which no two sets of the pattern can have others in common alone."""
    found = set(_SAMPLE)
    for op, value in _walk(tree):
        if op in (ops.LITERAL, ops.NOT_LITERAL):
            found.update(map(chr, _near(value, value)))
        if op is ops.RANGE:
            found.update(map(chr, _near(*value)))
    return sorted(found)


def _near(low: int, high: int) -> set[int]:
    return {code for code in (low - 1, low, high, high + 1) if 0 <= code <= 0x10FFFF}


def _walk(node: Any) -> Iterator[tuple[Any, Any]]:
    for one in node:
        if isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], type(ops.LITERAL)):
            yield one
        if isinstance(one, tuple | list | parser.SubPattern):
            yield from _walk(one)


def _of_tree(tree: Any, flags: int, state: Any, alphabet: list[str], whole: bool) -> Iterator[int]:
    made = _Automaton(flags, state, alphabet)
    part = made.part(tree)
    if not _is_anchored(tree, flags):
        anywhere = len(made.chars)  # where it may begin: a loop over everything before it
        made.chars.append(frozenset(alphabet))
        made.edges.update({(anywhere, one): 1 for one in (anywhere, *part.first)})
    gone = frozenset() if whole else part.sure
    yield _power(made.chars, {e: n for e, n in made.edges.items() if gone.isdisjoint(e)})
    for inner in made.inner:
        yield from _of_tree(inner, flags, state, alphabet, whole=False)


def _is_anchored(tree: Any, flags: int) -> bool:
    begins = {ops.AT_BEGINNING_STRING} | (set() if flags & re.M else {ops.AT_BEGINNING})
    return bool(tree) and tree[0][0] is ops.AT and tree[0][1] in begins


def _power(chars: list[frozenset[str]], edges: dict[tuple[int, int], int]) -> int:
    after: dict[int, list[int]] = {one: [] for one in range(len(chars))}
    for one, two in edges:
        after[one].append(two)
    reach = {one: _reached([one], after.__getitem__) for one in after}
    rings = {frozenset(two for two in reach[one] if one in reach[two]) for one in after}
    rings.discard(frozenset())
    for ring in rings:
        if any(n > 1 and {*edge} <= ring for edge, n in edges.items()):
            return EXPONENTIAL
        if _meets_itself(ring, after, chars):
            return EXPONENTIAL
    found: dict[frozenset[int], int] = {}

    def longest(ring: frozenset[int]) -> int:
        if ring not in found:
            found[ring] = max(
                (
                    longest(other) + _goes_over(ring, other, after, chars)
                    for other in rings - {ring}
                    if reach[next(iter(ring))] & other
                ),
                default=1,
            )
        return found[ring]

    return max(map(longest, rings), default=1)


def _reached(begins: Iterable[Any], after: Any) -> set[Any]:
    """What is reached by one step or more."""
    found: set[Any] = set()
    todo = list(begins)
    while todo:
        for one in after(todo.pop()):
            if one not in found:
                found.add(one)
                todo.append(one)
    return found


def _steps(after: dict[int, list[int]], chars: list[frozenset[str]], within: list[Any]) -> Any:
    """Steps of several walkers who read the same word, each inside of his part."""

    def steps(places: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        ways = [[two for two in after[one] if two in only]
                for one, only in zip(places, within, strict=True)]  # fmt: skip
        for one in product(*ways):
            if frozenset.intersection(*(chars[place] for place in one)):
                yield one

    return steps


def _meets_itself(
    ring: frozenset[int], after: dict[int, list[int]], chars: list[frozenset[str]]
) -> bool:
    """Whether a word leads round the ring in two ways."""
    steps = _steps(after, chars, [ring, ring])
    apart = [one for one in _reached([(r, r) for r in ring], steps) if one[0] != one[1]]
    return any(one == two for one, two in _reached(apart, steps))


def _goes_over(
    ring: frozenset[int],
    other: frozenset[int],
    after: dict[int, list[int]],
    chars: list[frozenset[str]],
) -> bool:
    """Whether one word leads round the ring, round the other, and from the one to the other."""
    steps = _steps(after, chars, [ring, range(len(chars)), other])
    return any(
        (one, two, two) in _reached([(one, one, two)], steps) for one in ring for two in other
    )
