"""One row a voter and suggestion: the database is the judge."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Model, Moment


class Vote(Model):
    """Its key is whose it is and for what: the database lets nobody vote twice."""

    __tablename__ = "vote"
    __table_args__ = (
        Index("ix_vote_voter", "voter_id", "created_at"),
        {"sqlite_with_rowid": False},
    )

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
