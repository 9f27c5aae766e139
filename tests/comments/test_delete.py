"""Deleting one's own comment, and what is left after an account was erased."""

from functools import partial

import pytest
from sqlalchemy import select

from forum.comments import actions, queries
from forum.comments.models import CommentRevision
from forum.core.db import db
from forum.core.errors import Forbidden, Missing
from forum.core.unit_of_work import writing
from tests import make
from tests.comments.acting import act, edit, post
from tests.drift import no_drift
from tests.racing import raised, together


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def roots(actor, wish):
    return queries.thread(make.actor(actor), wish.id, board_id=wish.board_id).roots


def test_the_words_go_with_their_earlier_forms(cast, wish):
    comment = post(cast.omid, wish, "رمز من ۱۲۳۴ است")
    edit(cast.omid, comment, "پاک شد")
    act("delete", cast.omid, comment)
    now = make.fresh(comment)
    assert (now.state, now.body, now.body_html) == ("deleted", "", "")
    assert db.session.scalars(select(CommentRevision.body)).all() == [""]
    assert roots(cast.sara, wish) == []
    assert make.fresh(wish).comment_count == 0
    no_drift()


def test_a_place_with_replies_stays_empty(cast, wish):
    comment = post(cast.omid, wish, "ریشه")
    reply = post(cast.sara, wish, "پاسخ", parent_id=comment.id)
    act("delete", cast.omid, comment)
    (root,) = roots(cast.sara, wish)
    assert (root.html, [row.id for row in root.replies]) == ("", [reply.id])
    assert make.fresh(wish).comment_count == 1
    no_drift()


@pytest.mark.parametrize("who", ["sara", "layla", "dana"])
def test_nobody_deletes_anothers(cast, wish, who):
    comment = post(cast.omid, wish)
    with pytest.raises(Forbidden):
        act("delete", getattr(cast, who), comment)
    no_drift()


def test_twice_it_is_gone(cast, wish):
    comment = post(cast.omid, wish)
    act("delete", cast.omid, comment)
    with pytest.raises(Missing):
        act("delete", cast.omid, comment)
    no_drift()


def test_deleted_while_a_moderator_hides_it_is_counted_off_once(app, cast, wish):
    for comment in [post(cast.omid, wish) for _ in range(5)]:
        results = together(
            app,
            partial(act, "delete", cast.omid, comment),
            partial(act, "hide", cast.layla, comment),
        )
        assert len(raised(results)) == 1
        no_drift()


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_erasing_the_author(cast, wish, keeps_texts):
    comment = post(cast.omid, wish, "نخست")
    edit(cast.omid, comment, "دوم")
    hidden = post(cast.omid, wish, "پنهان")
    act("hide", cast.layla, hidden)
    with writing():
        actions.erase_author(person_id=cast.omid.id, keeps_texts=keeps_texts)
    assert make.fresh(comment).body == ("دوم" if keeps_texts else "")
    assert make.fresh(hidden).body == ("پنهان" if keeps_texts else "")
    assert make.fresh(wish).comment_count == (1 if keeps_texts else 0)
    assert db.session.scalars(select(CommentRevision.body)).all() == [""]
    no_drift()
