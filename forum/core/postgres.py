"""PostgreSQL: how a connection is set up, and how a transaction begins and ends on it.

Each message and its answer cost both sides more than the work of a short statement. So BEGIN and
COMMIT wait for nobody: they are told (`core/wire.py`), and go with the next question.
"""

import math
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RootTransaction, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

_TRUSTED_IDLE = 1.0  # seconds after which a connection may have died
Purpose = Literal["read", "write", "snapshot"]
_BEGIN = {"write": "BEGIN", "snapshot": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
OPTIONS: dict[str, Any] = {
    "isolation_level": "AUTOCOMMIT",  # we begin ourselves
    "pool_size": 8,
    "max_overflow": -1,  # as many as there are threads, each with one or a few
    "pool_use_lifo": True,  # whoever answered last has everything at hand
}


def commit_then(transaction: RootTransaction, statements: Sequence[str]) -> tuple[Any, ...]:
    """Commit; the one row of the last of the statements, which run when the commit is durable,
    outside of it."""
    driver: Any = transaction.connection.connection.dbapi_connection
    driver.behind = statements
    try:
        transaction.commit()
        row: tuple[Any, ...] = driver.answer
        return row
    finally:
        driver.behind, driver.answer = (), None


def _check(driver: Any) -> None:
    # PostgreSQL would answer with a ROLLBACK, and nobody would hear of it.
    if driver.wire.has_failed:
        raise RuntimeError("an error of the database was swallowed inside a unit of work")


def _commit(connection: PoolProxiedConnection) -> None:
    driver: Any = connection.dbapi_connection
    _check(driver)
    if driver.behind:
        *told, asked = driver.behind
        for sql in ("COMMIT", *told):
            driver.wire.tell(sql)
        driver.answer = driver.wire.ask(asked).rows[0]
    elif driver.autocommit:
        driver.wire.ask("COMMIT")
    else:
        driver.wire.settle()
        driver.commit()


def _rollback(connection: PoolProxiedConnection) -> None:
    """Without psycopg, which would discard with it whatever is prepared, ours too."""
    driver: Any = connection.dbapi_connection
    if not hasattr(driver, "wire"):
        driver.rollback()
        return
    driver.wire.forget()
    if driver.wire.is_in_transaction:
        driver.wire.ask("ROLLBACK")
    elif not driver.wire.is_idle:
        driver.rollback()  # says what is wrong with it


def _rollback_to_savepoint(connection: Connection, name: str) -> None:
    driver: Any = connection.connection.dbapi_connection
    driver.wire.ask(f"ROLLBACK TO SAVEPOINT {name}")


def _run(ask: Callable[..., Any], cursor: Any, sql: str, values: Any) -> None:
    wire = getattr(cursor.connection, "wire", None)
    if wire is None:  # SQLAlchemy's first questions
        ask(sql, values)
    else:
        wire.run(ask, sql, values)


def _execute(cursor: Any, sql: str, values: Any, context: Any = None) -> None:
    _run(cursor.execute, cursor, sql, values)


def _execute_many(cursor: Any, sql: str, values: Any, context: Any = None) -> None:
    _run(cursor.executemany, cursor, sql, values)


def prepare(engine: Engine, *, purpose: Callable[[], Purpose]) -> None:
    """A connection speaks UTC, so that no moment needs to be converted. It is asked whether it
    still lives only when it lay idle: at each request that is a fifth of the round trips.

    Reads stand outside a transaction: under READ COMMITTED it would promise them nothing.
    """

    def begin(connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        if not hasattr(driver, "wire"):  # SQLAlchemy's first questions come before `connect`
            return
        driver.wire.forget()
        begin_with = _BEGIN.get(purpose())
        if begin_with:
            driver.wire.tell(begin_with)

    wire = import_module("forum.core.wire")  # the driver need not be there for SQLite
    dialect: Any = engine.dialect
    dialect.do_begin, dialect.do_commit, dialect.do_rollback = begin, _commit, _rollback
    dialect.do_rollback_to_savepoint = _rollback_to_savepoint
    dialect.do_execute, dialect.do_executemany = _execute, _execute_many
    dialect.is_disconnect = wire.is_disconnect

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.wire, connection.behind, connection.answer = wire.Wire(connection), (), None
        connection.execute("SET TimeZone TO 'UTC'")

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
