"""Passwords: set, removed, proved. Hashes are made outside of the unit of work."""

from forum.accounts import letters, passwords
from forum.accounts.actions import codes_of, sessions
from forum.accounts.models import Person
from forum.accounts.queries import people
from forum.audit import actions as audit
from forum.core import mail, unit_of_work
from forum.core.actor import Actor
from forum.core.errors import N_, Forbidden, Invalid
from forum.site import queries as site

_WRONG = N_("The e-mail address or the password is not right.")


def proved(*, email: str, password: str) -> int:
    """The id of the person of a normalised address whose password this is.

    Takes as long for an unknown address. Raises Invalid, the same for every reason.
    Call it outside of a unit of work: it hashes.
    """
    person = people.by_email(email)
    may_enter = person is not None and person.blocked_at is None
    person_id = person.id if person else 0
    stored = person.password_hash if person and may_enter else None
    unit_of_work.end_read()
    if not passwords.matches(stored, password):
        raise Invalid(_WRONG)
    return person_id


def check_own(*, actor: Actor, password: str) -> None:
    """Whether it is the actor's own password. Raises Invalid (field "password")."""
    stored = people.get(actor.person_id or 0).password_hash
    unit_of_work.end_read()
    if not passwords.matches(stored, password):
        raise Invalid(N_("This is not your password."), field="password")


def hashed(*, actor: Actor, password: str) -> str:
    """The hash of a new password, checked against common ones and the actor's own words.

    Raises Invalid (field "new_password"). Call it outside of a unit of work.
    """
    person = people.get(actor.person_id or 0)
    email = person.email or ""
    own = (*site.current().names, person.name, email, email.partition("@")[0])
    unit_of_work.end_read()
    return passwords.hashed(passwords.checked(password, own=own))


def set_hash(*, actor: Actor, password_hash: str | None) -> None:
    """Set the actor's password, or remove it with None; other sessions and codes end.

    Raises Forbidden when he has not proved lately who he is.
    """
    if not actor.fresh:
        raise Forbidden(N_("Please confirm first that it is you."))
    person = people.get(actor.person_id or 0)
    had = person.password_hash is not None
    person.password_hash = password_hash
    sessions.end_others(actor=actor)
    codes_of.revoke(person.id, person.email or "")
    _tell(person)
    audit.record(
        actor=actor,
        action="accounts.password_changed",
        subject_kind="person",
        subject_id=person.id,
        before={"has_password": had},
        after={"has_password": password_hash is not None},
    )


def _tell(person: Person) -> None:
    if person.email:
        letter = letters.password_changed(people.profile_of(person.id), person.email)
        mail.queue(letter, person_id=person.id)
