"""Away with the demo: a fresh database that keeps settings, real people and their boards.

Rows are not deleted one by one, because the log and the status history refuse that; what stays
is written into a schema made anew, in one transaction or in a file of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, func, or_, select

from forum.core.db import Base
from forum.core.version import CONTENT, STRUCTURE, Versions

Rows = list[tuple[Table, list[dict[str, Any]]]]
_TABLES = Base.metadata.tables
# Who acted: a column that names a person, in a table of content.
_TRACES = (("suggestion", "author_id"), ("vote", "voter_id"), ("comment", "author_id"))


@dataclass(frozen=True)
class Trace:
    """A real person and how many posts, votes and comments are his."""

    name: str
    email: str
    count: int


def real_traces(connection: Connection) -> list[Trace]:
    """Real people who left something that the removal would take away."""
    person = _TABLES["person"]
    counts: dict[int, int] = {}
    for table, column in _TRACES:
        acted = _TABLES[table].c[column]
        rows = connection.execute(
            select(acted, func.count())
            .join(person, person.c.id == acted)
            .where(~person.c.is_demo)
            .group_by(acted)
        )
        for person_id, count in rows:
            counts[person_id] = counts.get(person_id, 0) + count
    people = connection.execute(select(person).where(person.c.id.in_(counts))).all()
    return [Trace(row.name, row.email or "", counts[row.id]) for row in people]


def has_demo(connection: Connection) -> bool:
    """Whether there is a demo to remove."""
    return any(
        connection.execute(select(_TABLES[name].c.id).where(_TABLES[name].c.is_demo)).first()
        for name in ("person", "board")
    )


def kept_rows(connection: Connection) -> Rows:
    """What stays, in the order in which it must be written."""
    t = _TABLES
    people = select(t["person"].c.id).where(~t["person"].c.is_demo)
    boards = select(t["board"].c.id).where(~t["board"].c.is_demo)
    audit, invitation, member = t["audit_entry"].c, t["invitation"].c, t["board_member"].c
    wanted: Sequence[tuple[str, Any]] = (
        ("setting", True),
        ("synonym", True),
        ("status", True),
        ("person", ~t["person"].c.is_demo),
        ("session", t["session"].c.person_id.in_(people)),
        ("invitation", _none_or_in(invitation.invited_by_id, people)),
        ("board", ~t["board"].c.is_demo),
        ("category", t["category"].c.board_id.in_(boards)),
        ("board_member", member.board_id.in_(boards) & member.person_id.in_(people)),
        (
            "audit_entry",
            _none_or_in(audit.actor_id, people) & _none_or_in(audit.board_id, boards),
        ),
    )
    return [(t[name], _read(connection, t[name], condition)) for name, condition in wanted]


def _none_or_in(column: Column[Any], ids: Any) -> Any:
    return or_(column.is_(None), column.in_(ids))


def _read(connection: Connection, table: Table, condition: Any) -> list[dict[str, Any]]:
    query = select(table) if condition is True else select(table).where(condition)
    return [dict(row) for row in connection.execute(query.order_by(*table.primary_key)).mappings()]


def write(connection: Connection, rows: Rows, before: Versions) -> None:
    """Put the kept rows into a fresh schema; the versions go on from the old ones."""
    connection.execute(_TABLES["status"].delete())
    for table, values in rows:
        if values:
            connection.execute(table.insert(), values)
    if connection.dialect.name == "postgresql":
        for table, _ in rows:
            if "id" in table.c:
                _advance(connection, table)
        connection.execute(select(func.setval("content_version_seq", before.content + 1)))
        connection.execute(select(func.setval("structure_version_seq", before.structure + 1)))
        return
    version = _TABLES["content_version"]
    for key, value in ((CONTENT, before.content), (STRUCTURE, before.structure)):
        connection.execute(version.update().where(version.c.id == key).values(value=value + 1))


def _advance(connection: Connection, table: Table) -> None:
    """Let the ids go on behind the highest one."""
    highest = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, "id")
    connection.execute(select(func.setval(sequence, highest)))


def remove_from_server(
    connection: Connection, before: Versions, remake: Callable[[], None]
) -> None:
    """In the open transaction: keep, make the schema anew (`remake`), write back."""
    rows = kept_rows(connection)
    remake()
    write(connection, rows, before)
