"""Passwords at the door: only failures are counted, by account and by network."""

from dataclasses import replace

from forum.accounts import emails
from forum.accounts.actions import passwords
from forum.accounts.queries import browsers, people
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.http import limits, reader
from forum.http.addresses import client_address, network_of


def person_of(email: str, password: str) -> int:
    """The id of whose password it is.

    Raises Invalid, the same for an unknown address, and Limited after too many failures.
    """
    address = emails.normalised(email)
    keys = _keys(address)
    _check(keys)
    try:
        return passwords.proved(email=address, password=password)
    except Invalid:
        _count(keys)
        raise


def proved_actor(password: str) -> Actor:
    """The actor, with a fresh proof: a recent sign-in, or his password just now. Raises as
    `check_password`."""
    actor = reader.actor()
    return actor if actor.fresh else check_password(password)


def check_password(password: str) -> Actor:
    """The actor, whose password it is. Raises Invalid (field "password") and Limited."""
    actor = reader.actor()
    keys = _keys(people.get(actor.person_id or 0).email or "")
    _check(keys)
    try:
        passwords.check_own(actor=actor, password=password)
    except Invalid:
        _count(keys)
        raise
    return replace(actor, fresh=True)


def _keys(address: str) -> dict[str, str]:
    """Limit name → what it counts by. The counters may not name an address."""
    return {
        "sign_in_account": browsers.token_hash(address),
        "sign_in_address": network_of(client_address()),
    }


def _check(keys: dict[str, str]) -> None:
    for name, key in keys.items():
        limits.check(name, key)


def _count(keys: dict[str, str]) -> None:
    for name, key in keys.items():
        limits.hit(name, key)
