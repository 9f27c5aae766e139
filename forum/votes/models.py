"""One row a voter and suggestion: the database is the judge."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment


class Vote(Model):
    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("suggestion_id", "voter_id"),
        Index("ix_vote_voter", "voter_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
