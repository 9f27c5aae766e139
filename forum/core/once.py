"""Twice-sent forms: the second sending gets the first one's answer.

A form carries a random token; the act writes it in its own transaction. Whoever sends the token
again finds the row, and with it where the first was led.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import Model, Moment, db, insert_for
from forum.core.statements import Statement

KEEP = timedelta(days=2)


class OnceAnswer(Model):
    __tablename__ = "once_answer"
    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    answer: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)


_ANSWER = Statement(select(OnceAnswer.answer).where(OnceAnswer.token == bindparam("token")))
_SET_ANSWER = Statement(
    update(OnceAnswer).where(OnceAnswer.token == bindparam("by")).values(answer=bindparam("where"))
)
_CLAIM = Statement(
    lambda dialect: (
        insert_for(dialect)(OnceAnswer)
        .on_conflict_do_nothing(index_elements=["token"])
        .returning(OnceAnswer.token)
    )
)


def claim(token: str | None) -> str | None:
    """Take the token for the open unit of work.

    None: it is the first sending, go on and `answer` it. A string: the answer of the first.
    Without a token every sending is a first one.
    """
    if not token:
        return None
    if _CLAIM.scalar(token=token[:80], answer="", created_at=clock.now()) is not None:
        return None
    return known(token)


def known(token: str | None) -> str | None:
    """Where the first sending was led; None when nothing was sent with this token."""
    return _ANSWER.scalar(token=token[:80]) if token else None


def answer(token: str | None, where: str) -> None:
    """Remember where the first sending was led (a path of our own)."""
    if not token:
        return
    _SET_ANSWER.run(by=token[:80], where=where)


def forget_old() -> None:
    """Drop answers nobody will ask for again."""
    db.session.execute(delete(OnceAnswer).where(OnceAnswer.created_at < clock.now() - KEEP))
