"""Statements that are compiled once: the same answers, errors and order as SQLAlchemy's own way."""

import contextlib
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Integer, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from forum.accounts.models import Person
from forum.core import clock, unit_of_work
from forum.core.db import connection, db, dialect_name, insert_for
from forum.core.errors import Conflict
from forum.core.once import OnceAnswer
from forum.core.statements import Statement
from forum.core.unit_of_work import writing
from forum.suggestions.models import Suggestion
from tests import make
from tests.counting import counting

PEOPLE = select(Person.id, Person.name, Person.is_demo, Person.created_at).where(
    Person.name.in_(("Sara", "سارا")), Person.role == bindparam("role")
)
BY_ROLE = Statement(PEOPLE.order_by(Person.id))
ADD = Statement(insert(Person).returning(Person.id, Person.created_at))
RENAME = Statement(
    update(Person).where(Person.id == bindparam("who")).values(name=bindparam("called"))
)
COUNT = Statement(select(func.count()).select_from(Person))
KEEP = Statement(insert(OnceAnswer))
NOON = datetime(2026, 5, 1, 12, 30, 15, 250, tzinfo=UTC)


def test_rows_are_those_of_sqlalchemy(app: Flask) -> None:
    made = [make.person(name, at=NOON) for name in ("Sara", "سارا", "Omid")]
    rows = BY_ROLE.all(role="customer")
    usual = connection().execute(PEOPLE.order_by(Person.id), {"role": "customer"}).all()
    assert [tuple(row) for row in rows] == [tuple(row) for row in usual]
    assert [row.id for row in rows] == [made[0].id, made[1].id]
    assert rows[0].created_at == NOON
    assert rows[0].is_demo is False
    assert BY_ROLE.first(role="king") is None
    assert BY_ROLE.scalar(role="king") is None
    assert BY_ROLE.scalar(role="customer") == made[0].id


def test_plain_defaults_of_columns_are_written(app: Flask) -> None:
    with writing():
        added = ADD.first(name="Sara", name_key="sara", email="s@example.com", created_at=NOON)
    assert added.created_at == NOON
    row = db.session.get_one(Person, added.id)
    assert (row.role, row.stamp, row.is_demo, row.blocked_at) == ("customer", 0, False, None)


def test_each_set_of_values_is_a_statement_of_its_own(app: Flask) -> None:
    with writing():
        one = ADD.scalar(name="Sara", name_key="sara", created_at=NOON)
        other = ADD.scalar(name="Omid", name_key="omid", created_at=NOON, role="moderator")
    roles = {row.id: row.role for row in connection().execute(select(Person.id, Person.role))}
    assert (roles[one], roles[other]) == ("customer", "moderator")


def test_a_list_as_a_parameter_is_refused(app: Flask) -> None:
    listed = Statement(select(Person.id).where(Person.id.in_(bindparam("ids", expanding=True))))
    with pytest.raises(TypeError, match="expanding"):
        listed.all(ids=[1, 2])


def test_a_default_that_must_be_worked_out_is_refused(app: Flask) -> None:
    with pytest.raises(TypeError, match="no plain default"), writing():
        Statement(insert(make.Board)).run(slug="x", language="fa", created_at=NOON)


def test_what_is_written_belongs_to_a_unit_of_work(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="unit of work"):
        KEEP.run(token="once", answer="/", created_at=clock.now())
    with pytest.raises(RuntimeError, match="unit of work"):
        ADD.scalar(name="Sara", name_key="sara", created_at=NOON)
    assert COUNT.scalar() == 0


def test_errors_are_those_of_sqlalchemy(app: Flask) -> None:
    with pytest.raises(DBAPIError, match="no_such_table"):
        Statement(text("SELECT 1 AS one FROM no_such_table").columns(one=Integer)).all()
    with pytest.raises(IntegrityError), writing():
        ADD.scalar(name="x", name_key="x", role="king", created_at=NOON)
    assert COUNT.scalar() == 0


def test_whoever_counts_statements_sees_them(app: Flask) -> None:
    """On SQLAlchemy's own way, with the same answers."""
    who = make.person("Sara")
    with counting(db.engine) as counted:
        assert [row.id for row in BY_ROLE.all(role="customer")] == [who.id]
        with writing():
            RENAME.run(who=who.id, called="سارا")
    assert [one.split()[0] for one in counted.statements] == ["SELECT", "UPDATE"]
    assert make.fresh(who).name == "سارا"


def test_what_is_told_is_seen_by_every_question_behind_it(app: Flask) -> None:
    """Asked by a statement, by the connection or by the session."""
    who = make.person("Sara")
    asked = select(Person.name).where(Person.id == who.id)
    with writing() as session:
        for at, ask in enumerate(
            (
                lambda: Statement(asked).scalar(),
                lambda: connection().scalar(asked),
                lambda: session.scalar(asked),
                lambda: session.get_one(Person, who.id, populate_existing=True).name,
            )
        ):
            RENAME.run(who=who.id, called=f"سارا {at}")
            assert ask() == f"سارا {at}"
        RENAME.run(who=who.id, called="آخر")
    assert make.fresh(who).name == "آخر"


