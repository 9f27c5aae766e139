"""Reading votes. Who voted is nobody's business but his own and the team's."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.core.db import db
from forum.suggestions import ranking
from forum.votes.models import Vote

_VOTED = select(Vote.suggestion_id).where(
    Vote.voter_id == bindparam("person"),
    Vote.suggestion_id.in_(bindparam("ids", expanding=True)),
)


def voted_ids(person_id: int | None, ids: Iterable[int]) -> frozenset[int]:
    """Which of these suggestions the person voted for: one SELECT for a whole page."""
    wanted = list(ids)
    if person_id is None or not wanted:
        return frozenset()
    return frozenset(db.session.scalars(_VOTED, {"person": person_id, "ids": wanted}))


def ids_by(person_id: int) -> Select[Any]:
    """SQL: ids of what this person voted for (for suggestions.cards_among)."""
    return select(Vote.suggestion_id).where(Vote.voter_id == person_id)


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Every vote of this person, for his own download."""
    rows = db.session.execute(
        select(Vote.suggestion_id, Vote.created_at)
        .where(Vote.voter_id == person_id)
        .order_by(Vote.id)
    )
    return [{"suggestion": row[0], "at": row[1].isoformat()} for row in rows]


def counted() -> dict[int, tuple[int, float]]:
    """Suggestion → (number of votes, their heat), from the rows."""
    found: dict[int, tuple[int, float]] = {}
    rows = db.session.execute(
        select(Vote.suggestion_id, Vote.created_at).execution_options(yield_per=10_000)
    )
    for suggestion_id, at in rows:
        count, heat = found.get(suggestion_id, (0, 0.0))
        found[suggestion_id] = (count + 1, heat + ranking.vote_heat(at))
    return found
