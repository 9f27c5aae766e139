"""A fresh, migrated database for each test: copied on SQLite, emptied on PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text

from forum.core import paths

_GONE = 10_000  # milliseconds
SEEDS = "seeds"  # schema that keeps the rows and sequence values the migrations left
NO_POSTGRES = "PostgreSQL is not there: set FORUM_TEST_POSTGRES=postgresql://…"


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's settings for this very connection."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """What a migrated database says it is at."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return str(ScriptDirectory.from_config(config).get_current_head())


def migrate(url: str | URL, revision: str = "head") -> None:
    """Bring the database at `url` up to `revision`."""
    engine = create_engine(url)
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), revision)
        connection.commit()
    engine.dispose()


class Sqlite:
    """One migrated file a process, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    def fresh(self, folder: Path) -> str:
        """Address of a new database in `folder`."""
        path = folder / "forum.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def close(self) -> None:
        """Nothing: the folder goes with the run."""


class Postgres:
    """One migrated database a process, emptied and seeded again before each test.

    Emptying takes a tenth of the time of a new database; triggers (append-only tables) and
    foreign keys sleep meanwhile.
    """

    def __init__(self, server: str, name: str) -> None:
        self._server = make_url(server).set(drivername="postgresql+psycopg")
        self.url = self._server.set(database=name)
        self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._on_server(f'CREATE DATABASE "{name}"')
        migrate(self.url)
        self._engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with self._engine.connect() as connection:
            self._reset = _reset_script(connection)

    def _on_server(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def fresh(self, folder: Path) -> str:
        """Address of the database as the migrations left it."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(self._reset)
        return self.url.render_as_string(hide_password=False)

    def throw_out(self) -> None:
        """End every connection to it, as a restart or a fail-over does."""
        self._engine.dispose()
        self._on_server(  # and wait until they are gone: they are only told to end
            f"SELECT pg_terminate_backend(pid, {_GONE}) FROM pg_stat_activity"
            f" WHERE datname = '{self.url.database}'"
        )

    @contextmanager
    def away(self) -> Iterator[None]:
        """Inside the block nobody can connect, and who was connected is thrown out."""
        name = self.url.database
        self._on_server(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        self.throw_out()
        try:
            yield
        finally:
            self._on_server(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')

    @contextmanager
    def setting(self, name: str, value: str) -> Iterator[None]:
        """Inside the block new connections have this parameter of PostgreSQL's."""
        self._on_server(f"ALTER DATABASE \"{self.url.database}\" SET {name} = '{value}'")
        try:
            yield
        finally:
            self._on_server(f'ALTER DATABASE "{self.url.database}" RESET {name}')

    def close(self) -> None:
        """Drop it; whoever is still connected is thrown out."""
        self._engine.dispose()
        self._on_server(f'DROP DATABASE "{self.url.database}" WITH (FORCE)')


def _reset_script(connection: Connection) -> str:
    """SQL that brings all rows and sequences back to what the migrations left."""
    connection.exec_driver_sql(f"CREATE SCHEMA {SEEDS}")
    statements = [
        "BEGIN",
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL lock_timeout = '10s'",
    ]
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    statements += [f'DELETE FROM "{name}"' for name in tables]
    for name in tables:
        if connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar():
            connection.exec_driver_sql(f'CREATE TABLE {SEEDS}."{name}" AS TABLE "{name}"')
            statements.append(f'INSERT INTO "{name}" SELECT * FROM {SEEDS}."{name}"')
    for name in inspect(connection).get_sequence_names():
        found = connection.exec_driver_sql(f'SELECT last_value, is_called FROM "{name}"').one()
        statements.append(f"SELECT setval('\"{name}\"', {found[0]}, {str(found[1]).lower()})")
    return "; ".join([*statements, "COMMIT"])
