"""Alembic's entry: runs on the application's engine; autogenerate sees our models."""

from alembic import context

from forum import tables
from forum.core.db import Base, Json, Moment, db, to_write

assert tables.MODULES


def include_object(item, name, kind, reflected, compare_to):
    """The full-text index is each database's own; its migration makes it."""
    return not (kind == "table" and reflected and (name or "").startswith("search_index"))


def render_item(kind, item, autogen_context):
    """Our own column types by their short names."""
    if kind == "type" and isinstance(item, Moment):
        return "Moment()"
    if kind == "type" and item is Json:
        return "Json"
    return False


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with db.engine.connect() as connection, to_write():
        _migrate(connection)
        connection.commit()


def _migrate(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=include_object,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
