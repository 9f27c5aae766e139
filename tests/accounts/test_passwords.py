"""passwords.set_hash, passwords.proved: for those who want one."""

import pytest
from flask import Flask

from forum.accounts import passwords as rules
from forum.accounts.actions import codes, passwords, sessions
from forum.accounts.queries import browsers, people, sent_codes
from forum.core import clock
from forum.core.actor import Actor
from forum.core.errors import Forbidden, Invalid
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import letters_to
from tests.accounts.signing import PASSWORD, with_password


def give(actor: Actor, password: str) -> None:
    made = passwords.hashed(actor=actor, password=password)
    with writing():
        passwords.set_hash(actor=actor, password_hash=made)


def test_the_password_set_lets_in(app: Flask) -> None:
    sara = with_password()
    assert passwords.proved(email="sara@example.com", password=PASSWORD) == sara.id
    assert "password" in letters_to("sara@example.com")[-1].subject.lower()


def test_only_a_hash_is_kept(app: Flask) -> None:
    stored = people.get(with_password().id).password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("wrong", ["", PASSWORD + " ", PASSWORD.upper() + "x", "x" * 1_000_000])
def test_another_password_does_not(app: Flask, wrong: str) -> None:
    with_password()
    with pytest.raises(Invalid):
        passwords.proved(email="sara@example.com", password=wrong)


def test_nobody_and_a_person_without_a_password_get_the_same_answer(app: Flask) -> None:
    with_password()
    make.person(email="omid@example.com")
    said = set()
    for address in ("sara@example.com", "omid@example.com", "nobody@example.com"):
        with pytest.raises(Invalid) as refusal:
            passwords.proved(email=address, password="not the password")
        said.add((refusal.value.message, refusal.value.field))
    assert len(said) == 1


def test_a_blocked_person_stays_out_with_the_right_password(app: Flask) -> None:
    sara = with_password()
    with writing():
        people.get(sara.id).blocked_at = clock.now()
    with pytest.raises(Invalid):
        passwords.proved(email="sara@example.com", password=PASSWORD)


def test_a_stale_session_cannot_change_it(app: Flask) -> None:
    stale = make.actor(make.person(), fresh=False)
    with pytest.raises(Forbidden), writing():
        passwords.set_hash(actor=stale, password_hash="x")


def test_changing_it_ends_other_sessions_and_codes_under_way(app: Flask) -> None:
    sara = make.person("سارا", email="sara@example.com")
    with writing():
        other = sessions.start(person_id=sara.id, user_agent="", address="")
        handle = codes.ask(email="sara@example.com", language="en").handle
    give(make.actor(sara), PASSWORD)
    assert browsers.signed_in(other) is None
    assert sent_codes.waiting_code(handle) is None


def test_it_can_be_removed(app: Flask) -> None:
    sara = with_password()
    with writing():
        passwords.set_hash(actor=make.actor(sara), password_hash=None)
    with pytest.raises(Invalid):
        passwords.proved(email="sara@example.com", password=PASSWORD)


def test_own_password_again(app: Flask) -> None:
    sara = with_password()
    passwords.check_own(actor=make.actor(sara), password=PASSWORD)
    with pytest.raises(Invalid) as refusal:
        passwords.check_own(actor=make.actor(sara), password="another one")
    assert refusal.value.field == "password"


@pytest.mark.parametrize(
    "common", ["password123", "PASSWORD123", "12345678", "۱۲۳۴۵۶۷۸", "aaaaaaaa"]
)
def test_common_ones_are_refused(common: str) -> None:
    with pytest.raises(Invalid):
        rules.checked(common)


@pytest.mark.parametrize(
    "near", ["sara@example.com", "saramohammadi", "SaraMohammadi1405", "شرکت پرتو!"]
)
def test_ones_own_words_are_refused(near: str) -> None:
    with pytest.raises(Invalid):
        rules.checked(near, own=("sara@example.com", "Sara Mohammadi", "شرکت پرتو"))
