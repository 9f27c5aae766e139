"""Boards and categories are named per language; `names["fa"]` may be missing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Json, Model, Moment

VISIBILITIES = ("public", "signed_in", "private")
APPROVALS = ("all", "newcomers", "none")


class Board(Model):
    """`language` is the board's own: the one its names fall back to.

    `roles` are the site roles a private board admits besides its named members.
    """

    __tablename__ = "board"
    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'signed_in', 'private')", name="visibility"),
        CheckConstraint("approval IN ('all', 'newcomers', 'none')", name="approval"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    names: Mapped[dict[str, str]] = mapped_column(Json)
    descriptions: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    visibility: Mapped[str] = mapped_column(String(12), default="public")
    roles: Mapped[list[str]] = mapped_column(Json, default=list)
    approval: Mapped[str] = mapped_column(String(12), default="newcomers")
    is_open: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Category(Model):
    __tablename__ = "category"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    names: Mapped[dict[str, str]] = mapped_column(Json)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)


class BoardMember(Model):
    """A named person on a board: `member` may enter it, other roles add their permissions."""

    __tablename__ = "board_member"
    __table_args__ = (
        UniqueConstraint("board_id", "person_id"),
        CheckConstraint("role IN ('member', 'moderator', 'product')", name="role"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="member")
