"""Codes by mail: asked for, tried, and what they prove.

A try is counted in a unit of its own (`count_try`), before `confirm` looks at the figures, so
that a refusal does not take the count back.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, cast

from sqlalchemy import delete, select, update

from forum.accounts import emails, letters, proofs
from forum.accounts.actions import codes_of, pending, people, sessions
from forum.accounts.models import Person, SignInCode
from forum.accounts.queries import browsers, sent_codes
from forum.accounts.queries import people as queries
from forum.audit import actions as audit
from forum.core import clock, mail
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Conflict, DomainError, Forbidden, Invalid, Limited
from forum.core.mail import Letter

Purpose = Literal["sign_in", "confirm", "new_email"]
VALID = timedelta(minutes=15)
_EXPIRED = N_("This code has expired. Ask for a new one.")
_WRONG = N_("This code is not right.")
_NOT_PROVED = N_("Please confirm first that it is you.")


@dataclass(frozen=True)
class Asked:
    """`handle` is for a cookie: only the browser that asked can use the code."""

    handle: str
    email: str


@dataclass(frozen=True)
class Confirmed:
    """`verb`: the last of the acts that waited and were done, if any. `refusal`: why one could not
    be done; the person is in all the same."""

    person_id: int
    next_path: str
    purpose: str
    verb: str | None = None
    refusal: DomainError | None = None


def ask(
    *,
    email: str,
    purpose: Purpose = "sign_in",
    language: str,
    next_path: str = "/",
    act: pending.Act | None = None,
    actor: Actor | None = None,
    handle: str = "",
) -> Asked:
    """Mail a code to the address; the same happens whether it is known or not.

    `act` is to be done once the address is proved, and so is what still waits for the browser's
    last code (`handle`) to the same address. `actor` is who wants a new address or renews his
    proof. Raises Invalid (field "email"); Forbidden for a new address when the last proof is too
    old.
    """
    if purpose == "new_email" and not (actor and actor.fresh):
        raise Forbidden(_NOT_PROVED)
    if purpose == "new_email" and actor and queries.get(actor.person_id or 0).email == email:
        raise Invalid(N_("This is your address already."), field="email")
    person_id = actor.person_id if actor else None
    act_id = pending.keep(act, _waiting_for(handle, email)) if purpose == "sign_in" else None
    return _asked(email, purpose, language, next_path, act_id, person_id)


def _asked(
    email: str,
    purpose: Purpose,
    language: str,
    next_path: str,
    act_id: int | None,
    person_id: int | None,
) -> Asked:
    address = emails.normalised(email)
    owner = queries.by_email(address)
    handle, figures = proofs.new_token(), proofs.new_code()
    now = clock.now()
    db.session.add(
        SignInCode(
            handle_hash=browsers.token_hash(handle),
            email=address,
            purpose=purpose,
            person_id=person_id or (owner.id if owner else None),
            pending_act_id=act_id,
            language=language,
            code_hash=proofs.code_hash(handle, figures),
            next_path=next_path[:500],
            created_at=now,
            expires_at=now + VALID,
        )
    )
    letter = _letter(address, owner, purpose, language, figures)
    mail.queue(letter, person_id=owner.id if owner else person_id, is_secret=True)
    return Asked(handle, address)


def _waiting_for(handle: str, email: str) -> int | None:
    """The last act that waits for the browser's code to this address, while the code lives:
    later somebody else may sit there."""
    row = _living(handle)
    return row.pending_act_id if row and row.email == emails.normalised(email) else None


def _letter(
    address: str, owner: Person | None, purpose: Purpose, language: str, figures: str
) -> Letter:
    """The code, or to somebody who may not have it a notice of the same weight."""
    profile = queries.profile_of(owner.id) if owner else queries.profile_in(language)
    if owner is not None and owner.blocked_at is not None:
        return letters.blocked(profile, address)
    if owner is not None and purpose == "new_email":
        return letters.address_taken(profile, address)
    return letters.code(profile, address, figures, int(VALID.total_seconds() // 60))


def ask_again(*, handle: str, actor: Actor) -> Asked:
    """A new code in place of the browser's last one, for the same purpose and act.

    Raises Invalid when there is none to go by; Forbidden as `ask`: a code for a new address may
    not outlive the session that asked for it.
    """
    row = _row(handle)
    if (
        row is None
        or row.used_at is not None
        or clock.now() - row.created_at > sent_codes.KEEP_CODE
    ):
        raise Invalid(_EXPIRED)
    purpose = cast(Purpose, row.purpose)
    if purpose == "new_email" and not (actor.fresh and actor.person_id == row.person_id):
        raise Forbidden(_NOT_PROVED)
    row.used_at = clock.now()
    return _asked(
        row.email, purpose, row.language, row.next_path, row.pending_act_id, row.person_id
    )


def ask_elsewhere(*, handle: str, email: str) -> Asked:
    """A code to another address in place of the browser's last one: the first was mistyped. What
    waited for it waits for this one.

    Raises Invalid where no code to sign in lives (later somebody else may sit there), and for the
    address (field "email").
    """
    row = _living(handle)
    if row is None or row.purpose != "sign_in":
        raise Invalid(_EXPIRED)
    asked = _asked(email, "sign_in", row.language, row.next_path, row.pending_act_id, None)
    row.used_at = clock.now()
    return asked


def _row(handle: str) -> SignInCode | None:
    return db.session.scalar(
        select(SignInCode).where(SignInCode.handle_hash == browsers.token_hash(handle))
    )


def _living(handle: str) -> SignInCode | None:
    """The browser's code while it can be used."""
    row = _row(handle)
    return row if row and row.used_at is None and row.expires_at > clock.now() else None


