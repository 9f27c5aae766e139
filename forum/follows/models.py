"""A person follows a suggestion; `is_muted` remembers a deliberate "no"."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment


class Follow(Model):
    """`reason`: posted, voted, commented or asked."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("person_id", "suggestion_id"),
        CheckConstraint("reason IN ('posted', 'voted', 'commented', 'asked')", name="reason"),
        Index("ix_follow_suggestion", "suggestion_id", "is_muted"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    reason: Mapped[str] = mapped_column(String(10))
    is_muted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
