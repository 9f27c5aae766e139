"""One place commits; a refused action leaves nothing; SQLite's lock is taken late and at once."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.pool import QueuePool

from forum.accounts.models import Person
from forum.core import clock, embedded, unit_of_work, version
from forum.core.db import connection, db
from forum.core.errors import Conflict
from forum.core.unit_of_work import writing
from tests import make


def people() -> int:
    unit_of_work.end_read()
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def a_person(number: int) -> Person:
    return Person(name=f"p{number}", email=f"p{number}@example.com", created_at=clock.now())


def test_leaving_commits(app: Flask) -> None:
    with writing() as session:
        session.add(a_person(1))
    assert people() == 1


def test_a_refusal_rolls_everything_back(app: Flask) -> None:
    with pytest.raises(Conflict), writing() as session:
        session.add(a_person(1))
        session.flush()
        raise Conflict("no")
    assert people() == 0


def test_what_only_one_may_have_is_a_conflict_and_rolls_everything_back(app: Flask) -> None:
    with pytest.raises(Conflict), writing() as session:
        session.add(a_person(1))
        session.flush()
        session.add(a_person(1))
    assert people() == 0
    with writing() as session:
        session.add(a_person(2))
    assert people() == 1


def test_a_fault_in_the_database_rolls_everything_back(app: Flask) -> None:
    with pytest.raises(IntegrityError), writing() as session:
        session.add(a_person(1))
        session.flush()
        session.add(Person(name="p2", email="p2@example.com", role="king", created_at=clock.now()))
    assert people() == 0


def test_units_do_not_nest(app: Flask) -> None:
    with writing(), pytest.raises(RuntimeError), writing():
        pass


def test_callbacks_run_after_the_commit_only(app: Flask) -> None:
    seen: list[int] = []
    with writing() as session:
        session.add(a_person(1))
        unit_of_work.after_commit(lambda: seen.append(people()))
        assert seen == []
    assert seen == [1]
    with pytest.raises(Conflict), writing():
        unit_of_work.after_commit(lambda: seen.append(99))
        raise Conflict("no")
    assert seen == [1]


def test_versions_move_with_the_commit(app: Flask) -> None:
    before = version.current()
    with writing():
        pass
    version.forget()
    assert version.current() == before
    with writing():
        unit_of_work.content_changed()
    after = version.current()
    assert (after.content - before.content, after.structure - before.structure) == (1, 0)
    with writing():
        unit_of_work.content_changed()
        unit_of_work.structure_changed()
    assert version.current().structure > after.structure
    assert version.current().content > after.content


def test_a_refused_change_moves_no_version(app: Flask) -> None:
    before = version.current()
    with pytest.raises(Conflict), writing():
        unit_of_work.structure_changed()
        raise Conflict("no")
    version.forget()
    assert version.current() == before


@pytest.mark.database("sqlite")
def test_only_writers_take_the_lock_and_at_once(app: Flask) -> None:
    begins: list[str] = []

    def note(statement: str) -> None:
        if "BEGIN" in statement:
            begins.append(statement)

    event.listen(db.engine, "checkout", lambda connection, *_: connection.set_trace_callback(note))
    people()
    assert begins == ["BEGIN"]
    unit_of_work.end_read()
    begins.clear()
    with writing():
        assert begins == ["BEGIN IMMEDIATE"]


@pytest.mark.database("sqlite")
def test_a_writer_waits_for_another_and_then_goes_on(app: Flask) -> None:
    """Read-then-write never fails with "database is locked" (plain BEGIN did, mostly)."""
    failures: list[Exception] = []
    wanted = 8

    def act(number: int) -> None:
        with app.app_context():
            try:
                for turn in range(5):
                    with writing() as session:
                        count = session.scalar(select(func.count()).select_from(Person))
                        session.add(a_person(1000 * number + turn))
                        assert count is not None
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(1, wanted + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert people() == wanted * 5


@pytest.mark.database("sqlite")
def test_readers_are_not_stopped_by_a_writer(app: Flask) -> None:
    make.person()
    with writing() as session:
        session.add(a_person(1))
        session.flush()
        started = time.monotonic()
        with db.engine.connect() as opened:
            seen = opened.scalar(select(func.count()).select_from(Person))
        assert seen == 1
        assert time.monotonic() - started < 1
    assert people() == 2


@pytest.mark.database("sqlite")
def test_foreign_keys_and_wal_are_on(app: Flask) -> None:
    with db.engine.connect() as opened:
        assert opened.scalar(text("PRAGMA foreign_keys")) == 1
        assert opened.scalar(text("PRAGMA journal_mode")) == "wal"
        assert opened.scalar(text("PRAGMA busy_timeout")) == 5000


@pytest.mark.database("sqlite")
def test_a_lock_that_stays_is_an_operational_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the web door answers with 503 (the wait is shortened here)."""
    holder = db.engine.raw_connection()
    holder.cursor().execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(embedded, "PATIENCE", 0.2)
    began = time.monotonic()
    try:
        with pytest.raises(OperationalError, match="locked"), writing():
            pass
        assert time.monotonic() - began < 1, "it waited more than once"
    finally:
        holder.cursor().execute("ROLLBACK")
        holder.close()
    with writing() as session:
        session.add(a_person(1))
    assert people() == 1


