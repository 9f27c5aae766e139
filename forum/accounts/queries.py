"""Reading people and sessions."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from forum.accounts import devices, policy
from forum.accounts.models import Invitation, Person, Session, SignInCode
from forum.core import clock, version
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Missing
from forum.core.paging import Cursor, Page
from forum.core.permissions import STAFF, Role
from forum.core.statements import Statement
from forum.i18n import folding, locale
from forum.site import queries as site

CUSTOMER_SESSION = timedelta(days=90)
STAFF_IDLE = timedelta(hours=12)
FRESH = timedelta(minutes=30)
MAX_TRIES = 5
KEEP_CODE = timedelta(days=1)
PAGE_SIZE = 50
_TOUCH = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedIn:
    """What every request of a signed-in person needs, from one SELECT; `versions` are those that
    this read saw."""

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
    joined_at: datetime
    versions: version.Versions


def _signed_in(dialect: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *version.columns(dialect),
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
        joined_at=row.joined_at,
        versions=version.Versions(row.content, row.structure),
    )


def _is_fresh(fresh_at: datetime | None, now: datetime) -> bool:
    return fresh_at is not None and now - fresh_at < FRESH


def get(person_id: int) -> Person:
    """One person. Raises Missing, also for one who was erased."""
    person = db.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise Missing(N_("This account does not exist."))
    return person


def by_email(email: str) -> Person | None:
    """The person of a normalised address (`emails.normalised`)."""
    return db.session.scalar(select(Person).where(Person.email == email))


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Id → name; an erased person's is ""."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def has_administrator() -> bool:
    """Whether somebody can administer the site."""
    found = select(Person.id).where(
        Person.role == Role.ADMINISTRATOR, Person.blocked_at.is_(None), Person.is_demo.is_(False)
    )
    return db.session.scalar(found.limit(1)) is not None


def profile_of(person_id: int) -> locale.Profile:
    """How this person reads: for mails and files made for him. Raises Missing."""
    person, settings = get(person_id), site.current()
    return locale.profile_for(
        person.language,
        digits=person.digits,
        calendar=person.calendar,
        zone=person.zone or settings.zone,
        arabic_digits=settings.arabic_digits,
        week_start=settings.first_weekday,
    )


def profile_in(language: str) -> locale.Profile:
    """How somebody without an account reads in this language."""
    settings = site.current()
    return locale.profile_for(
        language,
        zone=settings.zone,
        arabic_digits=settings.arabic_digits,
        week_start=settings.first_weekday,
    )


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


@dataclass(frozen=True)
class WaitingCode:
    """A code under way, as its browser may see it; `is_spent`: tried too often, `is_over`: too
    old, but another one may be asked for in its place."""

    email: str
    purpose: str
    next_path: str
    has_act: bool
    is_spent: bool
    is_over: bool
    expires_at: datetime


def waiting_code(handle: str | None) -> WaitingCode | None:
    """The unused code that belongs to a browser's handle, for as long as it can be renewed."""
    if not handle:
        return None
    row = db.session.scalar(
        select(SignInCode).where(
            SignInCode.handle_hash == token_hash(handle),
            SignInCode.used_at.is_(None),
            SignInCode.created_at > clock.now() - KEEP_CODE,
        )
    )
    if row is None:
        return None
    return WaitingCode(
        email=row.email,
        purpose=row.purpose,
        next_path=row.next_path,
        has_act=row.pending_act_id is not None,
        is_spent=row.attempts >= MAX_TRIES,
        is_over=row.expires_at <= clock.now(),
        expires_at=row.expires_at,
    )


def last_address(handle: str) -> str | None:
    """The address this browser's last code was sent to, also when the code ran out."""
    return db.session.scalar(
        select(SignInCode.email).where(SignInCode.handle_hash == token_hash(handle))
    )


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


@dataclass(frozen=True)
class PersonRow:
    """A line of the administrator's list."""

    id: int
    name: str
    email: str
    role: Role
    is_blocked: bool
    created_at: datetime


def people_page(
    *, actor: Actor, q: str = "", role: Role | None = None, cursor: Cursor | None = None
) -> Page[PersonRow]:
    """People, newest first; `q` is a part of the name or address. Raises Forbidden."""
    if not policy.may_manage(actor):
        raise Forbidden(N_("You may not see the people of this site."))
    query = select(Person).where(Person.erased_at.is_(None))
    key = folding.unique_key(q)
    if key:
        query = query.where(
            or_(
                Person.name_key.contains(key, autoescape=True),
                Person.email.contains(q.strip().lower(), autoescape=True),
            )
        )
    if role is not None:
        query = query.where(Person.role == role)
    backwards = cursor is not None and cursor.side == "before"
    if cursor is not None:
        query = query.where(Person.id > cursor.id if backwards else Person.id < cursor.id)
    order = Person.id.asc() if backwards else Person.id.desc()
    found = db.session.scalars(query.order_by(order).limit(PAGE_SIZE + 1)).all()
    rows, more = list(found[:PAGE_SIZE]), len(found) > PAGE_SIZE
    if backwards:
        rows.reverse()
    has_newer, has_older = (more, True) if backwards else (cursor is not None, more)
    return Page(
        rows=tuple(_person_row(person) for person in rows),
        newer=Cursor("before", 0, rows[0].id).encode() if rows and has_newer else None,
        older=Cursor("after", 0, rows[-1].id).encode() if rows and has_older else None,
    )


def _person_row(person: Person) -> PersonRow:
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email or "",
        role=Role(person.role),
        is_blocked=person.blocked_at is not None,
        created_at=person.created_at,
    )


def of_person(person_id: int) -> dict[str, Any]:
    """What this room keeps about a person, for his own copy of his data. Raises Missing."""
    person = get(person_id)
    sessions = db.session.scalars(select(Session).where(Session.person_id == person_id))
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "calendar": person.calendar,
        "digits": person.digits,
        "time_zone": person.zone,
        "theme": person.theme or None,
        "keyboard_shortcuts": person.has_shortcuts,
        "has_password": person.password_hash is not None,
        "confirmed_at": person.confirmed_at,
        "created_at": person.created_at,
        "sessions": [
            {
                "created_at": row.created_at,
                "last_used_at": row.seen_at,
                "browser": row.user_agent,
                "address": row.address,
            }
            for row in sessions
        ],
    }
