"""Calls of the verbs as a door makes them: texts prepared first, then one unit of work."""

from typing import Any

from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core import unit_of_work
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.suggestions import drafting
from forum.suggestions.actions import authors, review, team
from forum.suggestions.models import Suggestion
from tests import make

_VERBS = {
    verb.__name__: verb
    for verb in (
        authors.withdraw,
        review.approve,
        review.reject,
        review.hide,
        review.restore,
        team.move,
        team.lock_comments,
        team.set_status,
    )
}
TITLE, BODY = "خروجی اکسل از فهرست", "هر ماه *دستی* رونویسی می‌کنیم."


def draft(title: str = TITLE, body: str = BODY, language: str = "fa") -> drafting.Draft:
    return drafting.draft(title=title, body=body, language=language)


def post(author: Any, on: Any, title: str = TITLE, body: str = BODY, **more: Any) -> Suggestion:
    """The row that was written, let go of."""
    prepared = draft(title, body)
    with writing():
        posted = authors.post(actor=make.actor(author), board_id=on.id, draft=prepared, **more)
    row = db.session.get_one(Suggestion, posted.id)
    db.session.expunge(row)
    unit_of_work.end_read()
    return row


def edit(actor: Any, row: Any, *, seen: int = 1, title: str = TITLE, **more: Any) -> Any:
    prepared = draft(title, more.pop("body", BODY))
    with writing():
        return authors.edit(
            actor=make.actor(actor),
            suggestion_id=row.id,
            draft=prepared,
            category_id=more.pop("category_id", None),
            seen_revision=seen,
        )


def respond(actor: Any, row: Any, body: str = "در نسخهٔ بعدی می‌آید.") -> Any:
    prepared = drafting.response(body=body, language="fa")
    with writing():
        return team.respond(actor=make.actor(actor), suggestion_id=row.id, body=prepared)


def act(verb: str, actor: Any, row: Any, **more: Any) -> Any:
    """Any verb that takes an actor, a suggestion and plain values."""
    with writing():
        return _VERBS[verb](actor=make.actor(actor), suggestion_id=row.id, **more)


def audited(row: Any) -> list[tuple[str, int | None, Any, Any]]:
    """(action, who, before, after) of the suggestion, oldest first."""
    unit_of_work.end_read()
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == "suggestion", AuditEntry.subject_id == row.id)
        .order_by(AuditEntry.id)
    ).all()
    return [(entry.action, entry.actor_id, entry.before, entry.after) for entry in entries]