def count_try(*, handle: str) -> None:
    """Count one try at the browser's code; a unit of its own.

    Raises Limited after the fifth, Invalid when there is no living code.
    """
    counted = db.session.execute(
        update(SignInCode)
        .where(
            SignInCode.handle_hash == browsers.token_hash(handle),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > clock.now(),
            SignInCode.attempts < sent_codes.MAX_TRIES,
        )
        .values(attempts=SignInCode.attempts + 1)
        .returning(SignInCode.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if counted is not None:
        return
    waiting = sent_codes.waiting_code(handle)
    if waiting is None or waiting.is_over:
        raise Invalid(_EXPIRED, field="code")
    left = (waiting.expires_at - clock.now()).total_seconds()
    raise Limited(
        N_("This code was tried too often. Ask for a new one."), retry_after=max(1, round(left))
    )


def confirm(*, handle: str, code: str, name: str = "", language: str) -> Confirmed:
    """Use the code up: sign in, make the account, prove again or change the address.

    What waited is done in the same unit; if its room refuses it, the person is confirmed
    nevertheless. Raises Invalid (fields "code", "name"), Forbidden for who is blocked, Conflict
    when the new address was taken meanwhile.
    """
    row = _living(handle)
    if row is None:
        raise Invalid(_EXPIRED, field="code")
    if not proofs.is_code(row.code_hash, handle, code):
        raise Invalid(_WRONG, field="code")
    _use_up(row)
    person = _moved(row) if row.purpose == "new_email" else _proved(row, name, language)
    if person.blocked_at is not None:
        raise Forbidden(N_("This account is blocked."))
    verb, refusal = pending.perform(row.pending_act_id, person.id, language)
    return Confirmed(person.id, row.next_path, row.purpose, verb, refusal)


def _use_up(row: SignInCode) -> None:
    used = db.session.execute(
        update(SignInCode)
        .where(SignInCode.id == row.id, SignInCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(SignInCode.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if used is None:
        raise Invalid(_EXPIRED, field="code")


def _proved(row: SignInCode, name: str, language: str) -> Person:
    person = queries.by_email(row.email)
    if person is None:
        person = people.make(email=row.email, name=name, language=language)
    if person.confirmed_at is None:
        person.confirmed_at = clock.now()
    return person


def _moved(row: SignInCode) -> Person:
    """The person with the new address; older proofs end, the old address is told."""
    person = queries.get(row.person_id or 0)
    owner = queries.by_email(row.email)
    if owner is not None and owner.id != person.id:
        raise Conflict(N_("This address belongs to another account."))
    old, person.email = person.email or "", row.email
    codes_of.revoke(person.id, old)
    sessions.end_all(person)
    mail.redirect(person.id, row.email)
    if old:
        letter = letters.address_changed(queries.profile_of(person.id), old)
        mail.queue(letter, person_id=person.id)
    audit.record(
        actor=Actor(person_id=person.id),
        action="accounts.email_changed",
        subject_kind="person",
        subject_id=person.id,
    )
    return person


def forget_old() -> None:
    """Drop codes and acts nobody will confirm any more."""
    old = SignInCode.created_at < clock.now() - sent_codes.KEEP_CODE
    db.session.execute(delete(SignInCode).where(old))
    pending.forget_old()
