"""What people flagged. A reporter is never shown to others than staff."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment

REASONS = ("spam", "abuse", "off_topic", "other")


class Flag(Model):
    """One flag a reporter and subject; open until `resolved_at`."""

    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "reporter_id"),
        CheckConstraint("subject_kind IN ('suggestion', 'comment')", name="subject_kind"),
        CheckConstraint("reason IN ('spam', 'abuse', 'off_topic', 'other')", name="reason"),
        Index("ix_flag_open", "resolved_at", "board_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int] = mapped_column(Integer)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str | None] = mapped_column(String(12))
