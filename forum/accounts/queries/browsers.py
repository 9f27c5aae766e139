"""Who comes with a cookie, and from where else he is signed in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from forum.accounts import devices
from forum.accounts.models import Person, Session
from forum.core import clock, version
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.permissions import STAFF, Role
from forum.core.statements import Statement

CUSTOMER_SESSION = timedelta(days=90)
STAFF_IDLE = timedelta(hours=12)
FRESH = timedelta(minutes=30)
_TOUCH = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedIn:
    """What every request of a signed-in person needs, from one SELECT; `versions` are those that
    this read saw."""

    session_id: int
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
    started_at: datetime
    joined_at: datetime
    versions: version.Versions

    @property
    def key(self) -> str:
        """What this session is and none was before, also when its cookie was renewed."""
        return f"{self.session_id}:{self.person_id}:{self.started_at.isoformat()}"


def _signed_in(dialect: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *version.columns(dialect),
            Session.id,
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
            Person.created_at.label("joined_at"),
        )
        .join(Person, Person.id == Session.person_id)
        .where(
            Session.token_hash == bindparam("token_hash"),
            Session.stamp == Person.stamp,
            Person.blocked_at.is_(None),
            Person.erased_at.is_(None),
        )
    )


_SIGNED_IN = Statement(_signed_in)


def token_hash(token: str) -> str:
    """What the database keeps of a secret that a browser or a mail carries: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str) -> SignedIn | None:
    """The session of this cookie, None when it ended, ran out, or its person may not come in."""
    row = _SIGNED_IN.first(token_hash=token_hash(token))
    if row is None:
        return None
    role, now = Role(row.role), clock.now()
    if now - row.created_at > CUSTOMER_SESSION:
        return None
    if role in STAFF and now - row.seen_at > STAFF_IDLE:
        return None
    return SignedIn(
        session_id=row.id,
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
        started_at=row.created_at,
        wants_touch=now - row.seen_at > _TOUCH,
        joined_at=row.joined_at,
        versions=version.Versions(row.content, row.structure),
    )


def _is_fresh(fresh_at: datetime | None, now: datetime) -> bool:
    # By a clock that is far ahead it would be fresh for as long.
    return fresh_at is not None and -clock.SKEW <= now - fresh_at < FRESH


@dataclass(frozen=True)
class SessionRow:
    """One signed-in browser. `device` is "" when it did not say what it is."""

    id: int
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    is_current: bool


def sessions_of(actor: Actor) -> tuple[SessionRow, ...]:
    """The living sessions of the actor, the present one first, then by last use."""
    rows = db.session.scalars(
        select(Session)
        .join(Person, Person.id == Session.person_id)
        .where(Session.person_id == actor.person_id, Session.stamp == Person.stamp)
        .where(Session.created_at > clock.now() - CUSTOMER_SESSION)
        .order_by(Session.seen_at.desc(), Session.id.desc())
    )
    found = [
        SessionRow(
            id=row.id,
            device=devices.described(row.user_agent),
            address=row.address,
            created_at=row.created_at,
            seen_at=row.seen_at,
            is_current=row.id == actor.session_id,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: not row.is_current))
