"""From a suggestion's texts to its entry in the index. Pure."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from forum.i18n import searching
from forum.i18n.searching import Terms
from forum.search import lexemes, limits
from forum.search.backends.protocol import Entry
from forum.search.lexemes import Facets

_INLINE = re.compile(r"</?(?:strong|em|s|a|code)(?: [^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


class Text(NamedTuple):
    """A piece of safe HTML as it is stored, and its language."""

    html: str
    language: str


class Texts(NamedTuple):
    """Everything a suggestion is found by; `comments` newest first."""

    title: str
    body: Text
    response: Text | None
    comments: tuple[Text, ...]

    @property
    def comment_size(self) -> int:
        """Characters of HTML, the measure of what tokenising costs."""
        return sum(len(comment.html) for comment in self.comments)


def plain(markup: str) -> str:
    """The words of stored HTML; what was one word stays one, what was two blocks stays two."""
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", markup)))


class Piece(NamedTuple):
    """A plain text to show; `is_said`: about the suggestion, in a comment or the response."""

    plain: str
    language: str
    is_said: bool


def pieces(texts: Texts) -> Iterator[Piece]:
    """What a suggestion is found by beside its title, its own words first."""
    yield Piece(plain(texts.body.html), texts.body.language, is_said=False)
    for said in (*([texts.response] if texts.response else []), *texts.comments):
        yield Piece(plain(said.html), said.language, is_said=True)


def entry(suggestion_id: int, texts: Texts, facets: Facets) -> Entry:
    """The whole entry. Takes about a tenth of a millisecond for each ten words."""
    said = _said(texts)
    words = _words(texts.title, texts.body, said) if said else own_words(texts.title, texts.body)
    return Entry(suggestion_id, lexemes.with_facets(words, facets))


@lru_cache(maxsize=8)
def own_words(title: str, body: Text) -> frozenset[str]:
    """The lexemes of what an author wrote. A door that is about to post has them made before its
    unit of work begins: while that lasts nobody else writes on SQLite."""
    return _words(title, body, ())


def _words(title: str, body: Text, said: Sequence[Terms]) -> frozenset[str]:
    of_title = searching.index_terms(title, body.language)
    words = lexemes.of_texts(of_title, [terms_of(body), *said])
    return words.union([lexemes.GRAM + gram for gram in searching.grams(title)])


def terms_of(text: Text) -> Terms:
    """The terms of one text."""
    return searching.index_terms(plain(text.html), text.language)


def with_comment(words: frozenset[str], comment: Text) -> frozenset[str]:
    """The lexemes of an entry to which a comment was added."""
    return words | lexemes.of_texts(Terms((), ()), [terms_of(comment)])


def _said(texts: Texts) -> Sequence[Terms]:
    found = [terms_of(texts.response)] if texts.response else []
    left = limits.COMMENT_CHARACTERS
    for comment in texts.comments[: limits.COMMENTS]:
        said = plain(comment.html)[:left]
        left -= len(said)
        found.append(searching.index_terms(said, comment.language))
        if left <= 0:
            break
    return found
