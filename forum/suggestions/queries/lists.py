"""Pages of suggestions, and their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.core import paging
from forum.core.actor import Actor
from forum.core.conditions import judged
from forum.core.db import connection, db
from forum.core.errors import N_, Invalid
from forum.core.paging import Cursor, Page
from forum.core.statements import Statement
from forum.suggestions import listing
from forum.suggestions.models import OfficialResponse, Suggestion, SuggestionTally
from forum.suggestions.queries.single import visible_to


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to."""

    status_id: int | None = None
    category_id: int | None = None


_TALLIES = select(
    SuggestionTally.board_id,
    SuggestionTally.status_id,
    SuggestionTally.category_id,
    SuggestionTally.count,
).where(SuggestionTally.board_id.in_(bindparam("boards", expanding=True)))
_PUBLISHED_BY = Statement(
    select(Suggestion.id)
    .where(
        Suggestion.author_id == bindparam("person"), Suggestion.state.in_(("published", "merged"))
    )
    .limit(bindparam("most"))
)
_CARDS: Select[*tuple[Any, ...]] = (
    select(*listing.ROW)
    .join(Person, Person.id == Suggestion.author_id)
    .outerjoin(OfficialResponse, OfficialResponse.suggestion_id == Suggestion.id)
)
_BY_IDS = _CARDS.where(
    Suggestion.id.in_(bindparam("ids", expanding=True)),
    judged(
        Suggestion.state == "published",
        Suggestion.board_id.in_(bindparam("boards", expanding=True)),
    ),
)


def cards(
    board_ids: Sequence[int],
    *,
    sort: str = listing.DEFAULT_SORT,
    narrowed: Filter = Filter(),
    cursor: Cursor | None = None,
    size: int = listing.PAGE_SIZE,
) -> Page[Any]:
    """A page of published suggestions of these boards (listing.ROW), best first.

    The caller passes boards that the reader may see. Raises Invalid for an unknown sort.
    """
    if sort not in listing.SORTS:
        raise Invalid(N_("There is no such order."), field="sort")
    if not board_ids:
        return Page(())
    shape = listing.Shape(
        sort=sort,
        boards=len(board_ids),
        by_status=narrowed.status_id is not None,
        by_category=narrowed.category_id is not None,
        side=cursor.side if cursor else "",
    )
    params: dict[str, Any] = {f"board{at}": board_id for at, board_id in enumerate(board_ids)}
    params |= {"size": size + 1}
    if shape.by_status:
        params["status"] = narrowed.status_id
    if shape.by_category:
        params["category"] = narrowed.category_id
    if cursor:
        params |= {"value": _edge_value(sort, cursor), "id": cursor.id}
    rows = connection().execute(listing.statement(shape), params).all()
    return _page(rows, sort, cursor, size)


def cards_by_ids(actor: Actor, ids: Sequence[int]) -> list[Any]:
    """The published ones of these that the reader may see, in this order (listing.ROW)."""
    if not ids:
        return []
    rows = connection().execute(_BY_IDS, {"ids": ids, "boards": boards.visible_ids(actor)}).all()
    by_id = {row.id: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def cards_among(
    actor: Actor,
    among: Select[Any],
    *,
    board_id: int | None = None,
    narrowed: Filter = Filter(),
    cursor: Cursor | None = None,
    size: int = listing.PAGE_SIZE,
) -> Page[Any]:
    """A page of the suggestions whose ids `among` selects, as far as the reader may see them,
    the newest first (listing.ROW)."""
    query = _CARDS.where(Suggestion.id.in_(among), visible_to(actor))
    if board_id is not None:
        query = query.where(Suggestion.board_id == board_id)
    if narrowed.status_id is not None:
        query = query.where(Suggestion.status_id == narrowed.status_id)
    if narrowed.category_id is not None:
        query = query.where(Suggestion.category_id == narrowed.category_id)
    backwards = cursor is not None and cursor.side == "before"
    if cursor is not None:
        query = query.where(Suggestion.id > cursor.id if backwards else Suggestion.id < cursor.id)
    order = Suggestion.id.asc() if backwards else Suggestion.id.desc()
    rows = db.session.execute(query.order_by(order).limit(size + 1)).all()
    return _page(rows, "", cursor, size)


def _page(rows: Sequence[Any], sort: str, cursor: Cursor | None, size: int) -> Page[Any]:
    backwards = cursor is not None and cursor.side == "before"
    more, found = len(rows) > size, list(rows[:size])
    if backwards:
        found.reverse()
    has_newer = more if backwards else cursor is not None
    has_older = cursor is not None if backwards else more
    return Page(
        rows=tuple(found),
        newer=_cursor("before", sort, found[0]) if found and has_newer else None,
        older=_cursor("after", sort, found[-1]) if found and has_older else None,
    )


def _cursor(side: Any, sort: str, row: Any) -> str:
    value = getattr(row, listing.SORTS[sort].key) if sort else 0
    if isinstance(value, datetime):
        value = value.isoformat()
    return Cursor(side, value, row.id).encode()


def _edge_value(sort: str, cursor: Cursor) -> Any:
    """The cursor's value in the type of the column. Raises Invalid for another one."""
    if sort in ("new", "updated"):
        return paging.moment_of(cursor)
    return paging.number_of(cursor) if sort == "trending" else paging.count_of(cursor)


def tallies(board_ids: Iterable[int]) -> Mapping[tuple[int, int, int], int]:
    """(board, status, category or 0) → number of published suggestions."""
    rows = connection().execute(_TALLIES, {"boards": tuple(board_ids)})
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def published_count(person_id: int, *, up_to: int) -> int:
    """How many suggestions of this person were approved, counted no further than `up_to`."""
    return len(_PUBLISHED_BY.all(person=person_id, most=up_to))
