"""People, how they read, and what the forum keeps of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from forum.accounts import policy
from forum.accounts.models import Person, Session
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Missing
from forum.core.paging import Cursor, Page
from forum.core.permissions import Role
from forum.i18n import folding, locale
from forum.site import queries as site

PAGE_SIZE = 50


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
