"""The rows of a view of the desk, and how many each view holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, literal, literal_column, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.core import paging
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Forbidden
from forum.core.paging import Cursor, Page
from forum.i18n import folding
from forum.i18n.catalog import N_
from forum.moderation import policy
from forum.moderation.models import Flag
from forum.moderation.views import View
from forum.suggestions import listing
from forum.suggestions.models import OfficialResponse, Suggestion

PAGE_SIZE = 30
COUNT_LIMIT = 100  # a view that holds more says "99+"; nothing is counted to the end

_COLUMNS: dict[str, tuple[InstrumentedAttribute[Any], bool]] = {  # column, newest or most first
    "oldest": (Suggestion.created_at, False),
    "newest": (Suggestion.published_at, True),
    "updated": (Suggestion.updated_at, True),
    "votes": (Suggestion.vote_count, True),
}


@dataclass(frozen=True)
class QueueRow:
    """A suggestion in the list. `flag_count` open flags; `flag_reason` that of the oldest."""

    id: int
    title: str
    language: str
    dir: str
    state: str
    status_id: int
    vote_count: int
    board_id: int
    author: str
    created_at: datetime
    flag_count: int = 0
    flag_reason: str | None = None


@dataclass(frozen=True)
class _Edge:
    """A row's id with the value that the view orders by."""

    id: int
    value: Any


def queue(
    *,
    actor: Actor,
    view: View,
    board_id: int | None = None,
    q: str = "",
    cursor: Cursor | None = None,
) -> Page[QueueRow]:
    """A page of a view: of all the actor's boards, or of one; `q` narrows by title.

    Raises Forbidden when the view holds nothing for the actor anywhere.
    """
    if not actor.may_somewhere(view.permission):
        raise Forbidden(N_("You may not see this page."))
    wanted = _boards(actor, view, board_id)
    if not wanted:
        return Page(())
    find = _flagged_edges if view.order == "flags" else _edges
    backwards = cursor is not None and cursor.side == "before"
    found = find(view, wanted, q, cursor)
    edges, more = list(found[:PAGE_SIZE]), len(found) > PAGE_SIZE
    if backwards:
        edges.reverse()
    newer = more if backwards else cursor is not None
    older = cursor is not None if backwards else more
    return Page(
        rows=_rows([edge.id for edge in edges] if view.order != "flags" else _subjects(edges)),
        newer=_cursor("before", edges[0]) if edges and newer else None,
        older=_cursor("after", edges[-1]) if edges and older else None,
    )


def counts(*, actor: Actor, board_id: int | None = None) -> dict[str, int]:
    """View → how many rows it holds, at most COUNT_LIMIT; in one statement."""
    parts = []
    for view in policy.open_views(actor):
        wanted = _boards(actor, view, board_id)
        base = (
            _open_flags(wanted, "").with_only_columns(Flag.suggestion_id).distinct()
            if view.order == "flags"
            else _base(view, "").where(Suggestion.board_id.in_(wanted))
        )
        bounded = base.limit(COUNT_LIMIT).subquery()
        parts.append(select(func.count()).select_from(bounded).scalar_subquery().label(view.key))
    if not parts:
        return {}
    return dict(db.session.execute(select(*parts)).one()._mapping)


def _boards(actor: Actor, view: View, board_id: int | None) -> tuple[int, ...]:
    ids: Sequence[int] = boards.visible_ids(actor)
    if board_id is not None:
        ids = [found for found in ids if found == board_id]
    return policy.boards_in(view, actor, ids)


def _base(view: View, q: str) -> Select[Any]:
    # Written out: what waits has an index of its own, which no parameter would be known to fit.
    query = select(Suggestion.id).where(Suggestion.state == literal_column(f"'{view.state}'"))
    if view.unanswered:
        query = query.where(~exists().where(OfficialResponse.suggestion_id == Suggestion.id))
    return _narrowed(query, q)


def _narrowed(query: Select[Any], q: str) -> Select[Any]:
    needle = folding.narrowing_needle(q)
    if not needle:
        return query
    return query.where(Suggestion.title_key.like(listing.like_words(needle), escape="\\"))


