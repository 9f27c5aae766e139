"""Locking what a recount mends: any number of suggestions by one parameter."""

from flask import Flask

from forum.core.unit_of_work import writing
from forum.suggestions import tallies
from tests import make


def test_more_than_a_statement_takes_as_parameters(app: Flask) -> None:
    board = make.board()
    wanted = [make.suggestion(board).id for _ in range(3)]
    with writing():
        found = tallies.lock_all([*range(100_000, 200_000), *reversed(wanted)])
    assert [row.id for row in found] == sorted(wanted)


def test_none_of_them(app: Flask) -> None:
    with writing():
        assert tallies.lock_all([]) == []
