"""Categories of a board."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.boards import queries
from forum.boards.actions import categories
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from tests import make


def add(cast, board, who="dana", **names):
    with writing():
        return categories.add(actor=make.actor(getattr(cast, who)), board_id=board.id, names=names)


def rows_of(cast, board):
    return queries.get(make.actor(cast.dana), board.id).categories


def test_a_category_is_added_at_the_end(cast):
    board = make.board()
    make.category(board, "ظاهر", position=3)
    add(cast, board, fa="پرداخت", en="Payment")
    assert [dict(row.names) for row in rows_of(cast, board)] == [
        {"fa": "ظاهر"},
        {"fa": "پرداخت", "en": "Payment"},
    ]


def test_a_name_a_reader_would_take_for_another_is_refused(cast):
    board = make.board()
    add(cast, board, fa="کتاب‌ها")
    with pytest.raises(Invalid) as refused:
        add(cast, board, fa="Books", ar="كتابها")
    assert refused.value.field == "name_ar"
    assert len(rows_of(cast, board)) == 1


def test_another_board_may_have_the_same_name(cast):
    here, there = make.board(name="اینجا"), make.board(name="آنجا")
    add(cast, here, fa="ظاهر")
    add(cast, there, fa="ظاهر")
    assert len(rows_of(cast, there)) == 1


def test_the_name_in_the_boards_language_is_needed(cast):
    with pytest.raises(Invalid) as refused:
        add(cast, make.board(), en="Payment")
    assert refused.value.field == "name_fa"


def test_a_category_gets_other_names_and_may_keep_its_own(cast):
    board = make.board()
    category = make.category(board, "ظاهر")
    with writing():
        categories.rename(
            actor=make.actor(cast.dana),
            category_id=category.id,
            names={"fa": "ظاهر", "en": "Looks"},
        )
    assert dict(rows_of(cast, board)[0].names) == {"fa": "ظاهر", "en": "Looks"}
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.board_id) == ("boards.category_renamed", board.id)
    assert entry.before == {"names": {"fa": "ظاهر"}}


def test_an_archived_category_comes_back(cast):
    board = make.board()
    category = make.category(board)
    actor = make.actor(cast.dana)
    with writing():
        categories.archive(actor=actor, category_id=category.id)
        categories.archive(actor=actor, category_id=category.id)
    assert rows_of(cast, board)[0].is_archived
    with writing():
        categories.restore(actor=actor, category_id=category.id)
    assert not rows_of(cast, board)[0].is_archived
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["boards.category_archived", "boards.category_restored"]


def test_suggestions_keep_an_archived_category(cast):
    board = make.board()
    category = make.category(board)
    suggestion = make.suggestion(board, category=category)
    with writing():
        categories.archive(actor=make.actor(cast.dana), category_id=category.id)
    assert make.fresh(suggestion).category_id == category.id


def test_a_boards_own_moderator_may_not(cast):
    board = make.board()
    make.member(board, cast.sara, "moderator")
    with pytest.raises(Forbidden):
        add(cast, board, who="sara", fa="ظاهر")
    assert not rows_of(cast, board)


def test_what_is_not_there(cast):
    with pytest.raises(Missing), writing():
        categories.rename(actor=make.actor(cast.dana), category_id=4711, names={"fa": "ظاهر"})
