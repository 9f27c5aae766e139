"""Hiding somebody's comment, and showing it again."""

from functools import partial

import pytest

from forum.comments import actions as comments
from forum.comments import queries
from forum.core.errors import Conflict, Forbidden, Missing
from forum.core.unit_of_work import writing
from tests import make
from tests.comments.acting import act, post
from tests.drift import no_drift
from tests.racing import raised, together


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def texts(actor, wish):
    found = queries.thread(make.actor(actor), wish.id, board_id=wish.board_id)
    return [row.html for row in found.roots]


def test_out_of_sight_and_back(cast, wish):
    comment = post(cast.omid, wish, "توهین")
    before = make.fresh(wish).heat
    act("hide", cast.layla, comment)
    assert texts(cast.sara, wish) == []
    assert texts(cast.omid, wish) == [], "its author reads it no more"
    assert "توهین" in texts(cast.layla, wish)[0], "the team does"
    with pytest.raises(Missing):
        queries.get(make.actor(cast.sara), comment.id)
    assert make.fresh(wish).comment_count == 0
    no_drift()
    act("restore", cast.layla, comment)
    assert "توهین" in texts(cast.sara, wish)[0]
    assert make.fresh(wish).heat == pytest.approx(before)
    no_drift()


def test_twice_is_a_conflict(cast, wish):
    comment = post(cast.omid, wish)
    with pytest.raises(Conflict):
        act("restore", cast.layla, comment)
    act("hide", cast.layla, comment)
    with pytest.raises(Conflict):
        act("hide", cast.dana, comment)
    no_drift()


def test_what_its_author_deleted_does_not_come_back(cast, wish):
    comment = post(cast.omid, wish)
    act("delete", cast.omid, comment)
    for verb in ("hide", "restore"):
        with pytest.raises(Conflict):
            act(verb, cast.layla, comment)
    no_drift()


@pytest.mark.parametrize("who", ["sara", "omid", "reza"])
def test_customers_and_product_people_do_not(cast, wish, who):
    comment = post(cast.omid, wish)
    with pytest.raises(Forbidden):
        act("hide", getattr(cast, who), comment)
    no_drift()


@pytest.mark.parametrize("verb", ["hide", "restore"])
def test_by_two_at_once_it_is_counted_once(app, cast, wish, verb):
    for comment in [post(cast.omid, wish) for _ in range(5)]:
        if verb == "restore":
            act("hide", cast.layla, comment)
        results = together(
            app, partial(act, verb, cast.layla, comment), partial(act, verb, cast.dana, comment)
        )
        assert [type(error) for error in raised(results)] == [Conflict]
        no_drift()


def test_what_an_erased_author_had_removed_is_not_shown_again_empty(cast, wish):
    comment = make.comment(wish, cast.omid)
    with writing():
        comments.hide(actor=make.actor(cast.layla), comment_id=comment.id)
    with writing():
        comments.erase_author(person_id=cast.omid.id, keeps_texts=False)
    with pytest.raises(Conflict), writing():
        comments.restore(actor=make.actor(cast.layla), comment_id=comment.id)
    no_drift()
