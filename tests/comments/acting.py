"""Calls of the verbs as a door makes them: texts prepared first, then one unit of work."""

from typing import Any

from forum.comments import actions, drafting
from forum.core.db import db
from forum.core.unit_of_work import writing
from tests import make


def post(author: Any, on: Any, body: str = "من هم می‌خواهم.", **more: Any) -> Any:
    prepared = drafting.draft(body=body, language="fa")
    with writing():
        row = actions.post(actor=make.actor(author), suggestion_id=on.id, body=prepared, **more)
    db.session.expunge(row)
    return row


def edit(author: Any, row: Any, body: str, *, seen: int = 1) -> Any:
    prepared = drafting.draft(body=body, language="fa")
    with writing():
        return actions.edit(
            actor=make.actor(author), comment_id=row.id, body=prepared, seen_revision=seen
        )


def act(verb: str, actor: Any, row: Any) -> Any:
    """delete, hide or restore."""
    with writing():
        return getattr(actions, verb)(actor=make.actor(actor), comment_id=row.id)
