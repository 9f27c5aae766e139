"""Writing the log: one verb."""

from typing import Any

from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db


def record(
    *,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: int | None,
    board_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add a line to the open unit of work. `before` and `after` hold no personal text."""
    db.session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.person_id,
            via=actor.via,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            board_id=board_id,
            before=before,
            after=after,
        )
    )
