"""Calls of search as tests need them: rows of `make` are indexed here, verbs of rooms index by
themselves."""

from typing import Any

from forum.boards.models import Board
from forum.comments.models import Comment
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.i18n import texts
from forum.search import actions, queries
from forum.suggestions import actions as suggestions
from forum.suggestions.models import Suggestion
from tests import make
from tests.comments import acting as comments


def indexed(on: Board | None = None, **more: Any) -> Suggestion:
    """A suggestion of `make`, in the index where it is published."""
    row = make.suggestion(on, **more)
    with writing():
        actions.index(suggestion_id=row.id)
    db.session.expunge_all()
    return row


def found(text: str, actor: Actor = make.GUEST, **more: Any) -> list[int]:
    """The ids that `find` gives."""
    unit_of_work.end_read()
    try:
        return list(queries.find(actor, text, **more).ids)
    finally:
        unit_of_work.end_read()


def comment(author: Any, on: Suggestion, body: str) -> Comment:
    made: Comment = comments.post(author, on, body)
    return made


def respond(author: Any, on: Suggestion, body: str) -> None:
    prepared = texts.prepare(body, "fa")
    with writing():
        suggestions.respond(actor=make.actor(author), suggestion_id=on.id, body=prepared)
    db.session.expunge_all()
