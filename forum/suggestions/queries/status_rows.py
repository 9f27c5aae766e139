"""The statuses, from memory."""

from sqlalchemy import select

from forum.core import version
from forum.core.db import db
from forum.core.errors import N_, Invalid
from forum.suggestions.models import Status
from forum.suggestions.status import StatusRow


def _load_statuses() -> tuple[StatusRow, ...]:
    with db.engine.connect() as connection:
        rows = connection.execute(
            select(Status.id, Status.key, Status.kind, Status.names, Status.position).order_by(
                Status.position, Status.id
            )
        )
        return tuple(StatusRow(*row) for row in rows)


_statuses = version.Kept(_load_statuses)


def statuses() -> tuple[StatusRow, ...]:
    """All statuses in their order, from memory."""
    return _statuses.get()


def status_of(status_id: int) -> StatusRow:
    """The status of this id."""
    return next(row for row in statuses() if row.id == status_id)


def status_by_key(key: str) -> StatusRow:
    """The status of this key. Raises Invalid for one there is not."""
    for row in statuses():
        if row.key == key:
            return row
    raise Invalid(N_("There is no such status."), field="status")
