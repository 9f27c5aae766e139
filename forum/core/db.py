"""The only file that knows Flask-SQLAlchemy, and the pieces that differ by database."""

import math
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

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
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.util import ScopedRegistry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
TOGETHER = "forum_together"  # in a session's info: its statements are one transaction
_CONNECTION = "forum_connection"
PATIENCE = 5.0  # seconds to wait for SQLite's lock
_LOOK_AGAIN = 0.0003  # seconds between two looks at it
_TRUSTED_IDLE = 1.0  # seconds after which a connection to PostgreSQL may have died


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class _Session(SignallingSession):
    """Reads of a session and of `connection()` share one connection. On PostgreSQL they stand
    outside a transaction: under READ COMMITTED it would promise them nothing and cost two round
    trips."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        if self.info.get(TOGETHER):
            return super().get_bind(*args, **kwargs)
        return _opened()

    def rollback(self) -> None:
        super().rollback()
        let_go()

    def close(self) -> None:
        super().close()
        let_go()


def reading(engine: Engine) -> Engine:
    """The engine for single statements: on PostgreSQL without a transaction round each.

    An engine of its own: an option of the same would turn each connection over and back again,
    and listen to every statement, for as long as a small query takes.
    """
    return _readers.get(engine, engine)


def dispose(engine: Engine) -> None:
    """Close its connections, those for reading too."""
    engine.dispose()
    reading(engine).dispose()


_readers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "class_": _Session})
# One in an application context, as the session.
_opened = ScopedRegistry(lambda: reading(db.engine).connect(), db.session.registry.scopefunc)

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
    """The connection of the open transaction; where nothing is written, one for reading.

    Without the session, which would cost a page answered from memory as much as its query.
    """
    if not _opened.has() and db.session.registry.has():
        session = db.session()
        if session.info.get(TOGETHER):
            found: Connection | None = session.info.get(_CONNECTION)
            return found if found is not None else session.connection()
    return _opened()


def let_go() -> None:
    """Close the connection for reading, and the transaction it has on SQLite."""
    if _opened.has():
        found = _opened()
        _opened.clear()
        found.close()


@event.listens_for(_Session, "after_begin")
def _begun(session: Session, _: SessionTransaction, connection: Connection) -> None:
    session.info[_CONNECTION] = connection


@event.listens_for(_Session, "after_transaction_end")
def _ended(session: Session, _: SessionTransaction) -> None:
    session.info.pop(_CONNECTION, None)


def engine_options(database_url: str) -> dict[str, Any]:
    """What create_engine gets besides the address."""
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": PATIENCE, "check_same_thread": False}, "pool_size": 16}
    return {"pool_size": 8, "max_overflow": 8, "pool_timeout": 5}


def prepare_engine(engine: Engine, *, sqlite_sync: str) -> None:
    """Pragmas and our own BEGIN on SQLite; on PostgreSQL a look at connections long idle, and the
    engine for reading."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, sqlite_sync)
        return
    reader = create_engine(
        engine.url,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,  # there is no transaction to end
        **engine_options(str(engine.url)),
    )
    for one in (engine, reader):
        _prepare_postgres(one)
    _readers[engine] = reader


def _prepare_sqlite(engine: Engine, sync: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN is deferred and comes late: we begin ourselves, below.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={round(PATIENCE * 1000)}",
            f"synchronous={sync}",
            "temp_store=MEMORY",
            "cache_size=-8000",
            "mmap_size=134217728",
        ):
            connection.execute(f"PRAGMA {pragma}")

    # Not by the event "begin": once anybody listens to an engine, it asks at each statement, four
    # times, who wants to hear of it.
    setattr(engine.dialect, "do_begin", _begin)  # noqa: B010 - mypy refuses the assignment


class _Thread(threading.local):
    is_to_write = False


_thread = _Thread()


@contextmanager
def to_write() -> Iterator[None]:
    """A transaction that begins inside will write: SQLite's lock is taken at once."""
    _thread.is_to_write = True
    try:
        yield
    finally:
        _thread.is_to_write = False


def _begin(connection: PoolProxiedConnection) -> None:
    driver: Any = connection.dbapi_connection
    if _thread.is_to_write:
        _take_lock(driver)
    else:
        driver.execute("BEGIN")


def _take_lock(connection: Any) -> None:
    """Begin to write as soon as SQLite's lock is free. Raises OperationalError when it was not
    for five seconds.

    SQLite's own waiting sleeps longer after each try, up to 100 ms: the last to come went
    first, and of 16 writers at once one waited a second while the lock lay free.
    """
    until = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > until:
                    raise
            else:
                return
            time.sleep(_LOOK_AGAIN)
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(PATIENCE * 1000)}")


def _prepare_postgres(engine: Engine) -> None:
    """A connection speaks UTC, so that no moment needs to be converted. It is asked whether it
    still lives only when it lay idle: at each request that is a fifth of the round trips."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: ConnectionPoolEntry) -> None:
        was, connection.autocommit = connection.autocommit, True
        connection.execute("SET TimeZone TO 'UTC'")
        connection.autocommit = was

    @event.listens_for(engine, "checkin")
    def note(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", math.inf) < _TRUSTED_IDLE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool makes a new one and tries again
