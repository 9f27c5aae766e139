"""Attacks on signing in: guessing, finding out who has an account, keeping an old proof."""

import re
import time
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts import passwords as rules
from forum.accounts.actions import codes, passwords
from forum.accounts.queries import people
from forum.core import clock
from forum.core.errors import Invalid
from forum.core.unit_of_work import writing
from tests import effort, make
from tests.accounts.letterbox import code_to, letters_to
from tests.accounts.signing import PASSWORD, people_count, try_password, with_password
from tests.visitor import Answer, Visitor

_TOKEN = re.compile(r'name="csrf_token" value="[0-9a-f]+"')


def without_tokens(answer: Answer, email: str) -> tuple[int, str]:
    return answer.status, _TOKEN.sub("", answer.text).replace(email, "…")


def test_adv_001_wrong_password_and_unknown_address_look_the_same(guest: Visitor) -> None:
    with_password()
    try_password(guest, "first@example.com", "the first answer sets the cookie")
    known = try_password(guest, "sara@example.com", "not the password")
    unknown = try_password(guest, "lara@example.com", "not the password")
    assert without_tokens(known, "sara@example.com") == without_tokens(unknown, "lara@example.com")
    assert set(known.headers.keys()) == set(unknown.headers.keys())


@pytest.mark.database("sqlite")
def test_adv_001_and_take_as_long(app: Flask) -> None:
    with_password()
    took: dict[str, list[float]] = {"sara@example.com": [], "lara@example.com": []}
    for _ in range(15):
        for email, times in took.items():
            start = time.perf_counter()
            with pytest.raises(Invalid):
                passwords.proved(email=email, password="not the password")
            times.append(time.perf_counter() - start)
    # The quickest of each: whatever else the machine does only adds to a try.
    known, unknown = (min(times) for times in took.values())
    assert abs(known - unknown) < 0.25 * known


@pytest.mark.parametrize("email", ["sara@example.com", "nobody@example.com"])
def test_adv_002_003_asking_says_the_same_and_makes_no_account(guest: Visitor, email: str) -> None:
    make.person(email="sara@example.com", language="en")
    sent = guest.post("/account/sign-in", {"email": email})
    assert (sent.status, sent.location) == (303, "/account/code")
    assert "We sent a six-digit code" in guest.get("/account/code", language="en").text
    assert len(letters_to(email)) == 1
    assert people_count() == 1


