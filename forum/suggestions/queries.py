"""Reading suggestions. `visible_to` is the one filter of who sees which suggestion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select
from sqlalchemy.orm.util import identity_key

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.core import paging, unit_of_work, version
from forum.core.actor import Actor
from forum.core.conditions import judged
from forum.core.db import connection, db, session_in_use
from forum.core.errors import N_, Invalid, Missing
from forum.core.paging import Cursor, Page
from forum.core.permissions import Permission
from forum.core.statements import Statement
from forum.suggestions import listing, policy
from forum.suggestions.models import (
    OfficialResponse,
    Status,
    StatusChange,
    Suggestion,
    SuggestionRevision,
    SuggestionTally,
)
from forum.suggestions.status import StatusRow


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to."""

    status_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True)
class StatusStep:
    """One change of status, for the timeline."""

    at: datetime
    from_status_id: int
    to_status_id: int


class Brief(NamedTuple):
    """A suggestion in one line."""

    id: int
    board_id: int
    author_id: int
    state: str
    title: str
    language: str
    dir: str
    vote_count: int


class Posted(NamedTuple):
    """A suggestion as it was posted."""

    id: int
    board_id: int
    status_id: int
    category_id: int | None
    state: str
    title: str
    body_html: str
    language: str


_POSTED = Statement(
    select(*(getattr(Suggestion, name) for name in Posted._fields)).where(
        Suggestion.id == bindparam("suggestion")
    )
)
_BRIEF = Statement(
    select(*(getattr(Suggestion, name) for name in Brief._fields)).where(
        Suggestion.id == bindparam("suggestion")
    )
)
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
_STEPS = Statement(
    select(StatusChange.at, StatusChange.from_status_id, StatusChange.to_status_id)
    .where(StatusChange.suggestion_id == bindparam("suggestion"))
    .order_by(StatusChange.id)
)
_SHOWN = (
    select(Suggestion, Person.name, OfficialResponse)
    .join(Person, Person.id == Suggestion.author_id)
    .outerjoin(OfficialResponse, OfficialResponse.suggestion_id == Suggestion.id)
    .where(Suggestion.id == bindparam("suggestion"))
)


def _load_statuses() -> tuple[StatusRow, ...]:
    with db.engine.connect() as connection:
        rows = connection.execute(
            select(Status.id, Status.key, Status.kind, Status.names, Status.position).order_by(
                Status.position, Status.id
            )
        )
        return tuple(StatusRow(*row) for row in rows)


_statuses = version.Kept(_load_statuses)


def statuses() -> tuple[StatusRow, ...]:
    """All statuses in their order, from memory."""
    return _statuses.get()


def status_of(status_id: int) -> StatusRow:
    """The status of this id."""
    return next(row for row in statuses() if row.id == status_id)


def status_by_key(key: str) -> StatusRow:
    """The status of this key. Raises Invalid for one there is not."""
    for row in statuses():
        if row.key == key:
            return row
    raise Invalid(N_("There is no such status."), field="status")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """SQL over `suggestion`: what this reader may see (policy.may_see says the same of one)."""
    on_boards = Suggestion.board_id.in_(boards.visible_ids(actor))
    ways: list[ColumnElement[bool]] = [Suggestion.state.in_(("published", "merged"))]
    if actor.person_id is not None:
        ways.append(Suggestion.author_id == actor.person_id)
    ways.append(_staffed(actor))
    return on_boards & or_(*ways)


def _staffed(actor: Actor) -> ColumnElement[bool]:
    staffed = [
        board.id
        for board in boards.visible_boards(actor)
        if actor.may(Permission.SEE_STAFF_PAGES, board.id)
    ]
    return Suggestion.board_id.in_(staffed) if staffed else false()


def get(actor: Actor, suggestion_id: int) -> Suggestion:
    """One suggestion. Raises Missing, also when it is not for this reader."""
    found = db.session.get(Suggestion, suggestion_id)
    board = boards.directory().by_id.get(found.board_id) if found else None
    if found is None or board is None or board.id not in boards.visible_ids(actor):
        raise Missing(N_("This suggestion does not exist."))
    if not policy.may_see(actor, found):
        raise Missing(N_("This suggestion does not exist."))
    return found


def brief(actor: Actor, suggestion_id: int) -> Brief:
    """As `get`, without the long texts: what a vote needs to know."""
    # What this unit of work changed is known to its session only.
    session = session_in_use()
    changed = session.identity_map if session is not None else None
    loaded = changed.get(identity_key(Suggestion, suggestion_id)) if changed else None
    if loaded is None:
        row = _BRIEF.first(suggestion=suggestion_id)
        found = Brief(*row) if row is not None else None
    else:
        found = Brief(*(getattr(loaded, name) for name in Brief._fields))
    if (
        found is None
        or found.board_id not in boards.visible_ids(actor)
        or not policy.may_see(actor, found)
    ):
        raise Missing(N_("This suggestion does not exist."))
    return found


def posted(suggestion_id: int) -> Posted:
    """What was just posted, for whoever heard of it. Raises Missing."""
    found = unit_of_work.noted((Posted, suggestion_id)) or _POSTED.first(suggestion=suggestion_id)
    if found is None:
        raise Missing(N_("This suggestion does not exist."))
    return Posted(*found)


def shown(actor: Actor, suggestion_id: int) -> tuple[Suggestion, str, OfficialResponse | None]:
    """(suggestion, author's name, official response) in one SELECT, for its page.

    Raises Missing, also when it is not for this reader.
    """
    row = db.session.execute(_SHOWN, {"suggestion": suggestion_id}).one_or_none()
    if (
        row is None
        or row[0].board_id not in boards.visible_ids(actor)
        or not policy.may_see(actor, row[0])
    ):
        raise Missing(N_("This suggestion does not exist."))
    return row[0], row[1], row[2]


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


def response_of(suggestion_id: int) -> OfficialResponse | None:
    """The official response, None when there is none."""
    return db.session.scalar(
        select(OfficialResponse).where(OfficialResponse.suggestion_id == suggestion_id)
    )


def status_steps(suggestion_id: int) -> Sequence[StatusStep]:
    """Changes of status, oldest first."""
    return [StatusStep(*row) for row in _STEPS.all(suggestion=suggestion_id)]


def revisions(actor: Actor, suggestion_id: int) -> Sequence[SuggestionRevision]:
    """Earlier wordings, newest first. Raises Missing when they are not for the reader."""
    if not policy.may_see_history(actor, get(actor, suggestion_id)):
        raise Missing(N_("This suggestion does not exist."))
    return db.session.scalars(
        select(SuggestionRevision)
        .where(SuggestionRevision.suggestion_id == suggestion_id)
        .order_by(SuggestionRevision.revision.desc())
    ).all()


def ids_by(person_id: int) -> Select[Any]:
    """SQL: ids of what this person posted (for `cards_among`)."""
    return select(Suggestion.id).where(Suggestion.author_id == person_id)


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Everything this person posted, for his own download."""
    rows = db.session.scalars(
        select(Suggestion).where(Suggestion.author_id == person_id).order_by(Suggestion.id)
    )
    return [
        {
            "id": row.id,
            "state": row.state,
            "title": row.title,
            "body": row.body,
            "votes": row.vote_count,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def responses_of_person(person_id: int) -> list[dict[str, Any]]:
    """Every official response of this person as it stands, for his own download."""
    rows = db.session.scalars(
        select(OfficialResponse).where(OfficialResponse.author_id == person_id)
    )
    return [
        {
            "suggestion": row.suggestion_id,
            "body": row.body,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
