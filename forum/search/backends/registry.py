"""The backends by SQLAlchemy's name of the dialect: adding one is a file and a line here."""

from sqlalchemy import Connection

from forum.search.backends.postgres import PostgresBackend
from forum.search.backends.protocol import Backend
from forum.search.backends.sqlite import SqliteBackend

BACKENDS: dict[str, Backend] = {"sqlite": SqliteBackend(), "postgresql": PostgresBackend()}


def backend_of(connection: Connection) -> Backend:
    """The index of the database behind this connection."""
    return BACKENDS[connection.dialect.name]
