"""One's own account: name, sessions, password, address, download, deletion."""

import json
from datetime import timedelta

from flask import Flask

from forum.accounts.actions import passwords
from forum.accounts.queries import people
from forum.core import clock
from tests import make
from tests.accounts.letterbox import code_to, letters_to
from tests.accounts.signing import PASSWORD, errors_of, with_password
from tests.visitor import Visitor


def test_rename(sign_in) -> None:
    browser = sign_in(make.person("سارا", language="en"))
    assert browser.post("/account", {"name": "support"}).status == 422
    assert browser.post("/account", {"name": "سارا کریمی"}).location == "/account"
    assert "سارا کریمی" in browser.get("/account").text


def test_sessions_are_listed_and_ended(app: Flask, sign_in) -> None:
    sara = make.person(language="en")
    here, there = sign_in(sara), Visitor(app).sign_in(sara)
    page = here.get("/account/sessions").html
    assert len(page.all("div", class_="session")) == 2
    (end,) = [form["action"] for form in page.all("form") if form["action"].endswith("/end")]
    assert here.post(end).location == "/account/sessions"
    assert there.get("/account").status == 303
    another = Visitor(app).sign_in(sara)
    here.post("/account/sessions/end-others")
    assert another.get("/account").status == 303
    assert here.get("/account").status == 200


def test_somebody_elses_session_is_not_there(sign_in) -> None:
    make_other = sign_in(make.person(language="en"))
    make_other.get("/account/sessions")
    browser = sign_in(make.person(language="en"))
    own = browser.get("/account/sessions").html
    assert len(own.all("div", class_="session")) == 1
    assert browser.post("/account/sessions/1/end").status == 404


def test_a_first_password(sign_in) -> None:
    browser = sign_in(make.person("سارا", email="sara@example.com", language="en"))
    page = browser.post("/account/password", {"new_password": "password123"})
    assert page.status == 422
    assert "Too many people" in errors_of(page)[0]
    assert browser.post("/account/password", {"new_password": PASSWORD}).status == 303
    assert passwords.proved(email="sara@example.com", password=PASSWORD)


def test_a_stale_session_needs_the_current_password(sign_in) -> None:
    sara = with_password()
    with clock.at(clock.now() - timedelta(hours=2)):
        browser = sign_in(sara)
    assert browser.get("/account/password").html.one("input", name="password")
    changed = {"password": "not mine", "new_password": PASSWORD + " تازه"}
    assert browser.post("/account/password", changed).status == 422
    assert browser.post("/account/password", changed | {"password": PASSWORD}).status == 303


def test_a_new_address(sign_in) -> None:
    browser = sign_in(make.person(email="old@example.com", language="en"))
    assert browser.post("/account/email", {"email": "new@example.com"}).location == "/account/code"
    assert (
        browser.post("/account/code", {"code": code_to("new@example.com")}).location == "/account"
    )
    assert "new@example.com" in browser.get("/account").text


def test_the_renewed_proof_leads_back(sign_in) -> None:
    with clock.at(clock.now() - timedelta(hours=2)):
        browser = sign_in(make.person(email="sara@example.com", language="en"))
    away = browser.get("/account/delete")
    assert away.location == "/account/confirm?next=/account/delete"
    wanted = browser.follow(away).html.one("main").all("input", name="next")[0]["value"]
    browser.post("/account/confirm/code", {"next": wanted})
    done = browser.post("/account/code", {"code": code_to("sara@example.com")})
    assert done.location == "/account/delete"
    assert browser.follow(done).status == 200


def test_the_renewed_proof_by_password(sign_in) -> None:
    sara = with_password()
    with clock.at(clock.now() - timedelta(hours=2)):
        browser = sign_in(sara)
    assert browser.post("/account/confirm", {"password": "x", "next": "/account"}).status == 422
    done = browser.post("/account/confirm", {"password": PASSWORD, "next": "/account/delete"})
    assert browser.follow(done).status == 200


def test_the_download_holds_ones_own_data_only(sign_in) -> None:
    sara, omid = make.person("سارا", language="en"), make.person("امید")
    board = make.board()
    make.suggestion(board, sara, title="پیشنهاد سارا")
    make.suggestion(board, omid, title="پیشنهاد امید")
    answer = sign_in(sara).get("/account/data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.text)
    assert data["account"]["name"] == "سارا"
    assert [found["title"] for found in data["suggestions"]] == ["پیشنهاد سارا"]
    assert "امید" not in answer.text


def test_delete_the_account(sign_in) -> None:
    browser = sign_in(make.person(email="sara@example.com", language="en"))
    wrong = browser.post("/account/delete", {"email": "omid@example.com", "texts": "remove"})
    assert wrong.status == 422
    assert (
        browser.post("/account/delete", {"email": "sara@example.com", "texts": "remove"}).status
        == 200
    )
    assert browser.get("/account").status == 303
    assert people.by_email("sara@example.com") is None


def test_ones_own_address_is_no_new_one(sign_in) -> None:
    sara = make.person(email="sara@example.com", language="en")
    answer = sign_in(sara).post("/account/email", {"email": "Sara@Example.com"})
    assert errors_of(answer) == ["This is your address already."]
    assert letters_to("sara@example.com") == []
