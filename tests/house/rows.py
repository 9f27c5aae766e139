"""What is in the database: to prove that something did not write."""

from sqlalchemy import select

from forum.core import unit_of_work
from forum.core.db import Base, db

# When a session was last seen may be noted by any request.
_MAY_CHANGE = {"session": {"seen_at"}}


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in a stable order."""
    unit_of_work.end_read()
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if one.name not in _MAY_CHANGE.get(table.name, ())]
        rows = db.session.execute(select(*columns)).all()
        found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    unit_of_work.end_read()
    return found
