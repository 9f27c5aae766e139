"""What an erased person's texts were reported for is settled with them."""

from flask import Flask

from forum.accounts.actions import people
from forum.core import clock, unit_of_work
from forum.core.db import db
from forum.moderation.models import Flag
from tests import make


def test_nothing_is_left_to_decide_about_words_that_are_gone(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    wish = make.suggestion(make.board(), author=sara)
    about = {"subject_kind": "suggestion", "subject_id": wish.id, "suggestion_id": wish.id}
    reported = {"reporter_id": make.person().id, "reason": "spam", "created_at": clock.now()}
    with unit_of_work.writing() as session:
        session.add(Flag(board_id=wish.board_id, **about, **reported))
    with unit_of_work.writing():
        people.erase(actor=make.actor(sara), typed_email="sara@example.com", keeps_texts=False)
    flag = db.session.query(Flag).one()
    assert (flag.resolution, flag.resolver_id) == ("gone", None)
