"""What is said to PostgreSQL over one connection, by libpq's own pipeline.

psycopg's cursors work out at each statement what is always the same, and send each by itself. Here
all that is told goes in one message with the next question, and a statement is prepared once for
its connection. psycopg adapts the values, waits, and reads the rows.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from psycopg import Connection, Error, OperationalError, errors, generators
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_ERRORS = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)
_TRANSACTIONS = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
# A table changed under a prepared statement, or somebody discarded it.
_OUTDATED = ("0A000", "26000")


class Said(NamedTuple):
    """SQL with $1, $2 …, and a value for each."""

    sql: str
    values: Sequence[Any]


class Answer(NamedTuple):
    """The rows of a statement, and the type of each column by PostgreSQL's number."""

    rows: Sequence[tuple[Any, ...]]
    types: Sequence[int]


def is_disconnect(error: BaseException, driver: Connection[Any] | None, _: object) -> bool:
    """Whether nothing more can be asked on the connection, which libpq may not have noticed yet.

    The server ends a session with a FATAL; an operational error without the server's code was made
    on this side of the wire.
    """
    if driver is None or not isinstance(error, Error):
        return False
    return (
        driver.closed
        or driver.broken
        or error.diag.severity_nonlocalized in ("FATAL", "PANIC")
        or (isinstance(error, OperationalError) and error.sqlstate is None)
    )


def _forget_row(error: Error) -> None:
    """Leave what is wrong alone: PostgreSQL quotes the row that it refuses, with all that somebody
    typed, and errors go to the journal."""
    if error.diag.message_primary:
        error.args = (error.diag.message_primary,)


class Wire:
    """Of one connection, which one thread uses at a time."""

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver, self._libpq = driver, driver.pgconn
        self._adapter = Transformer(driver)
        self._told: list[Said] = []
        self._names: dict[str, bytes] = {}  # of the statements that are prepared
        self._numbers = itertools.count(1)

    @property
    def is_idle(self) -> bool:
        return self._libpq.transaction_status == TransactionStatus.IDLE

    @property
    def is_in_transaction(self) -> bool:
        return self._libpq.transaction_status in _TRANSACTIONS

    @property
    def has_failed(self) -> bool:
        """Whether the transaction can only be rolled back."""
        return self._libpq.transaction_status == TransactionStatus.INERROR

    def tell(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Send it with the next question; its error comes from there."""
        self._told.append(Said(sql, values))

    def forget(self) -> None:
        """What was told is not to be sent."""
        self._told = []

    def settle(self) -> None:
        """Send what was told, and hear what became of it."""
        if self._told:
            self.ask(*self._told.pop())

    def run(self, ask: Callable[[str, Any], object], sql: str, values: Any) -> None:
        """What psycopg's own cursor is asked, behind everything that was told."""
        self.settle()
        try:
            ask(sql, values)
        except Error as error:
            _forget_row(error)
            raise

    def ask(self, sql: str, values: Sequence[Any] = ()) -> Answer:
        """What is answered, behind everything that was told. Raises psycopg's errors."""
        told, self._told = self._told, []
        name = None if told else self._names.get(sql)
        if name is None:
            exchange = self._exchange([*told, Said(sql, values)])
        else:
            exchange = self._single(name, self._texts(values))
        result = self._driver.wait(exchange)
        if not result.nfields:
            return Answer((), ())
        self._adapter.set_pgresult(result)
        rows = self._adapter.load_rows(0, result.ntuples, tuple)
        return Answer(rows, [result.ftype(at) for at in range(result.nfields)])

    def _texts(self, values: Sequence[Any]) -> Sequence[Buffer | None]:
        # As text and without a type, a value is whatever its place asks for: one plan for all.
        if not values:
            return ()
        return self._adapter.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _single(self, name: bytes, texts: Sequence[Buffer | None]) -> PQGen[PGresult]:
        self._libpq.send_query_prepared(name, texts)
        results: list[PGresult] = yield from generators.execute(self._libpq)
        self._check(results)
        return results[-1]

    def _exchange(self, statements: Sequence[Said]) -> PQGen[PGresult]:
        """Send them all, then read: errors of values come before anything is sent."""
        sent = [(sql, self._texts(values)) for sql, values in statements]
        libpq, fresh = self._libpq, dict[str, bytes]()
        libpq.enter_pipeline_mode()
        for sql, texts in sent:
            name = self._names.get(sql) or fresh.get(sql)
            if name is None:
                # Just before it runs: a BEGIN before it may say how the transaction looks.
                name = fresh[sql] = b"sada_%d" % next(self._numbers)
                libpq.send_prepare(name, sql.encode())
            libpq.send_query_prepared(name, texts)
        libpq.pipeline_sync()
        yield from generators.send(libpq)
        results: list[PGresult] = []
        for _ in range(len(fresh) + len(sent)):
            results += yield from generators.fetch_many(libpq)
        yield from generators.fetch_many(libpq)  # the end of them all
        libpq.exit_pipeline_mode()
        self._check(results)
        self._names |= fresh
        return results[-1]

    def _check(self, results: Sequence[PGresult]) -> None:
        for result in results:
            if result.status in _ERRORS:
                error = errors.error_from_result(result, encoding=self._driver.info.encoding)
                if error.sqlstate in _OUTDATED:
                    self._names = {}
                _forget_row(error)
                raise error
