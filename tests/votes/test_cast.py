"""Casting a vote: the unique constraint is the judge."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Missing
from forum.core.unit_of_work import writing
from forum.follows import queries as follows
from forum.suggestions import ranking
from forum.suggestions.actions import team
from forum.votes import actions, queries
from forum.votes.models import Vote
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together


def cast_vote(voter, wish):
    with writing():
        return actions.cast(actor=make.actor(voter), suggestion_id=wish.id)


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def test_it_counts_warms_and_follows(cast, wish):
    state = cast_vote(cast.omid, wish)
    assert (state.is_cast, state.count) == (True, 1)
    row = db.session.scalars(select(Vote)).one()
    assert make.fresh(wish).heat == pytest.approx(ranking.vote_heat(row.created_at))
    assert queries.voted_ids(cast.omid.id, [wish.id]) == {wish.id}
    assert follows.is_following(cast.omid.id, wish.id)
    no_drift()


def test_a_second_changes_nothing(cast, wish):
    cast_vote(cast.omid, wish)
    assert cast_vote(cast.omid, wish) == actions.VoteState(wish.id, True, 1)
    no_drift()


def test_what_is_not_public_gets_none(cast):
    for state in ("pending", "hidden", "withdrawn", "rejected"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Missing):
            cast_vote(cast.omid, wish)
        with pytest.raises(Forbidden):
            cast_vote(cast.sara, wish)
        assert make.fresh(wish).vote_count == 0
        no_drift()


def test_a_closed_board_keeps_its_counts(cast):
    wish = make.suggestion(make.board(is_open=False), cast.sara)
    make.vote(wish, cast.omid)
    for voter in (cast.sara, cast.dana):
        with pytest.raises(Conflict):
            cast_vote(voter, wish)
    with pytest.raises(Conflict), writing():
        actions.withdraw(actor=make.actor(cast.omid), suggestion_id=wish.id)
    assert make.fresh(wish).vote_count == 1
    no_drift()


def test_on_a_private_board_members_vote(cast):
    board = make.board(visibility="private")
    wish = make.suggestion(board, cast.sara)
    with pytest.raises(Missing):
        cast_vote(cast.omid, wish)
    make.member(board, cast.omid)
    assert cast_vote(cast.omid, wish).count == 1
    no_drift()


def test_a_merged_one_names_the_way(cast):
    wish = make.suggestion(author=cast.sara, state="merged")
    with pytest.raises(Conflict):
        cast_vote(cast.omid, wish)


@pytest.mark.parametrize("voters", [2, 3])
def test_barrier_rounds_of_few_voters(app, voters, full):
    """After each round: a bulk race heals itself and hides the fault."""
    people = [make.person() for _ in range(voters)]
    board = make.board()
    for _ in range(200 if full else 15):
        wish = make.suggestion(board, people[0])
        results = together(app, *[lambda v=v, w=wish: cast_vote(v, w) for v in people])
        assert not raised(results)
        assert sorted(state.count for state in results) == list(range(1, voters + 1))
        assert make.fresh(wish).vote_count == voters
        no_drift()


def test_votes_race_a_moderator_without_a_deadlock(app, cast, wish, full):
    """Whoever locks the suggestion must not wait for voters who wait for it."""
    people = [make.person() for _ in range(4)]

    def status(key):
        def act():
            with writing():
                team.set_status(actor=make.actor(cast.layla), suggestion_id=wish.id, status_key=key)

        return act

    for turn in range(30 if full else 8):
        verb = actions.cast if turn % 2 == 0 else actions.withdraw
        key = ("planned", "started")[turn % 2]
        results = together(app, *[_acting(verb, one, wish) for one in people], status(key))
        assert not raised(results)
        assert make.fresh(wish).vote_count == (len(people) if turn % 2 == 0 else 0)
        no_drift()


def _acting(verb, voter, wish):
    def act():
        with writing():
            return verb(actor=make.actor(voter), suggestion_id=wish.id)

    return act
