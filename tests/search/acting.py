"""Calls as tests of search need them."""

from typing import Any

from forum.comments.models import Comment
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.i18n import texts
from forum.search.queries import finding
from forum.suggestions.actions import team
from forum.suggestions.models import Suggestion
from tests import make
from tests.comments import acting as comments


def found(text: str, actor: Actor = make.GUEST, **more: Any) -> list[int]:
    """The ids that `find` gives."""
    unit_of_work.end_read()
    try:
        return list(finding.find(actor, text, **more).ids)
    finally:
        unit_of_work.end_read()


def comment(author: Any, on: Suggestion, body: str) -> Comment:
    made: Comment = comments.post(author, on, body)
    return made


def respond(author: Any, on: Suggestion, body: str) -> None:
    prepared = texts.prepare(body, "fa")
    with writing():
        team.respond(actor=make.actor(author), suggestion_id=on.id, body=prepared)
    db.session.expunge_all()
