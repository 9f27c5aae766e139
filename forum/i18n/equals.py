"""Words that mean the same: the list that ships, and what administrators add.

A group holds phrases of any language; a query that holds one of them finds texts that
hold any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from forum.i18n import lexicon, units
from forum.i18n.stemming import alternatives
from forum.i18n.tokenizing import LONGEST, Piece

_PERSIAN_FORMS = frozenset("گچپژیک")
_ARABIC_FORMS = frozenset("يكةىأإؤئ")
_MOST_WORDS = 5
_MARKED = ("fa", "ar")

Way = tuple[frozenset[str], ...]


class Phrase(NamedTuple):
    """*words*: the alternatives of each of its words; *ways*: how a text may hold it.

    *place* is the phrase's in its *group*; other spellings of one phrase share it. *reader*
    is the language it is marked for ("ar:بحث" is no word for search to a Persian), or "".
    """

    group: int
    place: int
    reader: str
    words: Way
    ways: tuple[Way, ...]

    def is_for(self, language: str) -> bool:
        """Whether it means this to a reader of *language*."""
        return not self.reader or language not in _MARKED or language == self.reader


@dataclass(frozen=True)
class Lexicon:
    """Phrases by the words they may begin with, and by their group."""

    by_first: Mapping[str, tuple[Phrase, ...]]
    by_group: Mapping[int, tuple[Phrase, ...]]

    @staticmethod
    def of(groups: Iterable[Sequence[str]]) -> "Lexicon":
        """The shipped groups with *groups* of equal phrases after them."""
        return _built([*_shipped_groups(), *(tuple(group) for group in groups)])

    def equals(self, phrase: Phrase, language: str) -> list[Phrase]:
        """The other phrases of its group, for a reader of *language*."""
        return [
            other
            for other in self.by_group[phrase.group]
            if other.place != phrase.place and other.is_for(language)
        ]


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The list that ships, alone."""
    return Lexicon.of(())


@lru_cache(maxsize=1)
def _shipped_groups() -> tuple[tuple[str, ...], ...]:
    return tuple(_cut(line, "=") for line in lexicon.lines("equals"))


@lru_cache(maxsize=1)
def kin() -> Lexicon:
    """Words that point to the same wish without meaning the same. Never for a search."""
    return _built(_cut(line, "=") for line in lexicon.lines("kin"))


class Contrasts(NamedTuple):
    """What is alike in shape and different in wish. *lexicon*: each side of a contrast is a
    group; *lines*: which contrast a group is a side of."""

    lexicon: Lexicon
    lines: tuple[int, ...]


@lru_cache(maxsize=1)
def contrasts() -> Contrasts:
    """The contrasts that ship."""
    sides = [
        (number, _cut(side, "="))
        for number, line in enumerate(lexicon.lines("contrasts"))
        for side in line.split("|")
    ]
    return Contrasts(_built(side for _, side in sides), tuple(number for number, _ in sides))


def _cut(line: str, between: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in line.split(between))


def _built(groups: Iterable[Sequence[str]]) -> Lexicon:
    by_first: dict[str, tuple[Phrase, ...]] = {}
    by_group: dict[int, tuple[Phrase, ...]] = {}
    for number, group in enumerate(groups):
        for place, written in enumerate(dict.fromkeys(group)):
            for phrase in _phrases(number, place, written):
                by_group[number] = (*by_group.get(number, ()), phrase)
                for word in phrase.words[0]:
                    by_first[word] = (*by_first.get(word, ()), phrase)
    return Lexicon(MappingProxyType(by_first), MappingProxyType(by_group))


def _phrases(group: int, place: int, written: str) -> list[Phrase]:
    """A phrase as it may be typed: its words, and joined in one; or a compound's parts."""
    mark, _, rest = written.partition(":")
    reader, written = (mark, rest) if mark in _MARKED else ("", written)
    language = reader or _language(written)
    found = units.units(written, language)[:_MOST_WORDS]
    if not found:
        return []
    words = tuple(own(piece, language) for piece in found)
    if len(found) == 1:
        parts = units.parts(found[0].parts)
        split = tuple(frozenset((part, *alternatives.of(part, (), language))) for part in parts)
        compound = [Phrase(group, place, reader, split, ())] if parts else []
        return [
            Phrase(group, place, reader, words, (words, split) if parts else (words,)),
            *compound,
        ]
    one_word: Way = (frozenset(("".join(piece.text for piece in found)[:LONGEST],)),)
    has_little = any(units.is_stop(piece.text, language) for piece in found)
    spaced = (one_word,) if has_little else (words, one_word)
    return [Phrase(group, place, reader, words, spaced), Phrase(group, place, reader, one_word, ())]


def own(piece: Piece, language: str) -> frozenset[str]:
    """The alternatives of one word of a query."""
    return frozenset((piece.text, *units.stems(piece.text, piece.parts, piece.also, language)))


def _language(written: str) -> str:
    if not _ARABIC_FORMS.isdisjoint(written):
        return "ar"
    return "fa" if not _PERSIAN_FORMS.isdisjoint(written) else "en"
