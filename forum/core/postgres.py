"""PostgreSQL: how a connection is set up, and what is sent to it together.

Each message and its answer cost both sides more than the work of a short statement. So what nobody
waits for (BEGIN, a row that is only written, COMMIT) is told, and goes with the next question.
"""

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, RootTransaction, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

_TRUSTED_IDLE = 1.0  # seconds after which a connection may have died
OPTIONS: dict[str, Any] = {
    "isolation_level": "AUTOCOMMIT",  # we begin ourselves
    "pool_size": 8,
    "max_overflow": -1,  # as many as there are threads, each with one or a few
    "pool_use_lifo": True,  # whoever answered last has everything at hand
}


def tell(driver: Any, sql: str, values: Mapping[str, Any] | None = None) -> None:
    """Send this with the next question, or with the COMMIT; its error comes from there."""
    driver.told.append((sql, values))


def ask(driver: Any, sql: str, values: Mapping[str, Any] | None = None) -> Any:
    """The cursor of a statement, behind everything that was told."""
    if not driver.told:
        return driver.execute(sql, values)
    told, driver.told = driver.told, []
    with driver.pipeline():
        for one in told:
            driver.execute(*one)
        return driver.execute(sql, values)


def _settle(driver: Any) -> None:
    """Send what was told, and hear what became of it."""
    if getattr(driver, "told", None):  # SQLAlchemy's first questions come before `prepare`'s
        last = driver.told.pop()
        ask(driver, *last)


def commit_then(transaction: RootTransaction, sql: str) -> tuple[Any, ...]:
    """Commit; the one row of a statement that runs when the commit is durable, outside of it."""
    driver: Any = transaction.connection.connection.dbapi_connection
    driver.behind = sql
    try:
        transaction.commit()
        row: tuple[Any, ...] = driver.answer
        return row
    finally:
        driver.behind = driver.answer = None


def _check(driver: Any) -> None:
    # PostgreSQL would answer with a ROLLBACK, and nobody would hear of it.
    if driver.info.transaction_status.name == "INERROR":
        raise RuntimeError("an error of the database was swallowed inside a unit of work")


def _commit(connection: PoolProxiedConnection) -> None:
    driver: Any = connection.dbapi_connection
    _check(driver)
    if driver.behind:
        tell(driver, "COMMIT")
        driver.answer = ask(driver, driver.behind).fetchone()
    elif driver.autocommit:
        ask(driver, "COMMIT")
    else:
        _settle(driver)
        driver.commit()


def _rollback(connection: PoolProxiedConnection) -> None:
    driver: Any = connection.dbapi_connection
    driver.told = []
    driver.rollback()


def _execute(cursor: Any, sql: str, values: Any, context: Any = None) -> None:
    _settle(cursor.connection)
    cursor.execute(sql, values)


def _execute_many(cursor: Any, sql: str, values: Any, context: Any = None) -> None:
    _settle(cursor.connection)
    cursor.executemany(sql, values)


def prepare(engine: Engine, *, is_to_write: Callable[[], bool]) -> None:
    """A connection speaks UTC, so that no moment needs to be converted. It is asked whether it
    still lives only when it lay idle: at each request that is a fifth of the round trips.

    Reads stand outside a transaction: under READ COMMITTED it would promise them nothing.
    """

    def begin(connection: PoolProxiedConnection) -> None:
        driver: Any = connection.dbapi_connection
        driver.told = []
        if is_to_write():
            tell(driver, "BEGIN")

    dialect: Any = engine.dialect
    dialect.do_begin, dialect.do_commit, dialect.do_rollback = begin, _commit, _rollback
    dialect.do_execute, dialect.do_executemany = _execute, _execute_many

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.told, connection.behind, connection.answer = [], None, None
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
