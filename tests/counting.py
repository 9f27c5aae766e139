"""Counting SQL statements: what a page or an action costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

# Control of transactions, and the look at the versions alone, which happens by time: the same
# beside a session, or a raise, belongs to its request.
_NOT_COUNTED = re.compile(
    r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET)\b"
    r"|\s*SELECT \(SELECT [^()]*\bcontent_version[^()]*\) AS content, \([^()]*\) AS structure\s*$",
    re.S | re.I,
)


@dataclass
class Counted:
    """The statements that ran inside the block."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return "\n".join(f"{at}. {' '.join(s.split())}" for at, s in enumerate(self.statements, 1))


@contextmanager
def counting(engine: Engine, *, is_whole: bool = False) -> Iterator[Counted]:
    """Count what any connection of `engine` runs inside the block; with `is_whole`, what belongs
    to no request too."""
    counted = Counted()

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if is_whole or not _NOT_COUNTED.match(statement):
            counted.statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
