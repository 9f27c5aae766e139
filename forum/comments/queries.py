"""Reading comments. A comment is visible where its suggestion is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Person
from forum.comments import limits
from forum.comments.models import Comment
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import connection, db
from forum.core.errors import Missing
from forum.core.permissions import STAFF, Permission
from forum.i18n.catalog import N_
from forum.suggestions import ranking
from forum.suggestions.queries import single as suggestions


@dataclass
class CommentRow:
    """A comment as its thread shows it. A removed one with replies keeps its place, empty."""

    id: int
    parent_id: int | None
    author_id: int
    author_name: str
    is_team: bool
    state: str
    html: str
    language: str
    dir: str
    created_at: datetime
    edited_at: datetime | None
    replies: list["CommentRow"] = field(default_factory=list)

    @property
    def key(self) -> tuple[object, ...]:
        """Everything of it that a page shows, without its replies."""
        words = (self.id, self.author_name, self.is_team, self.state, self.html)
        return (*words, self.language, self.dir, self.created_at, self.edited_at)

    @property
    def is_shown(self) -> bool:
        return self.state == "published"


_THREAD = (
    select(
        Comment.id,
        Comment.parent_id,
        Comment.author_id,
        Person.name.label("author_name"),
        Person.role,
        Comment.state,
        Comment.body_html,
        Comment.language,
        Comment.dir,
        Comment.created_at,
        Comment.edited_at,
    )
    .join(Person, Person.id == Comment.author_id)
    .where(Comment.suggestion_id == bindparam("suggestion"), Comment.id > bindparam("after"))
    .order_by(Comment.id)
    .limit(bindparam("size"))
)


@dataclass(frozen=True)
class Thread:
    """Comments of one page, oldest first; `more_after` is the id to read on behind, or None."""

    _rows: Sequence[Any]
    _sees_hidden: bool
    more_after: int | None

    @cached_property
    def roots(self) -> Sequence[CommentRow]:
        """With their replies, two levels deep: deeper ones join the second level. A reply whose
        root is on an earlier page stands as a root."""
        roots: list[CommentRow] = []
        place: dict[int, CommentRow] = {}
        for row in self._rows:
            comment = _row(row, self._sees_hidden)
            above = place.get(row.parent_id) if row.parent_id else None
            if above is None:
                roots.append(comment)
                place[comment.id] = comment
            else:
                above.replies.append(comment)
                place[comment.id] = above  # an answer to a reply joins the same second level
        return [root for root in roots if _is_worth_showing(root, self._sees_hidden)]

    @property
    def author_ids(self) -> frozenset[int]:
        return frozenset(row.author_id for row in self._rows)

    def key(self, person_id: int | None) -> tuple[object, ...]:
        """Everything that a page shows of it to this person: his own have tools of their own."""
        own = tuple(row.id for row in self._rows if row.author_id == person_id)
        return (self._sees_hidden, own, *map(tuple, self._rows))


def thread(actor: Actor, suggestion_id: int, *, board_id: int, after: int = 0) -> Thread:
    """A page of the discussion; the caller has checked that the suggestion may be seen."""
    asked = {"suggestion": suggestion_id, "after": after, "size": limits.PAGE * 2 + 1}
    rows = connection().execute(_THREAD, asked).all()
    more = rows[limits.PAGE * 2 - 1].id if len(rows) > limits.PAGE * 2 else None
    return Thread(rows[: limits.PAGE * 2], actor.may(Permission.HIDE, board_id), more)


def _row(row: Any, sees_hidden: bool) -> CommentRow:
    is_readable = row.state == "published" or (row.state == "hidden" and sees_hidden)
    return CommentRow(
        id=row.id,
        parent_id=row.parent_id,
        author_id=row.author_id,
        author_name=row.author_name,
        is_team=row.role in STAFF,
        state=row.state,
        html=row.body_html if is_readable else "",
        language=row.language,
        dir=row.dir,
        created_at=row.created_at,
        edited_at=row.edited_at,
    )


def _is_worth_showing(comment: CommentRow, sees_hidden: bool) -> bool:
    """A removed comment without readable replies leaves no gap."""
    comment.replies = [
        reply for reply in comment.replies if reply.html or (sees_hidden and reply.is_shown)
    ]
    return bool(comment.html or comment.replies)


def get(actor: Actor, comment_id: int) -> Comment:
    """One comment. Raises Missing, also when its suggestion is not for this reader."""
    comment = db.session.get(Comment, comment_id)
    if comment is None:
        raise Missing(N_("This comment does not exist."))
    suggestion = suggestions.get(actor, comment.suggestion_id)
    is_team = actor.may(Permission.HIDE, suggestion.board_id)
    if comment.state != "published" and not is_team:
        raise Missing(N_("This comment does not exist."))
    return comment


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Everything this person wrote, for his own download."""
    rows = db.session.scalars(
        select(Comment).where(Comment.author_id == person_id).order_by(Comment.id)
    )
    return [
        {
            "id": row.id,
            "suggestion": row.suggestion_id,
            "state": row.state,
            "body": row.body,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def counted() -> dict[int, tuple[int, float]]:
    """Suggestion → (number of published comments, their heat), from the rows."""
    found: dict[int, tuple[int, float]] = {}
    query = select(Comment.suggestion_id, Comment.created_at).where(Comment.state == "published")
    with unit_of_work.snapshot() as session:
        for suggestion_id, at in session.execute(query.execution_options(yield_per=10_000)):
            count, heat = found.get(suggestion_id, (0, 0.0))
            found[suggestion_id] = (count + 1, heat + ranking.comment_heat(at))
    return found
