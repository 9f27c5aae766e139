"""One suggestion and what belongs to it; `visible_to` is the one filter of who sees which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, false, or_, select
from sqlalchemy.orm.util import identity_key

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db, session_in_use
from forum.core.errors import N_, Missing
from forum.core.permissions import Permission
from forum.core.statements import Statement
from forum.suggestions import policy
from forum.suggestions.models import OfficialResponse, StatusChange, Suggestion, SuggestionRevision


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
