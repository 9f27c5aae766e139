"""Statements that never change, compiled once for each database and run by its driver.

SQLAlchemy's own way works out at each call what is always the same: of a short statement on SQLite
that is nine tenths of the time, and while one writes everybody waits for it.
"""

import copy
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

from forum.core.db import connection, is_in_unit

Values = Mapping[str, Any]
_Read = Callable[[Sequence[Any]], Any]


class _Compiled(NamedTuple):
    statement: Executable
    sql: str
    bind: Callable[[Values], list[Any]]
    columns: tuple[Any, ...]  # their types
    row: _Read | None  # makes a tuple with names; None where no rows come back
    is_select: bool


class Statement:
    """One SELECT, INSERT, UPDATE or DELETE. `build` is it, or makes it for a dialect's name.

    It runs on `connection()`, inside the unit of work that is open. Outside of one each run stands
    for itself on both databases: what must agree is read inside `unit_of_work.snapshot()`.
    Rows are named tuples; errors are SQLAlchemy's. Lists of any length are one parameter
    (`conditions.among`); an expanding one is refused.
    """

    def __init__(self, build: Executable | Callable[[str], Executable]) -> None:
        self._build = build
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        self._readers: dict[str, _Read] = {}

    def all(self, **values: Any) -> Sequence[Any]:
        """Every row."""
        return self._run(values)

    def first(self, **values: Any) -> Any:
        """The first row, None when there is none."""
        rows = self._run(values)
        return rows[0] if rows else None

    def scalar(self, **values: Any) -> Any:
        """The first column of the first row, None when there is none."""
        rows = self._run(values)
        return rows[0][0] if rows else None

    def run(self, **values: Any) -> None:
        """For what it does. Nobody waits for an answer: PostgreSQL's errors may come from the next
        question, at the latest from the commit."""
        self._run(values, is_told=True)

    def _run(self, values: Values, *, is_told: bool = False) -> Sequence[Any]:
        opened = connection()
        made = self._for(opened.dialect, values)
        if not (made.is_select or is_in_unit(opened)):
            raise RuntimeError("what is written belongs to a unit of work")
        if opened._has_events or opened.engine._has_events:  # somebody counts statements
            result = opened.execute(made.statement, values)
            return result.all() if result.returns_rows else ()
        given = made.bind(values)
        driver: Any = opened.connection.dbapi_connection
        try:
            if opened.dialect.name == "postgresql":
                if is_told:
                    driver.wire.tell(made.sql, given)
                    return ()
                rows, types = driver.wire.ask(made.sql, given)
            else:
                cursor = driver.execute(made.sql, given)
                rows, types = cursor.fetchall() if made.row else (), None
        except BaseException as error:  # what SQLAlchemy does with it: a broken connection goes
            opened._handle_dbapi_exception(error, made.sql, given, None, None)
        return self._read(opened.dialect, made, rows, types) if rows else ()

    def _for(self, dialect: Dialect, values: Values) -> _Compiled:
        key = (dialect.name, *values)
        found = self._compiled.get(key)
        if found is None:
            build = self._build
            statement = build if isinstance(build, Executable) else build(dialect.name)
            found = self._compiled[key] = _compile(statement, _by_place(dialect), list(values))
        return found

    def _read(
        self, dialect: Dialect, made: _Compiled, rows: Sequence[Any], types: Sequence[int] | None
    ) -> Sequence[Any]:
        read = self._readers.get(dialect.name)
        if read is None:  # some types go by the driver's word for the column
            read = self._readers[dialect.name] = _reader(dialect, made, types)
        return list(map(read, rows))


def _by_place(dialect: Dialect) -> Dialect:
    """The dialect with $1, $2 … where its own statements have names."""
    if dialect.positional:
        return dialect
    found = copy.copy(dialect)
    found.paramstyle, found.positional = "numeric_dollar", True
    found.identifier_preparer = found.preparer(found)  # which would write %% for %
    return found


def _compile(statement: Any, dialect: Dialect, names: list[str]) -> _Compiled:
    """`statement` is an Executable; not all of them compile, those we run do."""
    compiled = statement.compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    if any(one.key in names for one in compiled.post_compile_params):
        raise TypeError("a statement that is compiled once has no expanding parameters")
    state = compiled.construct_expanded_state(dict.fromkeys(names))
    columns = compiled._result_columns or ()
    row: _Read | None = None
    if columns:
        row = _named([one.keyname for one in columns])._make
    return _Compiled(
        statement,
        state.statement,
        _binder(compiled, state, names),
        tuple(one.type for one in columns),
        row,
        statement.is_select,
    )


def _named(columns: list[str]) -> Any:
    make: Any = namedtuple  # its names are known when the statement is
    return make("Row", columns, rename=True)


def _binder(
    compiled: SQLCompiler, state: ExpandedState, names: list[str]
) -> Callable[[Values], list[Any]]:
    """What the driver gets for the values, in the order of their places."""
    processors: dict[str, Any] = {**compiled._bind_processors, **state.processors}
    fixed = dict(state.parameters)
    for column in compiled.insert_prefetch:
        default: Any = column.default
        if default is None or not default.is_scalar:
            raise TypeError(f"{column} has no plain default")
        fixed[column.key] = default.arg
    for name in fixed.keys() - names:
        process = processors.get(name)
        fixed[name] = process(fixed[name]) if process else fixed[name]
    places = list(enumerate(state.positiontup or ()))
    plain = [fixed[name] for _, name in places]
    given = [(at, name, processors.get(name)) for at, name in places if name in names]

    def bind(values: Values) -> list[Any]:
        found = plain.copy()
        for at, name, process in given:
            value = values[name]
            found[at] = process(value) if process is not None else value
        return found

    return bind


def _reader(dialect: Dialect, made: _Compiled, types: Sequence[int] | None) -> _Read:
    told_types: Sequence[int | None] = types or [None] * len(made.columns)
    processors = [
        kind._cached_result_processor(dialect, told)
        for kind, told in zip(made.columns, told_types, strict=True)
    ]
    row = made.row
    assert row is not None
    wanted = [(at, process) for at, process in enumerate(processors) if process is not None]
    if not wanted:
        return row

    def read(values: Sequence[Any]) -> Any:
        found = list(values)
        for at, process in wanted:
            found[at] = process(found[at])
        return row(found)

    return read
