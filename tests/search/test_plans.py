"""Rows given by their ids are read by them, on a SQLite that keeps no statistics."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from forum.core.db import db
from forum.core.unit_of_work import end_read
from forum.search.queries import duplicates
from forum.suggestions.queries import lists
from tests import make


def read_by(act: Callable[[], object]) -> list[str]:
    """How SQLite reads the suggestions in the last statement of the act."""
    sent: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        sent.append((given[2], given[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        end_read()
    statement, values = sent[-1]
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    return [row[3] for row in rows if " suggestion" in row[3]]


@pytest.mark.database("sqlite")
def test_by_their_ids_and_no_board_is_read(app: Flask, cast: make.Cast) -> None:
    board = make.board()
    ids = [make.suggestion(board).id for _ in range(3)]
    layla = make.actor(cast.layla)
    for act in (
        lambda: lists.cards_by_ids(layla, ids),
        lambda: duplicates.pairs(layla, board_id=board.id),
        lambda: duplicates.pairs_of(layla, ids[0]),
    ):
        how = read_by(act)
        assert how
        assert all("USING INTEGER PRIMARY KEY" in one for one in how), how
