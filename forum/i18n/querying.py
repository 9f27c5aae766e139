"""What a reader wants, from what he types: words, and the ways a text may hold each."""

import itertools
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from forum.i18n import equals, tokenizing, units
from forum.i18n.equals import Lexicon, Phrase, Way
from forum.i18n.stemming import alternatives, english
from forum.i18n.tokenizing import Piece

MAX_WORDS = 12
_LONGEST_QUERY = 1_000
_SHORTEST_PREFIX = 2
_LONGEST_PHRASE = 5


class Terms(NamedTuple):
    """The words of a text, distinct and in order; *stems* holds what else finds them."""

    exact: tuple[str, ...]
    stems: tuple[str, ...]


class Wanted(NamedTuple):
    """One thing wanted: a word, or a phrase that has equals.

    *exact* are the words as typed, folded. It is found if one of *ways* is; a way is found
    if of each of its sets one member is among a text's exact terms or stems. *prefix* is ""
    or, while the last word is typed, what a term may begin with.
    """

    exact: tuple[str, ...]
    ways: tuple[Way, ...]
    prefix: str = ""


def index_terms(text: str, language: str) -> Terms:
    """The terms of *text*, written in *language* ("fa", "ar", "en" or any other)."""
    words = units.units(text, language)
    exact = dict.fromkeys([word.text for word in words])
    others = [units.others(word[2:], language) for word in words]
    others.append(tuple([joined for _, _, joined in units.joined(text, words, language)]))
    stems = dict.fromkeys(itertools.chain.from_iterable(others))
    return Terms(tuple(exact), tuple([stem for stem in stems if stem not in exact]))


def wanted(
    text: str, language: str, lexicon: Lexicon, *, is_typing: bool = False
) -> tuple[Wanted, ...]:
    """What the query *text* of a reader of *language* asks for; () for nothing visible.

    Stop words are dropped when other words remain; at most MAX_WORDS words are kept.
    """
    text = text[:_LONGEST_QUERY]
    words = units.units(text, language)
    joins: dict[int, list[str]] = {}
    for first, last, joined in units.joined(text, words, language):
        whole = _whole(joined, language)
        for place in range(first, last + 1):
            joins.setdefault(place, []).extend(whole)
    typed = len(words) - 1 if is_typing and words and words[-1].end == len(text) else -1
    found = _found(words, joins, language, lexicon, typed)
    # Little words count where there are no others, and emoji where there is nothing else.
    best = max((weight for _, weight in found), default=0)
    kept = [one for one, weight in found if weight == best]
    return tuple(dict.fromkeys(kept[:MAX_WORDS]))


def _found(
    words: list[Piece], joins: dict[int, list[str]], language: str, lexicon: Lexicon, typed: int
) -> list[tuple[Wanted, int]]:
    own = [equals.own(word, language) for word in words]
    found: list[tuple[Wanted, int]] = []
    place = 0
    while place < len(words) and len(found) < MAX_WORDS * 4:
        phrases = _phrases(own, place, language, lexicon)
        length = len(phrases[0].words) if phrases else 1
        if length > 1:
            span = slice(place, place + length)
            one = _phrase(words[span], own[span], phrases, language, lexicon)
            weight = units.MEANING
        else:
            one = _word(words[place], own[place], joins.get(place, ()), phrases, language, lexicon)
            weight = units.weight(words[place].text, language)
        if place + length - 1 == typed:
            one = one._replace(prefix=_prefix(words[typed].text, language))
            weight = weight if one.prefix else min(weight, units.LITTLE)
        found.append((one, weight))
        place += length
    return found


def _phrases(
    own: list[frozenset[str]], place: int, language: str, lexicon: Lexicon
) -> list[Phrase]:
    """The longest phrases of the lexicon that begin at *place*."""
    found: dict[tuple[int, int], Phrase] = {}
    for word in own[place]:
        for phrase in lexicon.by_first.get(word, ()):
            here = own[place : place + len(phrase.words)]
            is_whole = phrase.is_for(language) and len(here) == len(phrase.words)
            if is_whole and not any(
                one.isdisjoint(other) for one, other in zip(here, phrase.words, strict=True)
            ):
                found[phrase.group, len(phrase.words)] = phrase
    longest = max((len(phrase.words) for phrase in found.values()), default=0)
    return [phrase for phrase in found.values() if len(phrase.words) == longest]


