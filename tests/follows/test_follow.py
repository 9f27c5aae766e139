"""Following a suggestion, and a deliberate "no"."""

import pytest
from sqlalchemy import select

from forum.core.actor import GUEST
from forum.core.db import db
from forum.core.errors import Forbidden, Missing
from forum.core.unit_of_work import writing
from forum.follows import actions, queries
from forum.follows.models import Follow
from forum.votes import actions as votes
from tests import make
from tests.racing import raised, together


def act(verb, who, wish):
    with writing():
        getattr(actions, verb)(actor=make.actor(who), suggestion_id=wish.id)


def vote(who, wish, verb=votes.cast):
    with writing():
        verb(actor=make.actor(who), suggestion_id=wish.id)


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def follows(who, wish):
    return queries.is_following(who.id, wish.id)


def test_asked_for_and_stopped(cast, wish):
    act("ask", cast.omid, wish)
    assert follows(cast.omid, wish)
    act("stop", cast.omid, wish)
    act("stop", cast.omid, wish)
    assert not follows(cast.omid, wish)
    act("ask", cast.omid, wish)
    assert follows(cast.omid, wish)
    assert len(db.session.scalars(select(Follow)).all()) == 1


def test_a_no_outlives_a_new_vote(cast, wish):
    vote(cast.omid, wish)
    act("stop", cast.omid, wish)
    vote(cast.omid, wish, votes.withdraw)
    vote(cast.omid, wish)
    assert not follows(cast.omid, wish)


def test_nobody_follows_what_he_does_not_see(cast):
    for wish in (
        make.suggestion(make.board(visibility="private"), cast.sara),
        make.suggestion(author=cast.sara, state="hidden"),
    ):
        for verb in ("ask", "stop"):
            with pytest.raises(Missing):
                act(verb, cast.omid, wish)
    assert not db.session.scalars(select(Follow)).all()


@pytest.mark.parametrize("verb", ["ask", "stop"])
def test_guests_follow_nothing(app, wish, verb):
    with pytest.raises(Forbidden), writing():
        getattr(actions, verb)(actor=GUEST, suggestion_id=wish.id)


def test_asked_twice_at_once_it_is_one(app, cast, wish):
    assert not raised(together(app, *[lambda: act("ask", cast.omid, wish)] * 3))
    assert len(db.session.scalars(select(Follow)).all()) == 1


def test_the_erased_follow_nothing(cast, wish):
    act("ask", cast.omid, wish)
    act("ask", cast.sara, wish)
    with writing():
        actions.forget_person(person_id=cast.omid.id)
    assert not follows(cast.omid, wish)
    assert follows(cast.sara, wish)
