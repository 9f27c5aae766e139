"""Faults of the machine, the database and the configuration, as visitors meet them."""

import re
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from forum.core import embedded, health
from forum.core.db import db
from forum.http import access
from tests import town as towns
from tests.databases import Postgres
from tests.visitor import Visitor


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.mark.database("sqlite")
def test_adv_191_a_full_disk_saves_nothing_and_reads_go_on(app: Flask, town: towns.Town) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    sara.get("/")
    with db.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))

    def fill(connection: sqlite3.Connection, *rest: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    def empty(connection: sqlite3.Connection, *rest: object) -> None:
        connection.execute("PRAGMA max_page_count=1073741823")

    event.listen(db.engine, "checkout", fill)
    typed = {"title": "عنوانی که می‌ماند", "body": "متن بلندی که می‌ماند " * 900}
    answer = sara.post("/b/ideas/new", typed)
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "متن بلندی که می‌ماند" in answer.text
    assert sara.get("/b/ideas").status == 200
    event.remove(db.engine, "checkout", fill)
    event.listen(db.engine, "checkout", empty)
    assert "عنوانی که می‌ماند" not in sara.get("/me/suggestions").text
    assert sara.post("/b/ideas/new", typed).status == 303


@pytest.mark.database("sqlite")
def test_adv_194_a_lock_that_stays_is_said_and_passes(
    app: Flask, town: towns.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = Visitor(app).sign_in(town.cast.omid)
    sara.get("/")
    holder = db.engine.raw_connection()
    holder.cursor().execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(embedded, "PATIENCE", 0.2)
    typed = {"title": "عنوانی که می‌ماند", "body": "متن بلندی که می‌ماند"}
    answer = sara.post("/b/ideas/new", typed)
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "متن بلندی که می‌ماند" in answer.text
    assert sara.get("/b/ideas").status == 200
    holder.cursor().execute("ROLLBACK")
    holder.close()
    assert sara.post("/b/ideas/new", typed).status == 303


@pytest.mark.database("postgres")
def test_adv_195_a_server_that_is_away_is_said_and_comes_back(
    app: Flask, town: towns.Town, postgres_source: Postgres
) -> None:
    """Invariant 7: 503 in the reader's language, no dead worker, then recovery."""
    omid, guest = Visitor(app).sign_in(town.cast.omid), Visitor(app)
    assert omid.get("/b/ideas").status == 200
    db.session.remove()
    with postgres_source.away():
        for visitor in (omid, guest):
            answer = visitor.client.get("/b/ideas", headers={"Accept-Language": "fa"})
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert 'lang="fa"' in answer.get_data(as_text=True)
        assert guest.client.get("/healthz").status_code == 200
        assert guest.client.get("/readyz").get_data() == b"database unavailable\n"
    assert guest.get("/readyz").status == 200
    assert omid.get("/b/ideas").status == 200
    assert omid.post(f"/s/{town.wish.id}/vote", {"want": "withdraw"}).status == 303


def test_adv_205_new_code_on_an_old_schema_is_not_ready(app: Flask, guest: Visitor) -> None:
    assert guest.get("/readyz").status == 200
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'core_01'"))
    assert guest.get("/readyz").text == "migrations pending\n"
    assert health.revision() == "core_01"
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :head"),
            {"head": health.expected_revision()},
        )
    assert guest.get("/readyz").status == 200


@pytest.mark.database("sqlite")
def test_adv_211_no_debugger_answers(
    app: Flask, guest: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    @access.public()
    def broken() -> str:
        raise RuntimeError("Werkzeug would show this")

    monkeypatch.setenv("FLASK_DEBUG", "1")
    app.add_url_rule("/broken", view_func=broken, endpoint="broken")
    answer = guest.get("/broken?__debugger__=yes&cmd=resource")
    assert answer.status == 500
    assert "Werkzeug" not in answer.text
    assert "Traceback" not in answer.text
    assert re.search(r"[0-9a-f]{8}", answer.html.one("main").text)
    assert guest.get("/console").status == 404
    assert not app.debug


@pytest.mark.database("sqlite")
def test_adv_215_health_tells_the_truth(app: Flask, guest: Visitor, tmp_path: Path) -> None:
    assert (guest.get("/healthz").status, guest.get("/readyz").text) == (200, "ok\n")
    db.session.remove()
    db.engine.dispose()
    (tmp_path / "forum.db").write_bytes(b"this is no database at all, " * 400)
    for extra in ("forum.db-wal", "forum.db-shm"):
        (tmp_path / extra).unlink(missing_ok=True)
    answer = guest.client.get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "database unavailable\n")
    assert guest.client.get("/healthz").status_code == 200
