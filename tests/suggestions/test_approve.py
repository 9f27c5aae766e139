"""Publishing what waits."""

import pytest

from forum.core import clock
from forum.core.errors import Conflict, Forbidden, Missing
from forum.votes import queries as votes
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import act, audited


@pytest.mark.parametrize("state", ["pending", "rejected"])
def test_it_becomes_public_with_the_vote_of_its_author(cast, state):
    wish = make.suggestion(author=cast.sara, state=state, reason="نامفهوم")
    act("approve", cast.layla, wish)
    now = make.fresh(wish)
    assert (now.state, now.reason, now.vote_count) == ("published", "", 1)
    assert now.published_at > wish.created_at
    assert votes.voted_ids(cast.sara.id, [wish.id])
    assert audited(wish) == [
        ("suggestion.published", cast.layla.id, {"state": state}, {"state": "published"})
    ]
    no_drift()


def test_approved_again_it_keeps_the_one_vote(cast):
    wish = make.suggestion(make.board(approval="all"), cast.sara, state="pending")
    act("approve", cast.layla, wish)
    act("hide", cast.layla, wish)
    act("restore", cast.layla, wish)
    assert make.fresh(wish).vote_count == 1
    no_drift()


def test_what_does_not_wait_is_not_approved(cast):
    for state in ("published", "hidden", "withdrawn"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Conflict):
            act("approve", cast.layla, wish)
        assert make.fresh(wish).state == state
        no_drift()


def test_its_author_does_not_approve(cast):
    wish = make.suggestion(author=cast.sara, state="pending")
    with pytest.raises(Forbidden):
        act("approve", cast.sara, wish)
    with pytest.raises(Missing):
        act("approve", cast.omid, wish)
    with pytest.raises(Forbidden):
        act("approve", cast.reza, wish)
    assert make.fresh(wish).state == "pending"


def test_a_moderator_of_one_board_decides_on_that_board_alone(cast):
    own, other = make.board(), make.board()
    make.member(own, cast.omid, "moderator")
    act("approve", cast.omid, make.suggestion(own, cast.sara, state="pending"))
    with pytest.raises(Missing):
        act("approve", cast.omid, make.suggestion(other, cast.sara, state="pending"))


@pytest.mark.parametrize("gone", ["blocked_at", "erased_at"])
def test_an_author_who_left_gets_no_vote(cast, gone):
    author = make.person(**{gone: clock.now()})
    wish = make.suggestion(author=author, state="pending")
    act("approve", cast.layla, wish)
    assert make.fresh(wish).vote_count == 0
    no_drift()


def test_on_a_closed_board_the_vote_is_left_out(cast):
    wish = make.suggestion(make.board(is_open=False), cast.sara, state="pending")
    act("approve", cast.layla, wish)
    assert (make.fresh(wish).state, make.fresh(wish).vote_count) == ("published", 0)
    no_drift()


def test_approved_by_two_at_once_it_is_counted_once(app, cast):
    wish = make.suggestion(author=cast.sara, state="pending")
    other = make.person(role="moderator")
    results = together(
        app, lambda: act("approve", cast.layla, wish), lambda: act("approve", other, wish)
    )
    (refused,) = raised(results)
    assert isinstance(refused, Conflict)
    assert make.fresh(wish).vote_count == 1
    no_drift()