@pytest.mark.database("sqlite")
def test_of_our_own_writers_one_at_a_time_asks_for_the_lock(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others wait without asking: each look would hold up whoever has it."""
    asked: list[float] = []
    take = embedded._take_lock
    monkeypatch.setattr(
        embedded, "_take_lock", lambda *given: (asked.append(time.monotonic()), take(*given))
    )

    def act(number: int) -> None:
        with app.app_context(), writing() as session:
            session.add(a_person(number))

    threads = [threading.Thread(target=act, args=(number,)) for number in range(1, 5)]
    with writing():
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        assert len(asked) == 1
    for thread in threads:
        thread.join()
    assert len(asked) == 5
    assert people() == 4


@pytest.mark.database("sqlite")
def test_a_writer_whose_connection_broke_stops_nobody_for_long(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.3)
    with pytest.raises(PendingRollbackError), writing():
        connection().invalidate()
    waits = []
    for number in (1, 2, 3):
        began = time.monotonic()
        with writing() as session:
            session.add(a_person(number))
        waits.append(time.monotonic() - began)
    assert waits[0] < 1
    assert max(waits[1:]) < 0.2, "only the first had to wait for it"
    assert people() == 3


def test_nobody_listens_to_statements(app: Flask) -> None:
    """Once somebody does, SQLAlchemy asks at each statement, four times, who wants to hear."""
    make.person()
    assert db.engine._has_events is False


def test_all_reads_share_a_connection_and_nothing_keeps_it(app: Flask) -> None:
    """Whoever reads first, the ORM or a plain statement; one that was lost would stop the site
    when the pool is empty."""
    unit_of_work.end_read()
    pool = db.engine.pool
    assert isinstance(pool, QueuePool)

    def open_now() -> int:
        return pool.checkedout()

    one, count = select(Person.id), select(func.count()).select_from(Person)
    for reads in (
        (lambda: connection().scalar(count), lambda: db.session.scalars(one).all()),
        (lambda: db.session.scalars(one).all(), lambda: connection().scalar(count)),
    ):
        with app.app_context():
            for read in reads:
                read()
                assert open_now() == 1
            with writing() as session:
                session.add(a_person(open_now()))
                session.flush()
                assert connection().scalar(count) == 1
                assert open_now() == 1
            assert open_now() == 1
            assert connection().scalar(count) == 1  # read after the commit, not as it was before
            with unit_of_work.snapshot():
                assert connection().scalar(count) == 1
                assert open_now() == 1
            unit_of_work.end_read()
            assert open_now() == 0
            connection().scalar(count)
            with writing() as session:
                session.execute(delete(Person))
            assert connection().scalar(count) == 0
        assert open_now() == 0
