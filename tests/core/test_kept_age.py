"""What is kept in memory is looked at again after a while, though nobody said it moved."""

import pytest
from flask import Flask
from sqlalchemy import update

from forum.boards import queries as boards
from forum.boards.models import Board
from forum.core import unit_of_work, version
from tests import make


def test_a_change_whose_news_was_lost_is_seen_after_a_while(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: a process may die between its commit and the raising of the version."""
    board_id = make.board("ideas").id
    assert boards.directory().by_id[board_id].visibility == "public"
    with unit_of_work.writing() as session:
        session.execute(update(Board).values(visibility="private"))
    assert boards.directory().by_id[board_id].visibility == "public"
    monkeypatch.setattr(version, "MAX_AGE_KEPT", 0.0)
    assert boards.directory().by_id[board_id].visibility == "private"
