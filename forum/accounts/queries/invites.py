"""Invitations that can still be accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from forum.accounts import policy
from forum.accounts.models import Invitation
from forum.accounts.queries.browsers import token_hash
from forum.accounts.queries.people import has_administrator
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Missing
from forum.core.permissions import Role


@dataclass(frozen=True)
class OpenInvitation:
    """What stands behind a one-time link. `email` is None for the first administrator's."""

    id: int
    email: str | None
    role: Role
    created_at: datetime
    expires_at: datetime


def _is_open() -> ColumnElement[bool]:
    return (
        Invitation.accepted_at.is_(None)
        & Invitation.revoked_at.is_(None)
        & (Invitation.expires_at > clock.now())
    )


def open_invitation(token: str) -> OpenInvitation:
    """The invitation of a link. Raises Missing when it is used, revoked or too old, and for the
    first administrator's as soon as there is one."""
    row = db.session.scalar(
        select(Invitation).where(Invitation.token_hash == token_hash(token), _is_open())
    )
    if row is None or (row.email is None and has_administrator()):
        raise Missing(N_("This invitation is no longer valid. Ask for a new one."))
    return _invitation(row)


def invitations(actor: Actor) -> tuple[OpenInvitation, ...]:
    """Invitations not accepted yet, newest first. Raises Forbidden."""
    if not policy.may_manage(actor):
        raise Forbidden(N_("You may not see the people of this site."))
    rows = db.session.scalars(
        select(Invitation)
        .where(_is_open(), Invitation.email.is_not(None))
        .order_by(Invitation.id.desc())
    )
    return tuple(_invitation(row) for row in rows)


def _invitation(row: Invitation) -> OpenInvitation:
    return OpenInvitation(row.id, row.email, Role(row.role), row.created_at, row.expires_at)
