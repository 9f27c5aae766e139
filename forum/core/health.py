"""Whether this process can serve: the database answers and has the schema we were made for."""

import functools

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.core import revisions
from forum.core.db import db

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
