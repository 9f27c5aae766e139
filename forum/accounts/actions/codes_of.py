"""Ending the codes of a person: when he goes, or when an older proof must not count any more."""

from sqlalchemy import ColumnElement, delete, or_, select, update

from forum.accounts.models import PendingAct, SignInCode
from forum.core import clock
from forum.core.db import db


def revoke(person_id: int, email: str) -> None:
    """Make the codes under way to this person useless; what waited for them is dropped."""
    waiting = _codes(person_id, email) & SignInCode.used_at.is_(None)
    _drop_acts(waiting)
    db.session.execute(update(SignInCode).where(waiting).values(used_at=clock.now()))


def revoke_moves(person_id: int) -> None:
    """Make the codes for a new address useless: whoever asked for one may be out now."""
    asked = (SignInCode.person_id == person_id) & (SignInCode.purpose == "new_email")
    db.session.execute(
        update(SignInCode)
        .where(asked, SignInCode.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def forget(person_id: int, email: str) -> None:
    """Delete the codes of a person and what waited for them."""
    mine = _codes(person_id, email)
    _drop_acts(mine)
    db.session.execute(delete(SignInCode).where(mine))


def _codes(person_id: int, email: str) -> ColumnElement[bool]:
    return or_(SignInCode.person_id == person_id, SignInCode.email == email)


def _drop_acts(codes: ColumnElement[bool]) -> None:
    acts = select(SignInCode.pending_act_id).where(codes, SignInCode.pending_act_id.is_not(None))
    db.session.execute(
        delete(PendingAct)
        .where(PendingAct.id.in_(acts))
        .execution_options(synchronize_session=False)
    )
