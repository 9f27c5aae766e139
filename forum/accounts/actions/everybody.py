"""Signing everybody out at once: after a restore, or when a secret may have leaked."""

from sqlalchemy import delete, update

from forum.accounts.models import Invitation, PendingAct, Person, Session, SignInCode
from forum.audit import actions as audit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden


def sign_out(*, actor: Actor) -> None:
    """End every session, sign-in code and open invitation. Raises Forbidden."""
    if not actor.is_system:
        raise Forbidden(N_("You may not do this."))
    db.session.execute(update(Person).values(stamp=Person.stamp + 1))
    db.session.execute(delete(Session))
    db.session.execute(delete(SignInCode))
    db.session.execute(delete(PendingAct))
    db.session.execute(
        update(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    audit.record(
        actor=actor,
        action="accounts.everybody_signed_out",
        subject_kind="site",
        subject_id=None,
    )
