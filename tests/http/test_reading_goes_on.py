"""A database that takes no writes still serves signed-in readers."""

import sqlite3
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Session
from forum.core import clock, embedded, unit_of_work
from tests import make
from tests.visitor import Visitor


@pytest.mark.database("sqlite")
def test_reading_goes_on_while_nothing_can_be_written(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.2)
    make.board("ideas")
    someone = make.person()
    sara = Visitor(app).sign_in(someone)
    with unit_of_work.writing() as session:
        row = session.query(Session).one()
        row.seen_at = clock.now() - timedelta(hours=1)
    path = app.extensions["forum_config"].database_url.removeprefix("sqlite:///")
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    try:
        assert sara.get("/b/ideas").status == 200
    finally:
        locker.execute("ROLLBACK")
        locker.close()