def test_adv_004_after_five_wrong_tries_the_code_is_dead(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.com"})
    right = code_to("sara@example.com")
    for guess in range(5):
        code = f"{guess:06}" if f"{guess:06}" != right else "999999"
        assert guest.post("/account/code", {"code": code}).status == 422
    dead = guest.post("/account/code", {"code": right})
    assert dead.status == 429
    assert 0 < int(dead.headers["Retry-After"]) <= 900
    assert people_count() == 0
    guest.post("/account/code/again")
    assert guest.post("/account/code", {"code": code_to("sara@example.com")}).status == 303


def test_adv_006_fields_nobody_asked_for_are_passed_over(guest: Visitor) -> None:
    more = {"verification_code": "123456", "is_verified": "1", "role": "administrator", "id": "7"}
    guest.post("/account/sign-in", {"email": "sara@example.com", **more})
    assert (
        guest.post(
            "/account/code",
            {"code": "123456" if code_to("sara@example.com") != "123456" else "654321", **more},
        ).status
        == 422
    )
    guest.post("/account/code", {"code": code_to("sara@example.com"), **more})
    person = people.by_email("sara@example.com")
    assert person is not None
    assert person.role == "customer"
    as_json = guest.client.post(
        "/account/sign-in", json={"email": "x@example.com", "code": "123456"}
    )
    assert as_json.status_code == 400
    assert letters_to("x@example.com") == []


def test_adv_007_a_code_ends_with_its_use_a_new_password_and_a_new_address(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    for change in ("use", "password", "address"):
        email = people.get(sara.id).email or ""
        with writing():
            handle = codes.ask(email=email, language="en").handle
        figures = code_to(email)
        if change == "use":
            with writing():
                codes.confirm(handle=handle, code=figures, language="en")
        elif change == "password":
            with writing():
                passwords.set_hash(actor=make.actor(sara), password_hash="x")
        else:
            with writing():
                other = codes.ask(
                    email="new@example.com",
                    purpose="new_email",
                    language="en",
                    actor=make.actor(sara),
                ).handle
            sent = code_to("new@example.com")
            with writing():
                codes.confirm(handle=other, code=sent, language="en")
        with pytest.raises(Invalid), writing():
            codes.count_try(handle=handle)
        with pytest.raises(Invalid), writing():
            codes.confirm(handle=handle, code=figures, language="en")


@pytest.mark.parametrize(
    "password",
    [
        "q8!zKp2x",
        "w" + "ab" * 31 + "z",
        "یک رمز بلند فارسی",
        "  blank at both ends  ",
        "🔑🌳🏔️🌊🦔🐢🌙⛵",
    ],
)
def test_adv_009_good_passwords_are_taken_unchanged(app: Flask, password: str) -> None:
    sara = with_password(password=password)
    assert passwords.proved(email="sara@example.com", password=password) == sara.id
    with pytest.raises(Invalid):
        passwords.proved(email="sara@example.com", password=password.strip() + "x")


def test_adv_009_too_short_and_too_long_are_refused_before_hashing() -> None:
    for bad, rule in (("1b3d5f7", "At least"), ("ab" * 64 + "c", "At most"), ("x" * 10**6, "At m")):
        with effort.at_most(0.05), pytest.raises(Invalid, match=rule):
            rules.checked(bad)
    assert rules.checked("ab3x" * 32)


@pytest.mark.parametrize("bad", ["password123", "sadasada", "sara@example.com", "iloveyou"])
def test_adv_010_common_and_near_ones_are_refused_and_nothing_changes(sign_in, bad: str) -> None:
    sara = make.person("Sada Sada", email="sara@example.com", language="en")
    answer = sign_in(sara).post("/account/password", {"new_password": bad})
    assert answer.status == 422
    assert answer.html.all("p", class_="error")
    assert people.get(sara.id).password_hash is None


def test_adv_011_a_stale_session_proves_itself_and_goes_on_where_it_was(sign_in) -> None:
    sara = with_password()
    with clock.at(clock.now() - timedelta(minutes=31)):
        browser = sign_in(sara)
    assert browser.post("/account/password", {"new_password": "another good one"}).status == 422
    away = browser.post("/account/email", {"email": "new@example.com"})
    main = browser.follow(away).html.one("main")
    next_path = main.all("input", name="next")[0]["value"]
    back = browser.post("/account/confirm", {"password": PASSWORD, "next": next_path})
    form = browser.follow(back).html.one("main")
    assert form.one("input", name="email")["value"] == "new@example.com"
    assert browser.post("/account/email", {"email": "new@example.com"}).location == "/account/code"


@pytest.mark.limits(sign_in_account="3/day", sign_in_address="1000/day")
def test_adv_172_one_account_from_many_addresses(app: Flask, guest: Visitor) -> None:
    with_password()
    seen = [
        try_password(guest, "sara@example.com", "wrong", f"192.0.2.{n}").status for n in range(5)
    ]
    assert seen == [422, 422, 422, 429, 429]
    limited = try_password(guest, "sara@example.com", PASSWORD, "192.0.2.9")
    assert (limited.status, int(limited.headers["Retry-After"]) > 0) == (429, True)
    guest.post("/account/sign-in", {"email": "sara@example.com"})
    assert guest.post("/account/code", {"code": code_to("sara@example.com")}).status == 303


@pytest.mark.limits(sign_in_account="1000/day", sign_in_address="3/day")
def test_adv_172_many_accounts_from_one_address(guest: Visitor) -> None:
    with_password()
    seen = [try_password(guest, f"p{n}@example.com", "wrong").status for n in range(5)]
    assert seen == [422, 422, 422, 429, 429]
    office = try_password(guest, "sara@example.com", PASSWORD, "198.51.100.7")
    assert office.status == 303


@pytest.mark.limits(sign_in_account="2/day", sign_in_address="2/day")
def test_adv_172_who_signs_in_rightly_is_not_counted(app: Flask) -> None:
    with_password()
    for _ in range(4):
        assert try_password(Visitor(app), "sara@example.com", PASSWORD).status == 303


@pytest.mark.limits(codes_mail="2/hour", codes_address="1000/hour")
def test_adv_172_mails_to_one_address_are_few(guest: Visitor) -> None:
    seen = [guest.post("/account/sign-in", {"email": "sara@example.com"}).status for _ in range(3)]
    assert seen == [303, 303, 429]
    assert len(letters_to("sara@example.com")) == 2
