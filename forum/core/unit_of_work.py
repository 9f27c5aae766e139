"""The one place that commits.

`writing()` wraps the call of an action, never a whole request: on SQLite it takes the write
lock, so nothing slow (reading a body, hashing, rendering, sending) may happen inside it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.core import version
from forum.core.db import begin, connection, db, dialect_name, is_taken
from forum.core.errors import N_, Conflict

log = structlog.get_logger()


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction. Leaving it commits; any exception, a DomainError too, rolls all back.

    Callbacks given to `after_commit` run once it is durable. What is refused because two at once
    wanted to be the only one (a name, an address) raises Conflict: each had looked before.
    """
    session = db.session()
    if session.info.get("callbacks") is not None:
        raise RuntimeError("units of work do not nest")
    session.expunge_all()  # no row is seen as an earlier unit left it
    session.info.update({"callbacks": [], "changed": ""})
    try:
        begin(session)  # ends the read that loaded the actor; the write sees a fresh snapshot
        yield session
        session.flush()
        changed: str = session.info["changed"]
        if changed:
            version.commit(session, is_structure=changed == "structure")
        else:
            session.commit()
    except BaseException as error:
        session.info.clear()
        session.rollback()
        if isinstance(error, IntegrityError) and is_taken(error):
            log.warning("two at once wanted the same", exc_info=True)
            raise Conflict(N_("Somebody was faster by a moment. Please try again.")) from error
        raise
    callbacks: list[Callable[[], None]] = session.info["callbacks"]
    session.info.clear()
    for callback in callbacks:
        callback()


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
        if dialect_name() == "postgresql":  # SQLite's reads are one by themselves
            connection().execution_options(isolation_level="REPEATABLE READ")
        yield session
    finally:
        session.rollback()


def is_writing() -> bool:
    """Whether a unit of work is open here."""
    return db.session().info.get("callbacks") is not None


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` when the open unit of work is durable; never if it is rolled back."""
    db.session().info["callbacks"].append(callback)


def content_changed() -> None:
    """Public content changes in this unit: cached pages end with it."""
    info = db.session().info
    info["changed"] = info["changed"] or "content"


def structure_changed() -> None:
    """Boards, rights, statuses or settings change in this unit: everything kept ends with it."""
    db.session().info["changed"] = "structure"


def end_read() -> None:
    """Give the connection of a finished read back."""
    db.session.rollback()
