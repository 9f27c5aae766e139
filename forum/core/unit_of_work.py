"""The one place that commits.

`writing()` wraps the call of an action, never a whole request: on SQLite it takes the write
lock, so nothing slow (reading a body, hashing, rendering, sending) may happen inside it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session

from forum.core import version
from forum.core.db import begin, begin_snapshot, db, is_taken, roll_back, session_in_use
from forum.core.errors import N_, Conflict

log = structlog.get_logger()


class _Unit:
    """What an open unit of work has to do when it is durable, what it changes, what it made."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[], None]] = []
        self.changed = ""
        self.made: dict[object, Any] = {}


class _Thread(threading.local):
    unit: _Unit | None = None
    has_snapshot = False


_thread = _Thread()


@contextmanager
def writing() -> Iterator[scoped_session[Any]]:
    """One transaction. Leaving it commits; any exception, a DomainError too, rolls all back.

    Callbacks given to `after_commit` run once it is durable. What is refused because two at once
    wanted to be the only one (a name, an address) raises Conflict: each had looked before.
    """
    if _thread.unit is not None or _thread.has_snapshot:
        raise RuntimeError("units of work do not nest, and none begins inside a snapshot")
    unit = _thread.unit = _Unit()
    try:
        transaction = begin()  # ends what was read so far: the unit sees a fresh snapshot
        yield db.session
        session = session_in_use()
        if session is not None:
            session.commit()  # writes what it holds; the transaction is not its own
        if unit.changed:
            version.commit(transaction, is_structure=unit.changed == "structure")
        else:
            transaction.commit()
    except BaseException as error:
        _thread.unit = None
        roll_back()
        if isinstance(error, IntegrityError) and is_taken(error):
            # The first line names the constraint; what follows could name somebody.
            log.info("two wanted what only one may have", what=str(error.orig).partition("\n")[0])
            raise Conflict(N_("Somebody was faster by a moment. Please try again.")) from error
        raise
    _thread.unit = None
    for callback in unit.callbacks:
        callback()


@contextmanager
def attempt() -> Iterator[None]:
    """Part of the open unit of work: what is refused inside is undone alone."""
    unit = _open()
    made = dict(unit.made)
    try:
        with db.session.begin_nested():
            db.session.connection()  # without it the savepoint comes with the session's first use
            yield
    except BaseException:
        unit.made = made
        raise


@contextmanager
def snapshot() -> Iterator[Session]:
    """Reads that agree with each other, or are too many to hold at once: one transaction.

    Inside a unit of work they are part of it.
    """
    session = db.session()
    if is_writing():
        yield session
        return
    session.rollback()
    try:
        begin_snapshot()
        _thread.has_snapshot = True
        yield session
    finally:
        _thread.has_snapshot = False
        session.rollback()


def is_writing() -> bool:
    """Whether a unit of work is open here."""
    return _thread.unit is not None


def _open() -> _Unit:
    if _thread.unit is None:
        raise RuntimeError("no unit of work is open")
    return _thread.unit


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` when the open unit of work is durable; never if it is rolled back."""
    _open().callbacks.append(callback)


def content_changed() -> None:
    """Public content changes in this unit: cached pages end with it."""
    unit = _open()
    unit.changed = unit.changed or "content"


def structure_changed() -> None:
    """Boards, rights, statuses or settings change in this unit: everything kept ends with it."""
    _open().changed = "structure"


def note(key: object, made: Any) -> None:
    """Have at hand, for the rest of this unit, what it made: whoever hears of it need not read it
    again."""
    _open().made[key] = made


def noted(key: object) -> Any:
    """What this unit noted under the key, None when it is not from here."""
    return _thread.unit.made.get(key) if _thread.unit is not None else None


def end_read() -> None:
    """Give the connection of a finished read back."""
    if _thread.unit is not None:
        raise RuntimeError("this would throw away what the open unit of work wrote")
    db.session.rollback()
