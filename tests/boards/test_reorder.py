"""Putting boards and categories in order."""

import pytest

from forum.boards import queries
from forum.boards.actions import boards, categories
from forum.core.errors import Conflict, Forbidden
from forum.core.unit_of_work import writing
from tests import make


def order(cast):
    return [row.id for row in queries.visible_boards(make.actor(cast.dana))]


def move(cast, board_id, way, who="dana"):
    with writing():
        boards.reorder(actor=make.actor(getattr(cast, who)), board_id=board_id, way=way)


def test_a_board_changes_places_with_its_neighbour(cast):
    one, two, three = (make.board(name=name).id for name in "ابپ")
    move(cast, three, "up")
    assert order(cast) == [one, three, two]
    move(cast, one, "down")
    assert order(cast) == [three, one, two]


def test_at_the_ends_nothing_happens(cast):
    one, two = (make.board(name=name).id for name in "اب")
    move(cast, one, "up")
    move(cast, two, "down")
    assert order(cast) == [one, two]


def test_a_moderator_orders_nothing(cast):
    one, two = (make.board(name=name).id for name in "اب")
    with pytest.raises(Forbidden):
        move(cast, two, "up", who="layla")
    assert order(cast) == [one, two]


def test_categories_move_among_those_in_use(cast):
    board = make.board()
    actor = make.actor(cast.dana)
    first, gone, last = (make.category(board, name).id for name in "ابپ")
    with writing():
        categories.archive(actor=actor, category_id=gone)
        categories.reorder(actor=actor, category_id=last, way="up")
    rows = queries.get(actor, board.id).categories
    assert [row.id for row in rows if not row.is_archived] == [last, first]
    with pytest.raises(Conflict), writing():
        categories.reorder(actor=actor, category_id=gone, way="up")
