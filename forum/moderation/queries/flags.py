"""What people flagged. Reporters are named here for staff only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.comments.models import Comment
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Missing
from forum.i18n.catalog import N_
from forum.moderation.models import Flag
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestions


@dataclass(frozen=True)
class FlagRow:
    """`resolution`: None while it is open, else kept, hidden, rejected or gone."""

    reason: str
    note: str
    reporter: str
    at: datetime
    resolution: str | None


@dataclass(frozen=True)
class FlaggedComment:
    """The comment that a group of flags is about."""

    id: int
    author: str
    author_id: int
    state: str
    body_html: str
    language: str
    dir: str
    at: datetime


@dataclass(frozen=True)
class FlagGroup:
    """The open flags of one subject, oldest first; `comment` None: the suggestion itself."""

    subject_kind: str
    subject_id: int
    flags: tuple[FlagRow, ...]
    comment: FlaggedComment | None = None


@dataclass(frozen=True)
class Subject:
    """What may be flagged: where it is and what it says."""

    kind: str
    id: int
    suggestion_id: int
    board_id: int
    title: str
    body_html: str
    language: str
    dir: str
    author: str


def subject(actor: Actor, kind: str, subject_id: int) -> Subject:
    """A published suggestion or comment that the reader may see. Raises Missing otherwise."""
    found = _suggestion(actor, subject_id) if kind == "suggestion" else _comment(actor, subject_id)
    if found is None:
        raise Missing(N_("It was removed, it moved, or it is not for you to see."))
    return found


def _suggestion(actor: Actor, suggestion_id: int) -> Subject | None:
    found = suggestions.get(actor, suggestion_id)
    if found.state != "published":
        return None
    author = db.session.scalar(select(Person.name).where(Person.id == found.author_id)) or ""
    return Subject(
        kind="suggestion",
        id=found.id,
        suggestion_id=found.id,
        board_id=found.board_id,
        title=found.title,
        body_html=found.body_html,
        language=found.language,
        dir=found.dir,
        author=author,
    )


def _comment(actor: Actor, comment_id: int) -> Subject | None:
    row = db.session.execute(
        select(Comment, Suggestion, Person.name)
        .join(Suggestion, Suggestion.id == Comment.suggestion_id)
        .join(Person, Person.id == Comment.author_id)
        .where(
            Comment.id == comment_id,
            Comment.state == "published",
            Suggestion.state == "published",
            suggestions.visible_to(actor),
        )
    ).one_or_none()
    if row is None:
        return None
    comment, suggestion, author = row
    return Subject(
        kind="comment",
        id=comment.id,
        suggestion_id=suggestion.id,
        board_id=suggestion.board_id,
        title=suggestion.title,
        body_html=comment.body_html,
        language=comment.language,
        dir=comment.dir,
        author=author,
    )


def open_groups(actor: Actor, suggestion_id: int) -> tuple[FlagGroup, ...]:
    """Open flags of a suggestion and its comments, by subject, the first flagged first.

    The caller has checked that the reader is staff of the board; others get an empty tuple.
    """
    rows = db.session.execute(
        select(Flag, Person.name)
        .join(Person, Person.id == Flag.reporter_id)
        .where(
            Flag.suggestion_id == suggestion_id,
            Flag.resolved_at.is_(None),
            Flag.board_id.in_(boards.visible_ids(actor)),
        )
        .order_by(Flag.id)
    )
    groups: dict[tuple[str, int], list[FlagRow]] = {}
    for flag, reporter in rows:
        line = FlagRow(flag.reason, flag.note, reporter, flag.created_at, flag.resolution)
        groups.setdefault((flag.subject_kind, flag.subject_id), []).append(line)
    comments = _comments([found for kind, found in groups if kind == "comment"])
    return tuple(
        FlagGroup(kind, found, tuple(lines), comments.get(found) if kind == "comment" else None)
        for (kind, found), lines in groups.items()
    )


def _comments(ids: Sequence[int]) -> dict[int, FlaggedComment]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(Comment, Person.name)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.id.in_(ids))
    )
    return {
        comment.id: FlaggedComment(
            id=comment.id,
            author=author,
            author_id=comment.author_id,
            state=comment.state,
            body_html=comment.body_html,
            language=comment.language,
            dir=comment.dir,
            at=comment.created_at,
        )
        for comment, author in rows
    }


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Everything this person reported, with his notes, for his own download."""
    rows = db.session.scalars(select(Flag).where(Flag.reporter_id == person_id).order_by(Flag.id))
    return [
        {
            row.subject_kind: row.subject_id,
            "reason": row.reason,
            "note": row.note,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
