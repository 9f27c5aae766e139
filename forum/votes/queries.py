"""Reading votes. Who voted is nobody's business but his own and the team's."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.boards import queries as boards
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.conditions import among, given
from forum.core.db import db, dialect_name
from forum.core.errors import Conflict, Forbidden
from forum.core.statements import Statement
from forum.i18n.catalog import N_
from forum.suggestions import ranking
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestions
from forum.suggestions.queries.single import Brief
from forum.votes.models import Vote

_VOTED = Statement(
    lambda dialect: select(Vote.suggestion_id).where(
        Vote.voter_id == bindparam("person"), among(Vote.suggestion_id, dialect)
    )
)
_COUNT = Statement(select(Suggestion.vote_count).where(Suggestion.id == bindparam("suggestion")))


def votable(actor: Actor, suggestion_id: int) -> Brief:
    """The suggestion, when votes on it may change at all.

    Raises Missing, Conflict on a closed board or a merged suggestion, Forbidden where it is not
    public.
    """
    suggestion = suggestions.brief(actor, suggestion_id)
    if suggestion.state == "merged":
        raise Conflict(N_("This suggestion was merged; vote for the one it became."))
    if suggestion.state != "published":
        raise Forbidden(N_("You cannot vote for this suggestion."))
    if not boards.get(actor, suggestion.board_id).is_open:
        raise Conflict(N_("This board is closed: votes can no longer change."))
    return suggestion


def count_of(suggestion_id: int) -> int:
    """The votes as they stand now: another click of the same person may have come between."""
    return _COUNT.scalar(suggestion=suggestion_id) or 0


def voted_ids(person_id: int | None, ids: Iterable[int]) -> frozenset[int]:
    """Which of these suggestions the person voted for: one SELECT for a whole page."""
    wanted = list(ids)
    if person_id is None or not wanted:
        return frozenset()
    rows = _VOTED.all(person=person_id, ids=given(wanted, dialect_name()))
    return frozenset(row[0] for row in rows)


def ids_by(person_id: int) -> Select[Any]:
    """SQL: ids of what this person voted for (for suggestions.cards_among)."""
    return select(Vote.suggestion_id).where(Vote.voter_id == person_id)


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Every vote of this person, for his own download."""
    rows = db.session.execute(
        select(Vote.suggestion_id, Vote.created_at)
        .where(Vote.voter_id == person_id)
        .order_by(Vote.created_at, Vote.suggestion_id)
    )
    return [{"suggestion": row[0], "at": row[1].isoformat()} for row in rows]


def counted() -> dict[int, tuple[int, float]]:
    """Suggestion → (number of votes, their heat), from the rows."""
    found: dict[int, tuple[int, float]] = {}
    query = select(Vote.suggestion_id, Vote.created_at).execution_options(yield_per=10_000)
    with unit_of_work.snapshot() as session:
        for suggestion_id, at in session.execute(query):
            count, heat = found.get(suggestion_id, (0, 0.0))
            found[suggestion_id] = (count + 1, heat + ranking.vote_heat(at))
    return found
