"""The one place that commits.

`writing()` wraps the call of an action, never a whole request: on SQLite it takes the write
lock, so nothing slow (reading a body, hashing, rendering, sending) may happen inside it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from forum.core import version
from forum.core.db import WRITES, db


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction. Leaving it commits; any exception, a DomainError too, rolls all back.

    Callbacks given to `after_commit` run once it is durable.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("units of work do not nest")
    session.rollback()  # ends the read that loaded the actor; the write sees a fresh snapshot
    session.info.update(writing=True, callbacks=[], content_changed=False)
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        session.flush()
        if session.info["content_changed"]:
            version.bump_inside(session)
        session.commit()
    except BaseException:
        session.info.clear()
        session.rollback()
        raise
    callbacks: list[Callable[[], None]] = session.info["callbacks"]
    changed: bool = session.info["content_changed"]
    session.info.clear()
    if changed:
        version.bump_after(session)
    for callback in callbacks:
        callback()


def is_writing() -> bool:
    """Whether a unit of work is open here."""
    return bool(db.session().info.get("writing"))


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` when the open unit of work is durable; never if it is rolled back."""
    db.session().info["callbacks"].append(callback)


def content_changed() -> None:
    """Public content or a site setting changes in this unit: cached pages end with it."""
    db.session().info["content_changed"] = True


def end_read() -> None:
    """Give the connection of a finished read back."""
    db.session.rollback()
