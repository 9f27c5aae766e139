"""One valid row for each table of a database, whatever its columns: data for migrations."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, inspect, select, types

# Each database's own full-text index: nobody writes rows of it by their columns.
_NOT_OURS = ("alembic_version", "search_index")
# Needs two different rows of one table, and there is one of each.
_EMPTY = ("duplicate_pair",)
_ALLOWED = re.compile(r"(?:IN|= ANY) *\(.*?'([^']+)'", re.I | re.S)


def fill(connection: Connection) -> dict[str, int]:
    """Put a row in each empty table; table → number of rows afterwards.

    Columns that may be empty stay empty on odd tables and are filled on even ones, so that a
    migration meets both.
    """
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(_NOT_OURS))
    made: dict[str, dict[str, Any]] = {}
    for number, table in enumerate(metadata.sorted_tables):
        if table.name in _EMPTY:
            continue
        if connection.execute(select(table)).first() is None:  # seeded tables have theirs
            row = _row(connection, table, made, fill_empty=number % 2 == 0)
            connection.execute(table.insert().values(row))
        made[table.name] = dict(connection.execute(select(table)).mappings().all()[-1])
    return counts(connection)


def counts(connection: Connection) -> dict[str, int]:
    """table → number of rows."""
    names = sorted(inspect(connection).get_table_names())
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in names
        if not name.startswith(_NOT_OURS)
    }


def _row(
    connection: Connection, table: Table, made: dict[str, dict[str, Any]], *, fill_empty: bool
) -> dict[str, Any]:
    choices = _choices(connection, table)
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.primary_key and _is_automatic(column):
            continue
        for key in column.foreign_keys:
            target = made.get(key.column.table.name)
            if target is not None:
                row[column.name] = target[key.column.name]
        if column.name in row or (column.nullable and not fill_empty) or column.foreign_keys:
            continue
        row[column.name] = choices.get(column.name, _value(column))
    return row


def _is_automatic(column: Column[Any]) -> bool:
    is_number = isinstance(column.type, types.Integer) and not column.foreign_keys
    return is_number and len(column.table.primary_key.columns) == 1 and column.name == "id"


def _choices(connection: Connection, table: Table) -> dict[str, str]:
    """column → the first value its check constraint allows."""
    found: dict[str, str] = {}
    for check in inspect(connection).get_check_constraints(table.name):
        rule = str(check["sqltext"])
        allowed = _ALLOWED.search(rule)
        named = [name for name in re.findall(r"\w+", rule) if name in table.columns]
        if allowed and named:
            found[named[0]] = allowed[1]
    return found


def _value(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, types.Boolean):
        return True
    if isinstance(kind, types.Integer):
        return 7
    if isinstance(kind, types.Numeric | types.Float):
        return 1.5
    if isinstance(kind, types.DateTime):
        aware = datetime(2026, 3, 21, 12, tzinfo=UTC)
        return aware if getattr(kind, "timezone", False) else aware.replace(tzinfo=None)
    if isinstance(kind, types.Date):
        return date(2026, 3, 21)
    if isinstance(kind, types.LargeBinary):
        return bytes(8)
    if isinstance(kind, types.JSON):
        return {"fa": "نام"}
    text = f"{column.table.name} {column.name} متن"
    return text[: kind.length] if isinstance(kind, types.String) and kind.length else text
