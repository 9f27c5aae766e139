"""The schema: one head, the same as the models; every revision goes up, down and up on data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from forum import tables
from forum.core import paths
from forum.core.db import Base
from tests.databases import alembic_config
from tests.house import rowmaker

assert tables.MODULES
APPEND_ONLY = ("audit_entry", "status_change")


def script() -> ScriptDirectory:
    config = AlembicConfig()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return ScriptDirectory.from_config(config)


REVISIONS = [found.revision for found in reversed(list(script().walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A connection to a database without any table."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            yield connection
        engine.dispose()
        return
    server = make_url(request.getfixturevalue("postgres_server"))
    admin = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"sada_migration_{tmp_path.name[:20]}_{id(tmp_path)}"
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine = create_engine(admin.url.set(database=name))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(alembic_config(connection), revision)
    connection.commit()


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(alembic_config(connection), revision)
    connection.commit()


def test_there_is_one_head() -> None:
    assert len(script().get_heads()) == 1


def test_files_have_dated_names_in_order() -> None:
    files = sorted((paths.MIGRATIONS / "versions").glob("*.py"))
    assert [path.name[:15].replace("_", "").isdigit() for path in files] == [True] * len(files)
    ordered = [Path(script().get_revision(name).path).name for name in REVISIONS]
    assert ordered == [path.name for path in files]


def test_the_migrated_schema_is_that_of_the_models(empty: Connection) -> None:
    upgrade(empty)
    context = MigrationContext.configure(empty, opts={"compare_type": True})
    differences = [
        change
        for change in compare_metadata(context, Base.metadata)
        if "search_index" not in str(change)
    ]
    assert differences == []


def test_check_constraints_are_those_of_the_models(empty: Connection) -> None:
    """Alembic does not compare them."""
    upgrade(empty)
    for table in Base.metadata.sorted_tables:
        wanted = {one.name for one in table.constraints if str(one.name).startswith("ck_")}
        found = {check["name"] for check in inspect(empty).get_check_constraints(table.name)}
        assert found == wanted, table.name


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_down_and_up_on_data(empty: Connection, revision: str) -> None:
    before = script().get_revision(revision).down_revision
    kept: dict[str, int] = {}
    if isinstance(before, str):
        upgrade(empty, before)
        kept = rowmaker.fill(empty)
        empty.commit()
    upgrade(empty, revision)
    after = rowmaker.counts(empty)
    assert {name: after[name] for name in kept} == kept
    if not kept:
        after = rowmaker.fill(empty)
        empty.commit()
    downgrade(empty, before if isinstance(before, str) else "base")
    assert rowmaker.counts(empty) == kept
    upgrade(empty, revision)
    again = rowmaker.counts(empty)
    assert {name: again[name] for name in kept} == kept
    assert set(again) == set(after)


def test_all_the_way_down_leaves_nothing(empty: Connection) -> None:
    upgrade(empty)
    downgrade(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    if empty.dialect.name == "postgresql":
        assert inspect(empty).get_sequence_names() == []


def test_history_cannot_be_changed(empty: Connection) -> None:
    upgrade(empty)
    rowmaker.fill(empty)
    empty.commit()
    for table in APPEND_ONLY:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"):
                empty.execute(text(statement))
            empty.rollback()
        assert rowmaker.counts(empty)[table] == 1
