"""Taking a suggestion out of sight, and showing it again."""

import pytest

from forum.core.errors import Conflict, Forbidden, Missing
from forum.suggestions.queries import lists, single
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import act, audited


@pytest.fixture
def wish(cast):
    made = make.suggestion(make.board(), cast.sara)
    make.vote(made, cast.omid)
    make.comment(made, cast.omid)
    return made


def test_out_of_sight_and_back_with_all_it_had(cast, wish):
    before = make.fresh(wish)
    act("hide", cast.layla, wish, reason="توهین")
    assert make.fresh(wish).state == "hidden"
    assert lists.cards([wish.board_id]).rows == ()
    with pytest.raises(Missing):
        single.get(make.actor(cast.omid), wish.id)
    no_drift()
    act("restore", cast.layla, wish)
    after = make.fresh(wish)
    assert (after.state, after.reason) == ("published", "")
    assert (after.vote_count, after.comment_count, after.heat) == (1, 1, before.heat)
    assert after.published_at == before.published_at, "its place among the newest stays"
    assert [row[0] for row in audited(wish)] == ["suggestion.hidden", "suggestion.published"]
    no_drift()


def test_twice_is_a_conflict(cast, wish):
    with pytest.raises(Conflict):
        act("restore", cast.layla, wish)
    act("hide", cast.layla, wish)
    with pytest.raises(Conflict):
        act("hide", cast.layla, wish)
    no_drift()


def test_only_the_public_is_hidden_only_the_hidden_shown(cast):
    for state in ("pending", "rejected", "withdrawn"):
        wish = make.suggestion(author=cast.sara, state=state)
        for verb in ("hide", "restore"):
            with pytest.raises(Conflict):
                act(verb, cast.layla, wish)
        assert make.fresh(wish).state == state
        no_drift()


@pytest.mark.parametrize("who", ["sara", "omid", "reza"])
def test_customers_and_product_people_do_not_hide(cast, wish, who):
    with pytest.raises(Forbidden):
        act("hide", getattr(cast, who), wish)


def test_hidden_by_two_at_once_it_is_taken_off_once(app, cast, wish):
    results = together(
        app, lambda: act("hide", cast.layla, wish), lambda: act("hide", cast.dana, wish)
    )
    assert [type(error) for error in raised(results)] == [Conflict]
    no_drift()
