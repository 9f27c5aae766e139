"""The only file that knows Flask-SQLAlchemy, and the pieces that differ by database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as SignallingSession
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    RootTransaction,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from forum.core import embedded, postgres

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class _Session(SignallingSession):
    """What it reads and writes goes over `connection()`."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Connection:
        return connection()

    def rollback(self) -> None:
        super().rollback()
        let_go()

    def close(self) -> None:
        super().close()
        let_go()


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "class_": _Session})
# By application context, as the sessions.
_opened: dict[int, Connection] = {}
_context: Callable[[], int] = db.session.registry.scopefunc

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """An aware moment. Stored in UTC; a naive one is refused.

    A page of a list reads forty moments, an export any number: where SQLite is asked, one call
    does it all, and combine() takes a quarter of replace()'s time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if value.tzinfo is not UTC:
            value = value.astimezone(UTC)
        return datetime.combine(value, value.time()) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        if dialect.name == "sqlite":
            return _moment_of
        return super().result_processor(dialect, coltype)


def _moment_of(stored: str | None) -> datetime | None:
    """What SQLite holds: 2026-03-21 10:00:00.000000."""
    return None if stored is None else datetime.fromisoformat(stored + "Z")


Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
BigId = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text()


def insert_for(connection_dialect: str) -> Any:
    """The dialect's own insert(), for `on_conflict_do_nothing` and RETURNING."""
    return postgresql.insert if connection_dialect == "postgresql" else sqlite.insert


def dialect_name() -> str:
    """ "sqlite" or "postgresql"."""
    return db.engine.dialect.name


def is_taken(error: IntegrityError) -> bool:
    """Whether it is about what only one row may have."""
    found = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return found in ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def connection() -> Connection:
    """The one connection of this application context, in the transaction that is open.

    Without the session, which would cost a page answered from memory as much as its query.
    """
    context = _context()
    found = _opened.get(context)
    if found is None:
        found = _opened[context] = db.engine.connect()
    return found


def let_go() -> None:
    """Give the connection back, and end the transaction it has."""
    found = _opened.pop(_context(), None)
    if found is not None:
        found.close()


def session_in_use() -> Session | None:
    """The session of this application context, None while nobody has asked for it."""
    return db.session() if db.session.registry.has() else None


def begin() -> RootTransaction:
    """End what was read so far and begin to write, on the same connection.

    The session joins the transaction when it is used: many a unit of work does without.
    """
    session, opened = session_in_use(), connection()
    if session is not None:
        session.expunge_all()  # no row is seen as an earlier unit left it
        Session.rollback(session)  # not our own, which would give the connection back
    if opened.in_transaction():
        opened.rollback()  # what was read without the session
    with to_write():
        _thread.unit = opened.begin()
    return _thread.unit


def is_in_unit(opened: Connection) -> bool:
    """Whether what is written over this connection belongs to a unit of work that still stands."""
    unit = _thread.unit
    return unit is not None and unit.is_active and unit.connection is opened


def roll_back() -> None:
    """Undo what was begun to be written and give the connection back, whatever became of it."""
    session = session_in_use()
    if session is not None:
        session.expunge_all()
        Session.rollback(session)
    try:
        found = _opened.get(_context())
        if found is not None:
            found.rollback()  # also after a COMMIT that failed
    finally:
        let_go()


def engine_options(database_url: str) -> dict[str, Any]:
    """What create_engine gets besides the address."""
    if database_url.startswith("sqlite"):
        patience = {"timeout": embedded.PATIENCE, "check_same_thread": False}
        # Whoever wrote last still has the pages he wrote at hand.
        ours = {"connect_args": patience, "pool_size": 16, "pool_use_lifo": True}
    else:
        ours = postgres.OPTIONS
    return {**ours, "hide_parameters": True}  # errors go to the journal


def prepare_engine(engine: Engine, *, sqlite_sync: str) -> None:
    """What the database of this engine needs, our own BEGIN among it."""
    # Not by the events "begin" and "commit": once anybody listens to an engine, it asks at each
    # statement, four times, who wants to hear of it.
    if engine.dialect.name == "sqlite":
        embedded.prepare(engine, sync=sqlite_sync, is_to_write=lambda: _thread.purpose == "write")
    else:
        postgres.prepare(engine, purpose=lambda: _thread.purpose)


class _Thread(threading.local):
    purpose: postgres.Purpose = "read"
    unit: RootTransaction | None = None


_thread = _Thread()


@contextmanager
def to_write() -> Iterator[None]:
    """A transaction that begins inside will write: SQLite's lock is taken at once, and PostgreSQL
    begins one at all."""
    with _begins("write"):
        yield


def begin_snapshot() -> None:
    """From now on this application context reads what is true at one moment, until the session is
    rolled back."""
    with _begins("snapshot"):
        connection().begin()


@contextmanager
def _begins(purpose: postgres.Purpose) -> Iterator[None]:
    _thread.purpose = purpose
    try:
        yield
    finally:
        _thread.purpose = "read"
