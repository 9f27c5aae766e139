"""People: made, named, given a role, blocked, erased."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from forum.accounts import emails, names, policy
from forum.accounts.actions import codes_of, sessions
from forum.accounts.events import PersonBlocked, PersonErased
from forum.accounts.models import Invitation, Person
from forum.accounts.queries import people
from forum.audit import actions as audit
from forum.core import clock, events, mail, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db, dialect_name, insert_for
from forum.core.errors import N_, Conflict, Forbidden, Invalid
from forum.core.permissions import Role
from forum.i18n import bidi, locale

_MADE_UP_NAMES = 20  # tries; a collision is one in a million
PREFERENCES: Mapping[str, tuple[str, ...]] = {
    "theme": ("", "light", "dark"),
    "digits": ("", *locale.DIGITS),
    "calendar": ("", *locale.CALENDARS),
    "shortcuts": ("on", "off"),
}


def make(*, email: str, name: str = "", language: str) -> Person:
    """The confirmed person of a normalised address: made, or found when he is there already.

    Without a name he gets one. Raises Invalid (field "name") for a name that cannot be.
    """
    chosen = "" if bidi.is_blank(name) else names.cleaned(name)
    profile = people.profile_in(language)
    for _ in range(_MADE_UP_NAMES):
        called = chosen or names.made_up(profile)
        made = _insert(email, called, profile.language)
        if made is not None:
            return people.get(made)
        found = people.by_email(email)
        if found is not None:
            return found
        if chosen:
            break
    raise Invalid(N_("Somebody has this name already. Choose another."), field="name")


def _insert(email: str, name: str, language: str) -> int | None:
    now = clock.now()
    statement = (
        insert_for(dialect_name())(Person)
        .values(
            email=email,
            name=name,
            name_key=names.key(name),
            role=Role.CUSTOMER,
            language=language,
            stamp=0,
            theme="",
            has_shortcuts=True,
            is_demo=False,
            confirmed_at=now,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Person.id)
    )
    made: int | None = db.session.execute(statement).scalar_one_or_none()
    return made


def make_administrator(
    *, actor: Actor, email: str, name: str = "", language: str, password_hash: str | None = None
) -> Person:
    """An administrator by the word of whoever runs the machine (the command line).

    `password_hash` comes from `passwords.hashed`. Raises Forbidden, Invalid.
    """
    if not actor.is_system:
        raise Forbidden(N_("You may not do this."))
    person = make(email=emails.normalised(email), name=name, language=language)
    person.blocked_at = None
    if password_hash is not None:
        person.password_hash = password_hash
    change_role(actor=actor, person=person, role=Role.ADMINISTRATOR)
    return person


def rename(*, actor: Actor, name: str) -> None:
    """Change one's display name. Raises Invalid (field "name")."""
    person = people.get(actor.person_id or 0)
    cleaned = names.cleaned(name)
    key = names.key(cleaned)
    taken = select(Person.id).where(Person.name_key == key, Person.id != person.id)
    if db.session.scalar(taken) is not None:
        raise Invalid(N_("Somebody has this name already. Choose another."), field="name")
    person.name, person.name_key = cleaned, key
    unit_of_work.content_changed()


def set_preferences(*, actor: Actor, values: Mapping[str, str]) -> None:
    """Keep how one reads; only what `values` holds changes, "" means by language and site.

    Keys: language, theme, digits, calendar, zone, shortcuts ("on" or "off").
    Raises Invalid naming the field.
    """
    person = people.get(actor.person_id or 0)
    for field, value in values.items():
        if not _is_preference(field, value):
            raise Invalid(N_("Choose one of the list."), field=field)
        if field == "shortcuts":
            person.has_shortcuts = value == "on"
        elif field in ("language", "theme"):
            setattr(person, field, value)
        else:
            setattr(person, field, value or None)


def _is_preference(field: str, value: str) -> bool:
    if field == "language":
        return value in locale.LANGUAGES
    if field == "zone":
        return not value or (len(value) <= 64 and locale.is_zone(value))
    return value in PREFERENCES.get(field, ())


def set_role(*, actor: Actor, person_id: int, role: Role) -> None:
    """Give a person another role; his sessions end. The last administrator keeps his.

    Raises Forbidden, Missing, Conflict.
    """
    if not policy.may_manage(actor):
        raise Forbidden(N_("You may not change roles."))
    change_role(actor=actor, person=people.get(person_id), role=role)


def change_role(*, actor: Actor, person: Person, role: Role) -> None:
    """As `set_role`, for actions that have asked already whether it is allowed."""
    before = Role(person.role)
    if before is role:
        return
    if before is Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    person.role = role
    sessions.end_all(person)
    unit_of_work.content_changed()  # his badge stands beside what he wrote
    audit.record(
        actor=actor,
        action="accounts.role_changed",
        subject_kind="person",
        subject_id=person.id,
        before={"role": before},
        after={"role": role},
    )


def _keep_an_administrator(leaving: Person) -> None:
    """Locks the administrators' rows, so that the last two cannot leave at once."""
    others = db.session.scalars(
        select(Person)
        .where(
            Person.role == Role.ADMINISTRATOR,
            Person.blocked_at.is_(None),
            Person.erased_at.is_(None),
            Person.is_demo.is_(False),
        )
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not [person for person in others if person.id != leaving.id]:
        raise Conflict(N_("The last administrator must stay. Make another one first."))


def block(*, actor: Actor, person_id: int) -> None:
    """Keep a person out; his sessions end with his next request. Raises Forbidden, Missing."""
    person = _blockable(actor, person_id)
    if person.blocked_at is not None:
        return
    if person.role == Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    person.blocked_at = clock.now()
    sessions.end_all(person)
    events.publish(PersonBlocked(person.id))
    _audit(actor, "accounts.blocked", person)


def unblock(*, actor: Actor, person_id: int) -> None:
    """Let a person in again. Raises Forbidden, Missing."""
    person = _blockable(actor, person_id)
    if person.blocked_at is None:
        return
    person.blocked_at = None
    _audit(actor, "accounts.unblocked", person)


def _blockable(actor: Actor, person_id: int) -> Person:
    person = people.get(person_id)
    if not policy.may_block(actor, person):
        raise Forbidden(N_("You may not block this person."))
    return person


def erase(*, actor: Actor, typed_email: str, keeps_texts: bool) -> None:
    """End one's account: the row stays as a tombstone without anything personal.

    Votes remain as counts; texts stay without a name, or their rooms empty them.
    `typed_email` is his address once more, so that nobody does it by accident. Raises Invalid
    (field "email"), Forbidden when the proof of who he is is too old, Conflict for the last
    administrator.
    """
    if not actor.fresh:
        raise Forbidden(N_("Please confirm first that it is you."))
    person = people.get(actor.person_id or 0)
    email = person.email or ""
    if emails.normalised(typed_email) != email:
        raise Invalid(N_("This is not the address of your account."), field="email")
    if person.role == Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    sessions.end_all(person)
    codes_of.forget(person.id, email)
    db.session.execute(delete(Invitation).where(Invitation.email == email))
    mail.forget_person(person.id)
    mail.forget_recipient(email)
    person.email = person.name_key = person.password_hash = None
    person.name, person.theme, person.role = "", "", Role.CUSTOMER
    person.calendar = person.digits = person.zone = None
    person.erased_at = clock.now()
    events.publish(PersonErased(person.id, keeps_texts))
    unit_of_work.content_changed()
    _audit(actor, "accounts.erased", person)


def _audit(actor: Actor, action: str, person: Person) -> None:
    audit.record(actor=actor, action=action, subject_kind="person", subject_id=person.id)
