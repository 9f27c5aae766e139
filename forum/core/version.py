"""The content version: one integer that moves when public content or settings change.

SQLite: a row, raised in the same transaction. PostgreSQL: a sequence, raised after the commit,
because a row would make all writers queue behind each other's fsync; should the process die in
between, cached pages are old for at most their own time limit.
"""

import threading
import time

from sqlalchemy import Integer, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.core.db import Model, db

SEQUENCE = "content_version_seq"
_MAX_AGE = 0.1  # seconds between two looks at the database

_RAISE_ROW = text("UPDATE content_version SET value = value + 1 WHERE id = 1")
_RAISE_SEQUENCE = text(f"SELECT nextval('{SEQUENCE}')")
_READ_ROW = text("SELECT value FROM content_version WHERE id = 1")
_READ_SEQUENCE = text(f"SELECT last_value FROM {SEQUENCE}")  # noqa: S608 - a constant


class ContentVersion(Model):
    __tablename__ = "content_version"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[int] = mapped_column(Integer, default=1)


def bump_inside(session: Session) -> None:
    """Raise it with the change, where that is free (SQLite)."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(_RAISE_ROW)


def bump_after(session: Session) -> None:
    """Raise it after the commit, where a row would be a queue (PostgreSQL)."""
    if session.get_bind().dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(_RAISE_SEQUENCE)
    _seen.forget()


class _Seen:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.value = 0
        self.until = 0.0

    def forget(self) -> None:
        self.until = 0.0


_seen = _Seen()


def current() -> int:
    """The version, at most 100 ms old, read on a connection of its own."""
    if time.monotonic() < _seen.until:
        return _seen.value
    with _seen.lock:
        with db.engine.connect() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            found = connection.execute(_READ_ROW if is_sqlite else _READ_SEQUENCE).scalar()
        _seen.value = int(found or 0)
        _seen.until = time.monotonic() + _MAX_AGE
    return _seen.value


def forget() -> None:
    """Look again at the next call (a test or a restore changed the database below us)."""
    _seen.forget()
