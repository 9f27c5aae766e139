"""Taking a vote back."""

from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.errors import Forbidden, Missing
from forum.core.unit_of_work import writing
from forum.follows import queries as follows
from forum.suggestions.queries import lists
from forum.votes import actions, queries
from tests import make
from tests.drift import no_drift


def withdraw(voter, wish):
    with writing():
        return actions.withdraw(actor=make.actor(voter), suggestion_id=wish.id)


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def test_it_takes_exactly_its_warmth_away(cast, wish):
    make.vote(wish, cast.sara)
    before = make.fresh(wish).heat
    make.vote(wish, cast.omid, at=clock.now() - timedelta(days=400))
    assert withdraw(cast.omid, wish) == actions.VoteState(wish.id, False, 1)
    assert make.fresh(wish).heat == pytest.approx(before)
    assert not queries.voted_ids(cast.omid.id, [wish.id])
    no_drift()


def test_without_a_vote_nothing_happens(cast, wish):
    make.vote(wish, cast.sara)
    for _ in range(2):
        assert withdraw(cast.omid, wish) == actions.VoteState(wish.id, False, 1)
    no_drift()


def test_never_below_nothing(cast, wish):
    make.vote(wish, cast.omid)
    for _ in range(3):
        assert withdraw(cast.omid, wish).count == 0
    no_drift()


def test_the_voter_still_follows(cast, wish):
    with writing():
        actions.cast(actor=make.actor(cast.omid), suggestion_id=wish.id)
    withdraw(cast.omid, wish)
    assert follows.is_following(cast.omid.id, wish.id)


def test_out_of_sight_a_vote_is_not_taken_back(cast):
    wish = make.suggestion(author=cast.sara, state="hidden")
    make.vote(wish, cast.omid)
    with pytest.raises(Missing):
        withdraw(cast.omid, wish)
    with pytest.raises(Forbidden):
        withdraw(cast.layla, wish)
    no_drift()


def test_my_votes_hold_what_i_may_see(cast, wish):
    secret = make.suggestion(make.board(visibility="private"), cast.sara)
    hidden = make.suggestion(author=cast.sara, state="hidden")
    for one in (wish, secret, hidden):
        make.vote(one, cast.omid)
    page = lists.cards_among(make.actor(cast.omid), queries.ids_by(cast.omid.id))
    assert [row.id for row in page.rows] == [wish.id]


@pytest.mark.parametrize("months", [12, 24, 36])
def test_a_late_vote_taken_back_leaves_the_early_ones_their_heat(cast, wish, months):
    make.vote(wish, cast.omid)
    make.comment(wish, cast.omid)
    with clock.at(clock.now() + timedelta(days=30.4 * months)):
        with writing():
            actions.cast(actor=make.actor(cast.layla), suggestion_id=wish.id)
        withdraw(cast.layla, wish)
    assert make.fresh(wish).vote_count == 1
    no_drift()