def _edges(view: View, wanted: tuple[int, ...], q: str, cursor: Cursor | None) -> Sequence[_Edge]:
    """One walk along an index for each board, then the best of all of them."""
    column, descending = _COLUMNS[view.order]
    backwards = cursor is not None and cursor.side == "before"
    downwards = descending != backwards
    order = [(part.desc() if downwards else part.asc()) for part in (column, Suggestion.id)]
    base = _base(view, q).add_columns(column.label("value"))
    if cursor is not None:
        place = tuple_(literal(_value(view, cursor), column.type), literal(cursor.id))
        here = tuple_(column, Suggestion.id)
        base = base.where(here < place if downwards else here > place)
    walks = [
        base.where(Suggestion.board_id == board).order_by(*order).limit(PAGE_SIZE + 1).subquery()
        for board in wanted
    ]
    both = union_all(*(select(walk.c.id, walk.c.value) for walk in walks)).subquery()
    outer = [(part.desc() if downwards else part.asc()) for part in (both.c.value, both.c.id)]
    found = db.session.execute(
        select(both.c.id, both.c.value).order_by(*outer).limit(PAGE_SIZE + 1)
    )
    return [_Edge(row.id, row.value) for row in found]


def _open_flags(wanted: tuple[int, ...], q: str) -> Select[Any]:
    query = (
        select(Flag.suggestion_id)
        .join(Suggestion, Suggestion.id == Flag.suggestion_id)
        .where(Flag.resolved_at.is_(None), Flag.board_id.in_(wanted))
    )
    return _narrowed(query, q)


def _flagged_edges(
    view: View, wanted: tuple[int, ...], q: str, cursor: Cursor | None
) -> Sequence[_Edge]:
    """Suggestions by their oldest open flag; edges carry the flag's id and the suggestion's."""
    first = func.min(Flag.id)
    query = (
        _open_flags(wanted, q)
        .add_columns(first.label("first"))
        .group_by(Flag.suggestion_id)
        .limit(PAGE_SIZE + 1)
    )
    backwards = cursor is not None and cursor.side == "before"
    if cursor is not None:
        query = query.having(first < cursor.id if backwards else first > cursor.id)
    query = query.order_by(first.desc() if backwards else first.asc())
    return [_Edge(row.first, row.suggestion_id) for row in db.session.execute(query)]


def _subjects(edges: Sequence[_Edge]) -> list[int]:
    return [int(edge.value) for edge in edges]


def _rows(ids: Sequence[int]) -> tuple[QueueRow, ...]:
    if not ids:
        return ()
    flags = _flag_marks(ids)
    found = db.session.execute(
        select(
            Suggestion.id,
            Suggestion.title,
            Suggestion.language,
            Suggestion.dir,
            Suggestion.state,
            Suggestion.status_id,
            Suggestion.vote_count,
            Suggestion.board_id,
            Person.name.label("author"),
            Suggestion.created_at,
        )
        .join(Person, Person.id == Suggestion.author_id)
        .where(Suggestion.id.in_(ids))
    )
    by_id = {}
    for row in found:
        count, reason = flags.get(row.id, (0, None))
        by_id[row.id] = QueueRow(**row._mapping, flag_count=count, flag_reason=reason)
    return tuple(by_id[row_id] for row_id in ids if row_id in by_id)


def _flag_marks(ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Suggestion → (open flags, reason of the oldest)."""
    marks: dict[int, tuple[int, str]] = {}
    rows = db.session.execute(
        select(Flag.suggestion_id, Flag.reason)
        .where(Flag.suggestion_id.in_(ids), Flag.resolved_at.is_(None))
        .order_by(Flag.id)
    )
    for suggestion_id, reason in rows:
        count, first = marks.get(suggestion_id, (0, reason))
        marks[suggestion_id] = (count + 1, first)
    return marks


def _cursor(side: Any, edge: _Edge) -> str:
    value = edge.value.isoformat() if isinstance(edge.value, datetime) else edge.value
    return Cursor(side, value, edge.id).encode()


def _value(view: View, cursor: Cursor) -> Any:
    """The cursor's value in the type of the column. Raises Invalid when it is of another view."""
    if view.order == "votes":
        return paging.count_of(cursor)
    return paging.moment_of(cursor)
