"""Stored counts against the rows they count: invariant I1."""

from sqlalchemy import func, select

from forum.comments import queries as comments
from forum.core import unit_of_work
from forum.core.db import db
from forum.suggestions import tallies
from forum.suggestions.models import SuggestionTally
from forum.votes import queries as votes
from forum.votes.models import Vote


def no_drift() -> None:
    """Every stored count equals its rows, none is negative, nobody votes twice."""
    negative = select(SuggestionTally).where(SuggestionTally.count < 0)
    twice = (
        select(Vote.suggestion_id, Vote.voter_id)
        .group_by(Vote.suggestion_id, Vote.voter_id)
        .having(func.count() > 1)
    )
    with unit_of_work.snapshot():
        drifts = tallies.count_drifts(votes.counted(), comments.counted()) + tallies.board_drifts()
        assert not drifts, drifts
        assert not db.session.scalars(negative).all()
        assert not db.session.execute(twice).all()
