"""Pages of likely duplicates: statements and cursors, without the question who may see what."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from forum.core.conditions import judged
from forum.core.paging import Cursor, Page, number_of
from forum.search import limits
from forum.search.models import DuplicatePair
from forum.suggestions.models import Suggestion


class Pair(NamedTuple):
    """Two suggestions that may say the same. `score` 0..1; `reasons`: of "words", "spelling",
    "meaning"."""

    id: int
    low_id: int
    high_id: int
    score: float
    reasons: tuple[str, ...]


_LOW, _HIGH = aliased(Suggestion), aliased(Suggestion)
Only = Callable[[type[Suggestion]], Sequence[ColumnElement[bool]]]


def open_pairs(only: Only) -> Select[Any]:
    """Pairs nobody dismissed, for both sides of which the conditions hold that `only` makes."""
    return (
        select(*(getattr(DuplicatePair, name) for name in Pair._fields))
        .join(_LOW, _LOW.id == DuplicatePair.low_id)
        .join(_HIGH, _HIGH.id == DuplicatePair.high_id)
        .where(DuplicatePair.dismissed_at.is_(None), judged(*only(_LOW), *only(_HIGH)))
    )


def of_suggestion(query: Select[Any], suggestion_id: int) -> Select[Any]:
    """Those with this suggestion, the best first."""
    return query.where(
        or_(DuplicatePair.low_id == suggestion_id, DuplicatePair.high_id == suggestion_id)
    ).order_by(DuplicatePair.score.desc(), DuplicatePair.id.desc())


def of_board(query: Select[Any], board_id: int, cursor: Cursor | None) -> Select[Any]:
    """Those with at least one side on this board, from the cursor on, one more than a page."""
    query = query.where(judged(or_(_LOW.board_id == board_id, _HIGH.board_id == board_id)))
    backwards = _is_backwards(cursor)
    if cursor is not None:
        query = query.where(_beyond(cursor, backwards))
    order = (DuplicatePair.score, DuplicatePair.id)
    ordered = query.order_by(*(one.asc() if backwards else one.desc() for one in order))
    return ordered.limit(limits.PAIRS_PAGE + 1)


def _is_backwards(cursor: Cursor | None) -> bool:
    return cursor is not None and cursor.side == "before"


def _beyond(cursor: Cursor, backwards: bool) -> ColumnElement[bool]:
    score, edge = DuplicatePair.score, number_of(cursor)
    if backwards:
        return (score > edge) | ((score == edge) & (DuplicatePair.id > cursor.id))
    return (score < edge) | ((score == edge) & (DuplicatePair.id < cursor.id))


def page(rows: Sequence[Any], cursor: Cursor | None) -> Page[Pair]:
    """The page that `of_board` gave, best first, with its cursors."""
    more, shown = len(rows) > limits.PAIRS_PAGE, [pair(row) for row in rows[: limits.PAIRS_PAGE]]
    backwards = _is_backwards(cursor)
    if backwards:
        shown.reverse()
    has_newer = more if backwards else cursor is not None
    has_older = backwards or more
    return Page(
        rows=tuple(shown),
        newer=_edge("before", shown[0]) if shown and has_newer else None,
        older=_edge("after", shown[-1]) if shown and has_older else None,
    )


def _edge(side: Any, shown: Pair) -> str:
    return Cursor(side, shown.score, shown.id).encode()


def pair(row: Any) -> Pair:
    """A row of these queries."""
    return Pair(row.id, row.low_id, row.high_id, row.score, tuple(row.reasons))
