"""What a search found, ready to print: the same on a board's page and across the boards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import structlog
from markupsafe import Markup, escape
from sqlalchemy.exc import DBAPIError

from forum.core.actor import Actor
from forum.core.unit_of_work import writing
from forum.http.cards import Cards, cards_of
from forum.i18n import locale, searching
from forum.search import indexing
from forum.search.actions import misses
from forum.search.queries import finding, index
from forum.search.rows import Found
from forum.suggestions.queries import lists

PAGE_SIZE = 20
_MAX_PAGES = 10  # limits.CAP of them are found at most
_MARK, _END = Markup("<mark>"), Markup("</mark>")
log = structlog.get_logger()


class Marked(NamedTuple):
    """The words of a card with <mark> round what was looked for. `said`: the piece is not of the
    suggestion itself, but of what was said about it."""

    title: Markup
    excerpt: Markup
    language: str
    dir: str
    is_said: bool


@dataclass(frozen=True)
class Results:
    """One page of what was found. `count` is all there are; with `is_more` at least so many.
    `near`: other words to try, when nothing was found."""

    cards: Cards
    marked: Mapping[int, Marked]
    count: int
    is_more: bool
    older: str
    newer: str
    near: Sequence[str]

    @property
    def key(self) -> tuple[object, ...]:
        """All that its cards show beside what other lists show too."""
        return tuple(self.marked.items())


def results(
    actor: Actor,
    words: str,
    *,
    board_ids: Sequence[int] | None = None,
    status_id: int | None = None,
    category_id: int | None = None,
    page: str = "",
) -> Results:
    """Page `page` ("" is the first, then "2", "3" …) of what the actor may see with these words."""
    found = finding.find(
        actor, words, board_ids=board_ids, status_id=status_id, category_id=category_id
    )
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 3 else 1
    number = min(max(number, 1), _MAX_PAGES)
    ids = found.ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = lists.cards_by_ids(actor, ids)
    has_older = len(found.ids) > number * PAGE_SIZE
    is_filtered = status_id is not None or category_id is not None
    return Results(
        cards=cards_of(rows, actor),
        marked=_marked(rows, found),
        count=found.count,
        is_more=found.is_more,
        older=str(number + 1) if has_older else "",
        newer="" if number == 1 else str(number - 1),
        near=[] if found.ids or is_filtered else _missed(actor, words, board_ids),
    )


def _missed(actor: Actor, words: str, board_ids: Sequence[int] | None) -> Sequence[str]:
    """Note that nothing was found; what might have been meant."""
    near = finding.near_spellings(actor, words, board_ids=board_ids)
    language = locale.base(locale.current().language)
    try:
        with writing():
            misses.note(language=language, words=words)
    except DBAPIError:
        log.warning("a search without result not noted", exc_info=True)
    return near


def _marked(rows: Sequence[Any], found: Found) -> dict[int, Marked]:
    """By suggestion; the page's own excerpt where a word is in it or in the title, else the
    first piece of its texts that has one: of its own before what was said about it."""
    marked = {row.id: _of_card(row, found) for row in rows}
    for only_own in (True, False):
        silent = {row.id: row for row in rows if marked[row.id] is None}
        for source in index.sources_of(list(silent), only_own=only_own) if silent else ():
            marked[source.id] = _of_source(silent[source.id], source, found)
    return {one: words for one, words in marked.items() if words is not None}


def marked_titles(rows: Sequence[Any], found: Found) -> dict[int, Markup]:
    """Titles with <mark> round what was looked for, by suggestion."""
    return {
        row.id: _with_marks(row.title, searching.marks(row.title, found.query, row.language))
        for row in rows
    }


def _of_card(row: Any, found: Found) -> Marked | None:
    title = searching.marks(row.title, found.query, row.language)
    excerpt = searching.marks(row.excerpt, found.query, row.language)
    if not title and not excerpt:
        return None
    pieces = _with_marks(row.title, title), _with_marks(row.excerpt, excerpt)
    return Marked(*pieces, row.language, row.dir, is_said=False)


def _of_source(row: Any, source: Any, found: Found) -> Marked | None:
    for text in indexing.pieces(source.texts):
        piece, marks = searching.excerpt(text.plain, found.query, text.language)
        if marks:
            way = row.dir if not text.is_said else locale.direction(text.language)
            words = _with_marks(piece, marks)
            return Marked(escape(row.title), words, text.language, way, is_said=text.is_said)
    return None


def _with_marks(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """The text escaped, with <mark> round each stretch."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [escape(text[at:start]), _MARK, escape(text[start:end]), _END]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])
