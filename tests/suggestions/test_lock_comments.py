"""Closing a discussion and opening it again."""

import pytest

from forum.comments import actions as comments
from forum.comments import drafting
from forum.core.errors import Conflict, Forbidden
from forum.core.unit_of_work import writing
from tests import make
from tests.suggestions.acting import act, audited


def comment(who, wish):
    body = drafting.draft(body="من هم", language="fa")
    with writing():
        comments.post(actor=make.actor(who), suggestion_id=wish.id, body=body)


def test_a_closed_discussion_is_for_the_team(cast):
    wish = make.suggestion(author=cast.sara)
    act("lock_comments", cast.layla, wish, is_locked=True)
    with pytest.raises(Conflict):
        comment(cast.sara, wish)
    comment(cast.reza, wish)
    act("lock_comments", cast.layla, wish, is_locked=False)
    comment(cast.sara, wish)
    assert make.fresh(wish).comment_count == 2
    assert [row[0] for row in audited(wish)] == ["suggestion.locked", "suggestion.unlocked"]


def test_customers_and_product_people_do_not_close(cast):
    for who in ("sara", "omid", "reza"):
        wish = make.suggestion(author=cast.sara)
        with pytest.raises(Forbidden):
            act("lock_comments", getattr(cast, who), wish, is_locked=True)
        assert not make.fresh(wish).is_locked
