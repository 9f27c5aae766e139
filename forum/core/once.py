"""Twice-sent forms: the second sending gets the first one's answer.

A form carries a random token; the act writes it at its end, in its own transaction, with where its
sender is led. Whoever sends the token again finds the row there: what he did is rolled back.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import Model, Moment, db
from forum.core.statements import Statement

KEEP = timedelta(days=2)


class OnceAnswer(Model):
    """Of two days: few enough to look through all when the old ones go."""

    __tablename__ = "once_answer"
    __table_args__ = {"sqlite_with_rowid": False}

    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    answer: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(Moment)


_ANSWER = Statement(select(OnceAnswer.answer).where(OnceAnswer.token == bindparam("token")))
_ADD = Statement(insert(OnceAnswer))


def known(token: str | None) -> str | None:
    """Where the first sending was led; None when nothing was sent with this token."""
    return _ANSWER.scalar(token=token[:80]) if token else None


def keep(token: str | None, where: str) -> None:
    """Remember where this first sending is led (a path of our own). Without a token every sending
    is a first one.

    When there was one before, the unit of work is refused with Conflict, at its end at the latest.
    """
    if token:
        _ADD.run(token=token[:80], answer=where, created_at=clock.now())


def forget_old() -> None:
    """Drop answers nobody will ask for again."""
    db.session.execute(delete(OnceAnswer).where(OnceAnswer.created_at < clock.now() - KEEP))
