"""Whether this process can serve: the database answers, has our schema, and tells our time."""

import functools
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock, revisions
from forum.core.db import db, dialect_name

_REVISION = text("SELECT version_num FROM alembic_version")


@functools.cache
def expected_revision() -> str:
    """The newest migration of this release."""
    return revisions.newest()


def revision() -> str | None:
    """The migration the database stands at, None for an empty one."""
    try:
        with db.engine.connect() as connection:
            return connection.execute(_REVISION).scalar()
    except SQLAlchemyError:
        return None


def not_ready() -> str | None:
    """A coarse reason why requests cannot be served, None when they can."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "database unavailable"
    if revision() != expected_revision():
        return "migrations pending"
    return None


def clock_difference() -> timedelta | None:
    """How far this machine's clock is ahead of the database's, None where they are the same."""
    if dialect_name() == "sqlite":
        return None
    with db.engine.connect() as connection:
        theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return clock.now() - theirs
