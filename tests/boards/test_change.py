"""Changing a board."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.boards import queries
from forum.boards.actions import boards
from forum.boards.draft import Draft
from forum.core import events
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from tests import make


def change(cast, board_id, who="dana", **fields):
    fields = {"names": {"fa": "نو"}, "language": "fa", **fields}
    with writing():
        boards.change(
            actor=make.actor(getattr(cast, who)), board_id=board_id, draft=Draft(**fields)
        )


def test_the_new_values_stand_and_readers_see_them_at_once(cast):
    board = make.board(slug="old")
    assert queries.get(make.actor(cast.sara), board.id).is_open
    change(cast, board.id, slug="new", is_open=False, approval="all", descriptions={"fa": "شرح"})
    row = queries.get(make.actor(cast.sara), board.id)
    assert (row.slug, row.is_open, row.approval) == ("new", False, "all")
    assert row.descriptions == {"fa": "شرح"}


def test_an_empty_address_keeps_the_one_it_has(cast):
    board = make.board(slug="old")
    change(cast, board.id)
    assert make.fresh(board).slug == "old"


def test_the_audit_holds_only_what_changed(cast):
    board = make.board(name="نو", approval="newcomers")
    change(cast, board.id, approval="all")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.before, entry.after) == ({"approval": "newcomers"}, {"approval": "all"})


def test_saving_what_stands_already_leaves_no_trace(cast):
    board = make.board(name="نو", approval="newcomers")
    change(cast, board.id)
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_its_own_name_and_address_are_not_taken(cast):
    board = make.board(slug="mine", name="نو")
    change(cast, board.id, slug="mine", approval="all")
    assert make.fresh(board).approval == "all"


def test_the_name_or_address_of_another_board_is_refused_and_nothing_is_kept(cast):
    make.board(slug="theirs", name="دیگر")
    board = make.board(slug="mine", name="من")
    with pytest.raises(Invalid, match="name"):
        change(cast, board.id, names={"fa": "ديگر"}, approval="all")
    with pytest.raises(Invalid, match="address"):
        change(cast, board.id, slug="theirs", approval="all")
    assert make.fresh(board).approval == "none"


def test_a_board_that_is_not_there(cast):
    with pytest.raises(Missing):
        change(cast, 4711)


@pytest.mark.parametrize("who", ["sara", "layla", "reza"])
def test_only_administrators_change_boards(cast, who):
    board = make.board()
    make.member(board, getattr(cast, who), "moderator")
    with pytest.raises(Forbidden):
        change(cast, board.id, who=who)
    assert make.fresh(board).names == {"fa": "پیشنهادها"}


def test_rooms_above_hear_of_it(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "publish", heard.append)
    board = make.board()
    change(cast, board.id)
    assert [news.board_id for news in heard] == [board.id]