def _word(
    word: Piece,
    own: frozenset[str],
    joins: list[str] | tuple[str, ...],
    phrases: list[Phrase],
    language: str,
    lexicon: Lexicon,
) -> Wanted:
    ways: list[Way] = [(own,)]
    parts = units.parts(word.parts)
    if parts:
        ways.append(
            tuple(frozenset((part, *alternatives.of(part, (), language))) for part in parts)
        )
    whole = (*joins, *_other_number(word.text))
    if whole:
        ways.append((frozenset(whole),))
    return Wanted((word.text,), _with_equals(ways, phrases, language, lexicon))


def _other_number(word: str) -> tuple[str, ...]:
    """For texts that write *word* as two: "web hooks" for webhook."""
    is_fit = word.isascii() and word.isalpha() and len(word) in units.JOINED
    return english.other_number(word) if is_fit else ()


def _whole(joined: str, language: str) -> tuple[str, ...]:
    """What a text may hold for words that were typed apart: webhook for "web hooks"."""
    return (joined, *alternatives.of(joined, (), language), *_other_number(joined))


def _phrase(
    words: list[Piece],
    own: list[frozenset[str]],
    phrases: list[Phrase],
    language: str,
    lexicon: Lexicon,
) -> Wanted:
    joined = "".join(word.text for word in words)[: tokenizing.LONGEST]
    ways: list[Way] = [tuple(own), (frozenset(_whole(joined, language)),)]
    return Wanted(
        tuple(word.text for word in words), _with_equals(ways, phrases, language, lexicon)
    )


def _with_equals(
    ways: list[Way], phrases: list[Phrase], language: str, lexicon: Lexicon
) -> tuple[Way, ...]:
    others = [other for phrase in phrases for other in lexicon.equals(phrase, language)]
    return tuple(dict.fromkeys((*ways, *_gathered(way for one in others for way in one.ways))))


def _gathered(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The ways, those of a single word as one."""
    singles: set[str] = set()
    longer: dict[Way, None] = {}
    for way in ways:
        if len(way) == 1:
            singles |= way[0]
        else:
            longer[way] = None
    return (*longer, (frozenset(singles),)) if singles else tuple(longer)


def _prefix(word: str, language: str) -> str:
    bare = word.removeprefix("ال") if language == "ar" else word
    prefix = bare if len(bare) >= _SHORTEST_PREFIX else word
    return prefix if len(prefix) >= _SHORTEST_PREFIX else ""


class Named(NamedTuple):
    """A group of a lexicon that a text names, by which of its words."""

    group: int
    words: frozenset[str]


def named(text: str, language: str, lexicon: Lexicon) -> list[Named]:
    """The groups that *text*, written in *language*, names: where several phrases begin at one
    word, those of the longest; in the order of the text."""
    words = units.units(text[:_LONGEST_QUERY], language)
    own = [equals.own(word, language) for word in words]
    found: list[Named] = []
    place = 0
    while place < len(words):
        phrases = _phrases(own, place, language, lexicon)
        length = len(phrases[0].words) if phrases else 1
        here = frozenset(word.text for word in words[place : place + length])
        found += [Named(group, here) for group in dict.fromkeys(one.group for one in phrases)]
        place += length
    return found


def kin(text: str, language: str) -> list[tuple[Wanted, frozenset[str]]]:
    """(what else would point to the same wish, the words of *text* that point to it)."""
    lexicon = equals.kin()
    found = []
    for one in named(text, language, lexicon):
        ways = [way for phrase in lexicon.by_group[one.group] for way in phrase.ways]
        found.append((Wanted(tuple(sorted(one.words)), _gathered(ways)), one.words))
    return found


def contrary(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (text, language) name other sides of one contrast, and none that is the same."""
    mine, theirs = _sides(*one), _sides(*other)
    return any(mine[line].isdisjoint(theirs[line]) for line in mine.keys() & theirs.keys())


@lru_cache(maxsize=4096)
def _sides(text: str, language: str) -> dict[int, frozenset[int]]:
    """Contrast → the sides of it that a text names."""
    lexicon, lines = equals.contrasts()
    found: dict[int, frozenset[int]] = {}
    for one in named(text, language, lexicon):
        line = lines[one.group]
        found[line] = found.get(line, frozenset()) | {one.group}
    return found


def matches(query: tuple[Wanted, ...], terms: Terms) -> bool:
    """Whether a text of *terms* holds everything that *query* wants; False for ()."""
    held = frozenset((*terms.exact, *terms.stems))
    return bool(query) and all(_holds(one, held) for one in query)


def _holds(one: Wanted, held: frozenset[str]) -> bool:
    if any(holds(way, held) for way in one.ways):
        return True
    return bool(one.prefix) and any(term.startswith(one.prefix) for term in held)


def holds(way: Way, held: frozenset[str]) -> bool:
    """Whether a text that holds these terms has one of each set of *way*."""
    return not any(members.isdisjoint(held) for members in way)