def test_what_was_told_and_fails_takes_everything_with_it(app: Flask) -> None:
    """Its error comes at the commit on PostgreSQL: nothing of the unit is kept, no version is
    raised, and the connection is as good as before."""
    who = make.person("Sara")
    with writing():
        KEEP.run(token="once", answer="/", created_at=clock.now())
    before = unit_of_work.version.current()
    with pytest.raises(Conflict), writing():
        RENAME.run(who=who.id, called="Omid")
        unit_of_work.content_changed()
        KEEP.run(token="once", answer="/other", created_at=clock.now())
    unit_of_work.version.forget()
    assert unit_of_work.version.current() == before
    assert make.fresh(who).name == "Sara"
    with writing():
        KEEP.run(token="twice", answer="/", created_at=clock.now())
    assert COUNT.scalar() == 1


@pytest.mark.database("postgres")
def test_a_value_that_cannot_be_sent_takes_everything_with_it(app: Flask) -> None:
    """PostgreSQL holds no NUL. Nothing was sent yet, and the connection is as good as before."""
    who = make.person("Sara")
    with pytest.raises(DBAPIError, match="NUL"), writing():
        RENAME.run(who=who.id, called="Omid")
        KEEP.run(token="a\0b", answer="/", created_at=clock.now())
    with pytest.raises(DBAPIError, match="NUL"), writing():
        RENAME.run(who=who.id, called="Omid")
        COUNT.scalar()
        KEEP.run(token="a\0b", answer="/", created_at=clock.now())
    assert make.fresh(who).name == "Sara"
    with writing():
        KEEP.run(token="twice", answer="/", created_at=clock.now())


def test_an_error_that_was_swallowed_is_no_silent_rollback(app: Flask) -> None:
    who = make.person("Sara")
    with writing():
        KEEP.run(token="once", answer="/", created_at=clock.now())
    try:
        with writing():
            RENAME.run(who=who.id, called="Omid")
            KEEP.run(token="once", answer="/", created_at=clock.now())
            with contextlib.suppress(IntegrityError):
                COUNT.scalar()
    except (RuntimeError, Conflict):
        assert make.fresh(who).name == "Sara"
    else:
        pytest.fail("it was taken for a success")


def test_a_refused_unit_tells_nothing(app: Flask) -> None:
    who = make.person("Sara")
    with pytest.raises(Conflict), writing():
        RENAME.run(who=who.id, called="Omid")
        raise Conflict("no")
    assert make.fresh(who).name == "Sara"


def test_what_is_refused_in_a_part_is_undone_alone(app: Flask) -> None:
    """Also where nothing of it was the session's."""
    who = make.person("Sara")
    with writing():
        RENAME.run(who=who.id, called="Omid")
        with pytest.raises(Conflict), unit_of_work.attempt():
            KEEP.run(token="once", answer="/", created_at=clock.now())
            unit_of_work.note("key", 1)
            raise Conflict("no")
        assert unit_of_work.noted("key") is None
        with unit_of_work.attempt():
            KEEP.run(token="twice", answer="/", created_at=clock.now())
    assert make.fresh(who).name == "Omid"
    tokens = connection().scalars(select(OnceAnswer.token)).all()
    assert tokens == ["twice"]


def test_nothing_is_written_once_the_unit_fell(app: Flask) -> None:
    """An error of the session that somebody swallowed has rolled everything back."""
    make.person("Sara", email="sara@example.com")
    with pytest.raises(RuntimeError, match="unit of work"), writing() as session:
        session.add(Person(name="x", email="sara@example.com", created_at=NOON))
        with contextlib.suppress(IntegrityError):
            session.flush()
        KEEP.run(token="once", answer="/", created_at=clock.now())
    assert connection().scalars(select(OnceAnswer.token)).all() == []


def test_no_unit_begins_in_a_snapshot(app: Flask) -> None:
    with unit_of_work.snapshot(), pytest.raises(RuntimeError, match="snapshot"), writing():
        pass
    with writing():
        KEEP.run(token="once", answer="/", created_at=clock.now())


def test_what_was_read_before_makes_no_unit(app: Flask) -> None:
    connection().scalar(select(func.count()).select_from(Person))
    with pytest.raises(RuntimeError, match="unit of work"):
        KEEP.run(token="once", answer="/", created_at=clock.now())


def test_in_a_snapshot_all_questions_see_one_moment(app: Flask) -> None:
    make.person("Sara")
    with unit_of_work.snapshot():
        assert COUNT.scalar() == 1
        with db.engine.connect() as other:
            other.execute(delete(Suggestion))
            other.execute(insert_for(dialect_name())(Person), _someone())
            if other.dialect.name == "sqlite":
                other.commit()
        assert COUNT.scalar() == 1
    assert COUNT.scalar() == 2


def _someone() -> dict[str, object]:
    return {"name": "Omid", "name_key": "omid", "created_at": NOON}


@pytest.mark.database("postgres")
def test_what_is_prepared_stays_so(app: Flask) -> None:
    """Through rollbacks, whole and in part, also where the driver has prepared something too."""
    who = make.person("Sara")
    for _ in range(8):
        connection().scalar(select(Person.name).where(Person.id == who.id))
    with contextlib.suppress(Conflict), writing():
        RENAME.run(who=who.id, called="Omid")
        COUNT.scalar()  # until somebody asks, nothing was sent that could be rolled back
        raise Conflict("no")
    for _ in range(8):
        connection().scalar(select(Person.name).where(Person.id == who.id))
    with writing():
        with contextlib.suppress(Conflict), unit_of_work.attempt():
            RENAME.run(who=who.id, called="Omid")
            COUNT.scalar()
            raise Conflict("no")
        RENAME.run(who=who.id, called="سارا")
    names = text(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'UPDATE person%'"
    )
    assert connection().scalar(names) == 1
    assert make.fresh(who).name == "سارا"
