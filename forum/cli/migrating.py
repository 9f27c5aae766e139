"""Migrations by Alembic, loaded where there is something to migrate."""

from alembic import command as alembic
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection

from forum.core import paths


def upgrade(connection: Connection) -> None:
    """Bring the schema to this release, in the transaction of the connection."""
    alembic.upgrade(_settings(connection), "head")


def remake(connection: Connection) -> None:
    """Empty everything: down to nothing and up again."""
    settings = _settings(connection)
    alembic.downgrade(settings, "base")
    alembic.upgrade(settings, "head")


def _settings(connection: Connection) -> AlembicConfig:
    """Alembic's settings, without an ini file."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings
