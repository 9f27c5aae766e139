"""Nothing that somebody typed is in the journal, not even when the database refuses it."""

import io
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from forum.accounts.models import Person
from forum.core import clock, jobs
from forum.core.db import db
from forum.core.statements import Statement
from forum.core.unit_of_work import end_read, writing
from forum.http import access
from tests.visitor import Visitor

TYPED = "sara@example.com\n[SQL: x]\n\nand a second line"
KEEP = Statement(insert(Person).returning(Person.id))


@pytest.fixture
def written(app: Flask) -> Iterator[io.StringIO]:
    """What the journal holds."""
    text, before = io.StringIO(), structlog.get_config()["logger_factory"]
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(text))
    yield text
    structlog.configure(logger_factory=before)


def _refused() -> dict[str, Any]:
    """A person that no database takes: nobody is a king."""
    return {"name": TYPED, "name_key": TYPED, "role": "king", "created_at": clock.now()}


def _by_the_session() -> str:
    with writing():
        db.session.add(Person(**_refused()))
    return "kept"


def _by_a_statement() -> str:
    with writing():
        KEEP.scalar(**_refused())
    return "kept"


@pytest.mark.parametrize("act", [_by_the_session, _by_a_statement])
def test_a_refused_row_is_not_quoted(app: Flask, written: io.StringIO, act: Any) -> None:
    app.add_url_rule("/broken", view_func=access.public()(act), endpoint="broken")
    assert Visitor(app).get("/broken").status == 500
    record = json.loads(written.getvalue())
    assert "IntegrityError" in record["exception"]
    assert "ck_person_role" in record["exception"]
    assert "sara@" not in record["exception"]
    assert "second line" not in record["exception"]


def test_a_job_does_not_remember_the_row_it_failed_on(
    app: Flask, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_functions", {"tests.king": lambda payload: _by_the_session()})
    monkeypatch.setattr(jobs, "_deliver", lambda job_id: None)
    with writing():
        job_id = jobs.enqueue("tests.king", {})
    assert jobs.run(job_id) == "waiting"
    end_read()
    (error,) = [failure.error for failure in jobs.failures("tests.king")]
    assert "ck_person_role" in error
    assert "sara@" not in error + written.getvalue()


def test_an_outage_is_one_line_for_each_request(app: Flask, written: io.StringIO) -> None:
    @access.public()
    def away() -> str:
        locked = sqlite3.OperationalError("database is locked\nfor long")
        raise OperationalError("SELECT :name", {"name": TYPED}, locked)

    app.add_url_rule("/away", view_func=away, endpoint="away")
    assert Visitor(app).get("/away").status == 503
    (line,) = written.getvalue().splitlines()
    assert len(line) < 300
    record = json.loads(line)
    assert (record["what"], record["path"]) == ("database is locked", "/away")


def test_a_statement_that_cannot_be_is_our_fault(app: Flask, written: io.StringIO) -> None:
    @access.public()
    def wrong() -> str:
        broken = text("SELECT 1 FROM no_such_table WHERE name = :typed")
        db.session.execute(broken, {"typed": TYPED})
        return "there"

    app.add_url_rule("/wrong", view_func=wrong, endpoint="wrong")
    assert Visitor(app).get("/wrong").status == 500
    record = json.loads(written.getvalue())
    assert "no_such_table" in record["exception"]
    assert "Traceback" in record["exception"]
    assert "sara@" not in record["exception"]
