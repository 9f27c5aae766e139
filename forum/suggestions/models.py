"""Suggestions and what is said officially about them.

`state` is where a suggestion stands in our house (pending, published, hidden, withdrawn,
rejected, merged); `status` is what the team makes of it (new … completed).
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Json, Model, Moment
from forum.suggestions import limits

STATES = ("pending", "published", "hidden", "withdrawn", "rejected", "merged")
# Of few: a post that waits for nobody does not stand in it.
_WAITING = text("state = 'pending'")
KINDS = ("open", "active", "done", "declined")


class Status(Model):
    """A site-wide status. `names` is empty for the seeded ones: the catalogue names them."""

    __tablename__ = "status"
    __table_args__ = (
        CheckConstraint("kind IN ('open', 'active', 'done', 'declined')", name="kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    names: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    position: Mapped[int] = mapped_column(default=0)


class Suggestion(Model):
    """`heat` is forward-decayed (ranking.py). `title_key` is the folded title for narrowing.

    `revision` rises with each edit: an edit says which one it saw. Lists filter on
    (board_id, state) and order by an indexed stored column.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending', 'published', 'hidden', 'withdrawn', 'rejected', 'merged')",
            name="state",
        ),
        CheckConstraint("vote_count >= 0", name="vote_count"),
        CheckConstraint("comment_count >= 0", name="comment_count"),
        Index("ix_suggestion_trending", "board_id", "state", "heat", "id"),
        Index("ix_suggestion_top", "board_id", "state", "vote_count", "id"),
        Index("ix_suggestion_new", "board_id", "state", "published_at", "id"),
        Index("ix_suggestion_discussed", "board_id", "state", "comment_count", "id"),
        Index("ix_suggestion_updated", "board_id", "state", "updated_at", "id"),
        Index("ix_suggestion_by_status", "board_id", "state", "status_id", "heat", "id"),
        Index("ix_suggestion_by_category", "board_id", "state", "category_id", "heat", "id"),
        Index("ix_suggestion_author", "author_id", "created_at"),
        Index(
            "ix_suggestion_queue",
            "board_id",
            "created_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(1000))
    title_key: Mapped[str] = mapped_column(String(limits.TITLE_KEY_MAX))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(String(600), default="")
    renderer: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(8))
    dir: Mapped[str] = mapped_column(String(3))
    vote_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    heat: Mapped[float] = mapped_column(default=0.0)
    revision: Mapped[int] = mapped_column(default=1)
    is_locked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SuggestionRevision(Model):
    """What a suggestion said before an edit. Erasure empties the texts."""

    __tablename__ = "suggestion_revision"
    __table_args__ = (UniqueConstraint("suggestion_id", "revision"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    revision: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(1000))
    body: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class SuggestionTally(Model):
    """How many published suggestions a board has by status and category (0: none).

    Moved by ±1 with the row that caused it, so that no list ever counts.
    """

    __tablename__ = "suggestion_tally"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), primary_key=True)
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)


class StatusChange(Model):
    """Append-only: the database refuses UPDATE and DELETE."""

    __tablename__ = "status_change"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    from_status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    to_status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    actor_id: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)


class OfficialResponse(Model):
    """The one pinned answer of a suggestion; its earlier wordings are revisions."""

    __tablename__ = "official_response"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(String(600), default="")
    renderer: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(8))
    dir: Mapped[str] = mapped_column(String(3))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class OfficialResponseRevision(Model):
    """Append-only wordings of a response, the current one included."""

    __tablename__ = "official_response_revision"
    __table_args__ = (UniqueConstraint("response_id", "revision"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("official_response.id"))
    revision: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
