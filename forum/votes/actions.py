"""Casting and withdrawing votes. The unique constraint is the judge, RETURNING its word."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from forum.core import clock, events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import dialect_name, insert_for
from forum.core.errors import Forbidden
from forum.core.statements import Statement
from forum.i18n.catalog import N_
from forum.suggestions import ranking, tallies
from forum.suggestions.queries.single import Brief
from forum.votes import events as news
from forum.votes import policy, queries
from forum.votes.models import Vote


def _adding(dialect: str) -> Any:
    return (
        insert_for(dialect)(Vote)
        .values(
            suggestion_id=bindparam("suggestion"),
            voter_id=bindparam("voter"),
            created_at=bindparam("at"),
        )
        .on_conflict_do_nothing(index_elements=["suggestion_id", "voter_id"])
        .returning(Vote.voter_id)
    )


def _adding_and_counting(dialect: str) -> Any:
    added = _adding(dialect).cte("added")
    return tallies.MOVE_VOTES.where(select(added.c.voter_id).exists())


_ADD = Statement(_adding)
_ADD_AND_COUNT = Statement(_adding_and_counting)
_REMOVE = Statement(
    delete(Vote)
    .where(Vote.suggestion_id == bindparam("suggestion"), Vote.voter_id == bindparam("voter"))
    .returning(Vote.created_at)
)
_CAST_AT = Statement(select(Vote.created_at).where(Vote.suggestion_id == bindparam("suggestion")))


@dataclass(frozen=True)
class VoteState:
    """How it stands afterwards: whether the actor's vote counts, and all votes."""

    suggestion_id: int
    is_cast: bool
    count: int
    title: str = field(default="", compare=False)


def cast(*, actor: Actor, suggestion_id: int) -> VoteState:
    """Vote; a second vote changes nothing.

    Raises Missing, Conflict on a closed board or an unpublished suggestion, Forbidden.
    """
    suggestion = _votable(actor, suggestion_id)
    assert actor.person_id is not None
    count = _add(suggestion.id, actor.person_id)
    if count is None:
        return VoteState(suggestion.id, True, queries.count_of(suggestion.id), suggestion.title)
    unit_of_work.content_changed()
    events.publish(news.VoteCast(suggestion.id, actor.person_id))
    return VoteState(suggestion.id, True, count, suggestion.title)


def add_authors(*, author_id: int, suggestion_id: int, at: datetime) -> None:
    """The row of a vote that a new suggestion was counted with."""
    _ADD.run(suggestion=suggestion_id, voter=author_id, at=at)
    events.publish(news.VoteCast(suggestion_id, author_id, is_authors=True))


def _add(suggestion_id: int, voter_id: int) -> int | None:
    """Add the row and count it: the votes afterwards, None where it was there already."""
    at = clock.now()
    row = {"suggestion": suggestion_id, "voter": voter_id, "at": at}
    warmth = ranking.vote_heat(at)
    if dialect_name() == "postgresql":  # one message instead of two
        count: int | None = _ADD_AND_COUNT.scalar(**row, by=1, warmth=warmth)
        return count
    is_new = _ADD.scalar(**row) is not None
    return tallies.move_votes(suggestion_id, 1, warmth) if is_new else None


def withdraw(*, actor: Actor, suggestion_id: int) -> VoteState:
    """Take the vote back; without one nothing changes. Raises as `cast`."""
    suggestion = _votable(actor, suggestion_id)
    assert actor.person_id is not None
    cast_at = _REMOVE.scalar(suggestion=suggestion.id, voter=actor.person_id)
    if cast_at is None:
        return VoteState(suggestion.id, False, queries.count_of(suggestion.id), suggestion.title)
    count = tallies.move_votes(suggestion.id, -1, -ranking.vote_heat(cast_at))
    unit_of_work.content_changed()
    events.publish(news.VoteWithdrawn(suggestion.id, actor.person_id))
    return VoteState(suggestion.id, False, count, suggestion.title)


def warm_again(suggestion_id: int) -> None:
    """Add the heat of every vote to a suggestion that lost it."""
    found = _CAST_AT.all(suggestion=suggestion_id)
    tallies.add_heat(suggestion_id, math.fsum(ranking.vote_heat(row.created_at) for row in found))


def _votable(actor: Actor, suggestion_id: int) -> Brief:
    suggestion = queries.votable(actor, suggestion_id)
    if not policy.may_cast(actor, suggestion.board_id):
        raise Forbidden(N_("You cannot vote for this suggestion."))
    return suggestion
