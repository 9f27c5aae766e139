"""Reading people and sessions."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import Person, Session
from forum.core import clock
from forum.core.db import db
from forum.core.permissions import STAFF, Role

CUSTOMER_SESSION = timedelta(days=90)
STAFF_IDLE = timedelta(hours=12)
FRESH = timedelta(minutes=30)
_TOUCH = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedIn:
    """What every request of a signed-in person needs, from one SELECT."""

    session_id: int
    token_hash: str
    person_id: int
    name: str
    role: Role
    language: str
    theme: str
    digits: str | None
    calendar: str | None
    zone: str | None
    has_shortcuts: bool
    is_fresh: bool
    wants_touch: bool


_SIGNED_IN = (
    select(
        Session.id,
        Session.token_hash,
        Session.created_at,
        Session.seen_at,
        Session.fresh_at,
        Person.id.label("person_id"),
        Person.name,
        Person.role,
        Person.language,
        Person.theme,
        Person.digits,
        Person.calendar,
        Person.zone,
        Person.has_shortcuts,
    )
    .join(Person, Person.id == Session.person_id)
    .where(Session.stamp == Person.stamp, Person.blocked_at.is_(None), Person.erased_at.is_(None))
)


def token_hash(token: str) -> str:
    """What the database keeps of a secret that a browser or a mail carries: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str) -> SignedIn | None:
    """The session of this cookie, None when it ended, ran out, or its person may not come in."""
    row = db.session.execute(_SIGNED_IN.where(Session.token_hash == token_hash(token))).first()
    if row is None:
        return None
    role, now = Role(row.role), clock.now()
    if now - row.created_at > CUSTOMER_SESSION:
        return None
    if role in STAFF and now - row.seen_at > STAFF_IDLE:
        return None
    return SignedIn(
        session_id=row.id,
        token_hash=row.token_hash,
        person_id=row.person_id,
        name=row.name,
        role=role,
        language=row.language,
        theme=row.theme,
        digits=row.digits,
        calendar=row.calendar,
        zone=row.zone,
        has_shortcuts=row.has_shortcuts,
        is_fresh=_is_fresh(row.fresh_at, now),
        wants_touch=now - row.seen_at > _TOUCH,
    )


def _is_fresh(fresh_at: datetime | None, now: datetime) -> bool:
    return fresh_at is not None and now - fresh_at < FRESH
