"""One-time links: to the first administrator's place, and to a role in the team."""

from datetime import timedelta

from sqlalchemy import update

from forum.accounts import emails, letters, policy, proofs
from forum.accounts.actions import people
from forum.accounts.models import Invitation
from forum.accounts.queries import browsers, invites
from forum.accounts.queries import people as queries
from forum.audit import actions as audit
from forum.core import clock, mail
from forum.core.actor import Actor, system
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Invalid, Missing
from forum.core.permissions import Role

ADMIN_LINK_VALID = timedelta(days=7)
VALID = timedelta(days=7)
_GONE = N_("This invitation is no longer valid. Ask for a new one.")


def make_admin_link() -> str:
    """The token of a link that makes its user the administrator; earlier ones end."""
    now = clock.now()
    db.session.execute(
        update(Invitation)
        .where(Invitation.email.is_(None), Invitation.accepted_at.is_(None))
        .values(revoked_at=now)
    )
    return _keep(None, Role.ADMINISTRATOR, None, ADMIN_LINK_VALID)


def invite(*, actor: Actor, email: str, role: Role) -> str:
    """Mail a one-time link to a role, in the site's or the person's language; its token.

    An earlier invitation of the address ends. Raises Forbidden, Invalid (field "email").
    """
    if not policy.may_manage(actor):
        raise Forbidden(N_("You may not invite people."))
    address = emails.normalised(email)
    known = queries.by_email(address)
    if known is not None and known.role == role:
        raise Invalid(N_("This person has this role already."), field="email")
    _revoke_of(address)
    token = _keep(address, role, actor.person_id, VALID)
    profile = queries.profile_of(known.id) if known else queries.profile_in(actor.language)
    letter = letters.invitation(profile, address, role, token, VALID.days)
    mail.queue(letter, person_id=known.id if known else None, is_secret=True)
    audit.record(
        actor=actor,
        action="accounts.invited",
        subject_kind="person",
        subject_id=known.id if known else None,
        after={"role": role},
    )
    return token


def _keep(email: str | None, role: Role, by: int | None, valid: timedelta) -> str:
    token, now = proofs.new_token(), clock.now()
    db.session.add(
        Invitation(
            token_hash=browsers.token_hash(token),
            email=email,
            role=role,
            invited_by_id=by,
            created_at=now,
            expires_at=now + valid,
        )
    )
    db.session.flush()
    return token


def _revoke_of(email: str) -> None:
    db.session.execute(
        update(Invitation)
        .where(Invitation.email == email, Invitation.accepted_at.is_(None))
        .values(revoked_at=clock.now())
    )


def revoke(*, actor: Actor, invitation_id: int) -> None:
    """Take an invitation back. Raises Forbidden, Missing."""
    if not policy.may_manage(actor):
        raise Forbidden(N_("You may not invite people."))
    revoked = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
        .returning(Invitation.id)
    ).scalar_one_or_none()
    if revoked is None:
        raise Missing(_GONE)
    audit.record(
        actor=actor,
        action="accounts.invitation_revoked",
        subject_kind="invitation",
        subject_id=invitation_id,
    )


def accept(*, token: str, email: str, name: str = "", language: str) -> int:
    """Take the role of the link; the person's id. Of two at once one wins.

    Raises Missing when the link is used, revoked, too old, or there is an administrator by now;
    Invalid when the address is not the invited one.
    """
    found = invites.open_invitation(token)
    address = emails.normalised(email)
    if found.email is not None and found.email != address:
        raise Invalid(N_("This invitation is for another address."), field="email")
    taken = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == found.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(accepted_at=clock.now())
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise Missing(_GONE)
    person = people.make(email=address, name=name, language=language)
    if person.blocked_at is not None:
        raise Forbidden(N_("This account is blocked."))
    people.change_role(actor=system("web"), person=person, role=found.role)
    return person.id
