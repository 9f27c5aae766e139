"""Beginning and ending sessions."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, update

from forum.accounts import proofs
from forum.accounts.actions import codes_of
from forum.accounts.models import Person, Session
from forum.accounts.queries import browsers, people
from forum.audit import actions as audit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Missing
from forum.core.permissions import STAFF, Role
from forum.core.statements import Statement

Proof = Literal["code", "password", "link"]
_RENEWABLE = browsers.CUSTOMER_SESSION / 2
_TOUCH = Statement(
    update(Session).where(Session.id == bindparam("session")).values(seen_at=bindparam("now"))
)


def start(
    *,
    person_id: int,
    user_agent: str,
    address: str,
    ended_token: str | None = None,
    proof: Proof | None = None,
) -> str:
    """Begin a session and end the one of `ended_token`; returns the new cookie's secret.

    If that one is this person's own it goes on under the new secret: what he typed meanwhile in
    another tab can still be sent. With a `proof` (how he showed who he is) the audit log gets a
    line.
    """
    person = people.get(person_id)
    if person.blocked_at is not None:
        raise Forbidden(N_("This account is blocked."))
    token, now = proofs.new_token(), clock.now()
    values = {
        "token_hash": browsers.token_hash(token),
        "user_agent": user_agent[:300],
        "address": address,
        "seen_at": now,
        "fresh_at": now,
    }
    if not (ended_token and _renewed(ended_token, person, now, values)):
        if ended_token:
            _drop(ended_token)
        row = Session(person_id=person_id, stamp=person.stamp, created_at=now, **values)
        db.session.add(row)
    if proof:
        audit.record(
            actor=Actor(person_id=person_id, role=Role(person.role)),
            action="accounts.signed_in",
            subject_kind="person",
            subject_id=person_id,
            after={"by": proof},
        )
    return token


def _renewed(token: str, person: Person, now: datetime, values: dict[str, Any]) -> bool:
    """Whether the session of this cookie lived and was the person's, and goes on so. An old one
    does not: the proof would end with it."""
    lived = (
        (Session.token_hash == browsers.token_hash(token))
        & (Session.person_id == person.id)
        & (Session.stamp == person.stamp)
        & (Session.created_at > now - _RENEWABLE)
    )
    if Role(person.role) in STAFF:
        lived &= Session.seen_at > now - browsers.STAFF_IDLE
    renewed = db.session.execute(
        update(Session)
        .where(lived)
        .values(**values)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    )
    return renewed.scalar_one_or_none() is not None


def touch(*, session_id: int) -> None:
    """Note that the session is in use."""
    _TOUCH.run(session=session_id, now=clock.now())


def end(*, token: str) -> None:
    """Sign out: the row is gone, a replayed cookie finds nothing."""
    person_id = _drop(token)
    if person_id is not None:
        codes_of.revoke_moves(person_id)


def _drop(token: str) -> int | None:
    """Delete the session of this cookie; whose it was."""
    mine = Session.token_hash == browsers.token_hash(token)
    return db.session.execute(
        delete(Session).where(mine).returning(Session.person_id)
    ).scalar_one_or_none()


def end_one(*, actor: Actor, session_id: int) -> None:
    """End one of the actor's own sessions. Raises Missing."""
    ended = db.session.execute(
        delete(Session)
        .where(Session.id == session_id, Session.person_id == actor.person_id)
        .returning(Session.id)
    ).scalar_one_or_none()
    if ended is None:
        raise Missing(N_("This session has ended already."))
    codes_of.revoke_moves(actor.person_id or 0)


def end_others(*, actor: Actor) -> None:
    """End all sessions of the actor but the present one."""
    db.session.execute(
        delete(Session).where(
            Session.person_id == actor.person_id, Session.id != (actor.session_id or 0)
        )
    )
    codes_of.revoke_moves(actor.person_id or 0)


def end_all(person: Person) -> None:
    """End every session of a person, those just being made included: the stamp moves on."""
    person.stamp += 1
    codes_of.revoke_moves(person.id)
    db.session.execute(delete(Session).where(Session.person_id == person.id))


def forget_old() -> None:
    """Drop the rows of sessions that ran out."""
    db.session.execute(
        delete(Session).where(Session.created_at < clock.now() - browsers.CUSTOMER_SESSION)
    )
