"""A board with three suggestions, and who exports them."""

import pytest
from flask import Flask

from forum.boards.models import Board
from forum.core.actor import Actor
from forum.suggestions.models import Suggestion
from tests import make
from tests.exports.asking import respond


@pytest.fixture
def board(app: Flask) -> Board:
    return make.board("main", names={"fa": "تابلوی اصلی", "en": "Main board"})


@pytest.fixture
def reza(cast: make.Cast) -> Actor:
    return make.actor(cast.reza)


@pytest.fixture
def ranked(board: Board, cast: make.Cast) -> list[Suggestion]:
    """Three suggestions with two, one and no vote; the most wanted one is answered."""
    mobile = make.category(board, "موبایل")
    first = make.suggestion(board, cast.sara, title="خروجی اکسل", category=mobile)
    second = make.suggestion(board, cast.omid, title="حالت تاریک", status="planned")
    third = make.suggestion(board, cast.omid, title="=1+1")
    for voter in (cast.sara, cast.omid):
        make.vote(first, voter)
    make.vote(second, cast.sara)
    make.comment(second, cast.sara)
    respond(first, cast.reza, "در دست انجام است.")
    return [first, second, third]
