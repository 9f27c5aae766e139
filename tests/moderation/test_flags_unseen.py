"""A moderator's right is for all boards, but not for those he may not enter."""

from flask import Flask

from forum.core import clock, unit_of_work
from forum.core.db import db
from forum.core.permissions import Role
from forum.moderation.models import Flag
from tests import make
from tests.visitor import Visitor


def test_flags_of_a_board_one_may_not_enter_are_not_ones_to_settle(app: Flask) -> None:
    board = make.board("secret", visibility="private", roles=["product"])
    wish = make.suggestion(board)
    about = {"subject_kind": "suggestion", "subject_id": wish.id, "suggestion_id": wish.id}
    reported = {"reporter_id": wish.author_id, "reason": "spam", "created_at": clock.now()}
    with unit_of_work.writing() as session:
        session.add(Flag(board_id=board.id, **about, **reported))
    layla = Visitor(app).sign_in(make.person(role=Role.MODERATOR))
    data = {"kind": "suggestion", "subject": str(wish.id), "resolution": "kept"}
    assert layla.post(f"/desk/s/{wish.id}/flags", data).status == 404
    assert db.session.query(Flag).one().resolved_at is None
