"""Comments in threads. Threads are drawn two levels deep; `parent_id` keeps the true parent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment


class Comment(Model):
    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("state IN ('published', 'hidden', 'deleted')", name="state"),
        Index("ix_comment_thread", "suggestion_id", "id"),
        Index("ix_comment_author", "author_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10), default="published")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(8))
    dir: Mapped[str] = mapped_column(String(3))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)


class CommentRevision(Model):
    """What a comment said before an edit. Erasure empties the text."""

    __tablename__ = "comment_revision"
    __table_args__ = (UniqueConstraint("comment_id", "revision"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
