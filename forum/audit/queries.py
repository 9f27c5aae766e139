"""Reading the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from forum.audit.models import AuditEntry
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden
from forum.core.paging import Cursor, Page
from forum.core.permissions import Permission

PAGE_SIZE = 50


@dataclass(frozen=True)
class Narrowing:
    """Which lines are wanted; None and "" mean all.

    `kind`: the part of the action before its dot ("boards"). `subject`: kind and id.
    """

    kind: str = ""
    actor_id: int | None = None
    board_id: int | None = None
    subject: tuple[str, int] | None = None

    def applied(self, query: Select[AuditEntry]) -> Select[AuditEntry]:
        """`query` for these lines only."""
        if self.kind:
            query = query.where(AuditEntry.action.startswith(f"{self.kind}.", autoescape=True))
        if self.actor_id is not None:
            query = query.where(AuditEntry.actor_id == self.actor_id)
        if self.board_id is not None:
            query = query.where(AuditEntry.board_id == self.board_id)
        if self.subject is not None:
            query = query.where(AuditEntry.subject_kind == self.subject[0])
            query = query.where(AuditEntry.subject_id == self.subject[1])
        return query


ALL = Narrowing()


def entries_page(
    *, actor: Actor, cursor: Cursor | None = None, only: Narrowing = ALL
) -> Page[AuditEntry]:
    """A page of the log, newest first. Raises Forbidden for whoever may not read the audit."""
    if not actor.may(Permission.READ_AUDIT):
        raise Forbidden(N_("You may not read the audit log."))
    query = only.applied(select(AuditEntry))
    backwards = cursor is not None and cursor.side == "before"
    if cursor is not None:
        query = query.where(AuditEntry.id > cursor.id if backwards else AuditEntry.id < cursor.id)
    order = AuditEntry.id.asc() if backwards else AuditEntry.id.desc()
    found: Sequence[AuditEntry] = db.session.scalars(
        query.order_by(order).limit(PAGE_SIZE + 1)
    ).all()
    rows, more = list(found[:PAGE_SIZE]), len(found) > PAGE_SIZE
    if backwards:
        rows.reverse()
    has_newer = more if backwards else cursor is not None
    has_older = cursor is not None if backwards else more
    return Page(
        rows=tuple(rows),
        newer=Cursor("before", 0, rows[0].id).encode() if rows and has_newer else None,
        older=Cursor("after", 0, rows[-1].id).encode() if rows and has_older else None,
    )
