"""A person follows a suggestion; `is_muted` remembers a deliberate "no"."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment


class Follow(Model):
    """`reason`: posted, voted, commented or asked."""

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint("reason IN ('posted', 'voted', 'commented', 'asked')", name="reason"),
        Index("ix_follow_suggestion", "suggestion_id", "is_muted"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(10))
    is_muted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
