"""The pages of accounts, as a browser without scripts walks them."""

from urllib.parse import unquote

import pytest

from forum.accounts.actions import invitations
from forum.accounts.queries import people, sent_codes
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import code_to, letters_to
from tests.accounts.signing import PASSWORD, errors_of, later, with_password
from tests.visitor import Visitor


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_sign_up_by_code(guest: Visitor, language: str) -> None:
    page = guest.get("/account/sign-in?next=/preferences", language=language)
    assert page.html.one("input", name="next")["value"] == "/preferences"
    sent = guest.post(
        "/account/sign-in",
        {"email": "Sara@example.com", "next": "/preferences"},
        language=language,
    )
    code_page = guest.follow(sent, language=language)
    field = code_page.html.one("input", name="code")
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert "sara@example.com" in code_page.text
    done = guest.post("/account/code", {"code": code_to("sara@example.com")}, language=language)
    assert done.location == "/preferences"
    account = guest.get("/account")
    assert account.html.one("html")["lang"] == language
    person = people.by_email("sara@example.com")
    assert person is not None
    assert account.html.one("input", name="name")["value"] == person.name


def test_a_refused_address_comes_back_as_typed(guest: Visitor) -> None:
    page = guest.post("/account/sign-in", {"email": "sara", "next": "/s/1"}, language="fa")
    assert page.status == 422
    assert page.html.one("input", name="email")["value"] == "sara"
    assert page.html.one("input", name="email")["aria-invalid"] == "true"
    assert page.html.one("input", name="next")["value"] == "/s/1"
    assert len(errors_of(page)) == 1


def test_a_wrong_code_then_a_new_one(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.com"})
    first = code_to("sara@example.com")
    wrong = guest.post("/account/code", {"code": f"{(int(first) + 1) % 1_000_000:06}"})
    assert wrong.status == 422
    assert errors_of(wrong)
    assert guest.post("/account/code/again").location == "/account/code"
    assert len(letters_to("sara@example.com")) == 2
    assert guest.post("/account/code", {"code": code_to("sara@example.com")}).status == 303


def test_a_mistyped_address_is_mended_from_the_page_for_the_code(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.cmo", "next": "/s/1"})
    link = guest.get("/account/code").html.one("a", href="/account/code/address")
    page = guest.get(link["href"], language="fa")
    assert page.html.one("input", name="email")["value"] == "sara@example.cmo"
    refused = guest.post("/account/code/address", {"email": "sara@"}, language="fa")
    assert refused.status == 422
    assert refused.html.one("input", name="email")["value"] == "sara@"
    assert guest.post("/account/code/address", {"email": "sara@example.com"}).status == 303
    done = guest.post("/account/code", {"code": code_to("sara@example.com")})
    assert (done.status, done.location) == (303, "/s/1")
    assert guest.get("/account/code/address").location == "/account/sign-in"
    late = guest.post("/account/code/address", {"email": "sara@example.com"}, language="en")
    assert late.status == 422
    assert "Ask for a new one" in late.text


def test_without_a_code_under_way(guest: Visitor) -> None:
    page = guest.get("/account/code")
    assert page.html.all("input", name="code") == []
    assert guest.post("/account/code", {"code": "123456"}).status == 422
    assert guest.post("/account/code/again").status == 422


def test_sign_in_by_password(guest: Visitor) -> None:
    with_password()
    page = guest.post(
        "/account/sign-in/password", {"email": "SARA@example.com", "password": "wrong one"}
    )
    assert page.status == 422
    assert page.html.one("input", name="email")["value"] == "SARA@example.com"
    assert "value" not in page.html.one("input", name="password").attributes
    done = guest.post(
        "/account/sign-in/password",
        {"email": "sara@example.com", "password": PASSWORD, "next": "/account"},
    )
    assert done.location == "/account"
    assert guest.get("/account").status == 200


def test_sign_out(guest: Visitor) -> None:
    guest.sign_in(make.person())
    assert guest.post("/account/sign-out").location == "/"
    assert guest.get("/account").location == "/account/sign-in?next=/account"


def test_the_first_administrator(guest: Visitor) -> None:
    with writing():
        token = invitations.make_admin_link()
    page = guest.get(f"/welcome/{token}", language="fa")
    assert page.html.one("html")["dir"] == "rtl"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    refused = guest.post(f"/welcome/{token}", {"email": "dana", "name": "Dana"})
    assert refused.status == 422
    done = guest.post(f"/welcome/{token}", {"email": "dana@example.com", "name": "Dana"})
    assert done.location == "/"
    dana = people.by_email("dana@example.com")
    assert dana is not None
    assert dana.role == "administrator"
    assert guest.get("/account").status == 200
    assert guest.get(f"/welcome/{token}").status == 404


def test_every_message_of_an_empty_form_is_there(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.com"})
    for path in ("/account/sign-in", "/account/sign-in/password", "/account/code"):
        answer = guest.post(path, {"next": "/"}, language="en")
        assert answer.status == 422
        assert errors_of(answer), path


def test_next_is_carried_from_page_to_page(guest: Visitor) -> None:
    page = guest.get("/account/sign-in?next=/s/42-%D9%BE%DB%8C%D8%B4%D9%86%D9%87%D8%A7%D8%AF")
    other = page.html.all("a", class_="block")[0]["href"]
    assert unquote(guest.get(other).html.one("input", name="next")["value"]) == "/s/42-پیشنهاد"


def test_a_code_that_ran_out_is_renewed_in_place(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.com", "next": "/s/1"}, language="en")
    with later(minutes=20):
        page = guest.get("/account/code", language="en")
        assert page.html.one("h1").text == "The code has expired"
        assert "sara@example.com" not in page.html.one("main").text
        assert page.html.all("input", name="code") == []
        assert guest.post("/account/code", {"code": code_to("sara@example.com")}).status == 422
        assert guest.get("/account/code/address").location == "/account/sign-in"
        again = page.html.one("form", action="/account/code/again")
        assert guest.post(again["action"]).location == "/account/code"
        done = guest.post("/account/code", {"code": code_to("sara@example.com")})
    assert (done.status, done.location) == (303, "/s/1")
    with later(days=2):
        assert "There is no code" in Visitor(guest.app).get("/account/code", language="en").text


def test_what_is_no_code_is_no_try_and_too_many_tries_are_said(guest: Visitor) -> None:
    guest.post("/account/sign-in", {"email": "sara@example.com"}, language="en")
    for _ in range(sent_codes.MAX_TRIES + 1):
        short = guest.post("/account/code", {"code": "12345"}, language="en")
        assert errors_of(short) == ["The code has six digits."]
    wrong = f"{(int(code_to('sara@example.com')) + 1) % 1_000_000:06}"
    for _ in range(sent_codes.MAX_TRIES):
        assert guest.post("/account/code", {"code": wrong}, language="en").status == 422
    spent = guest.post("/account/code", {"code": wrong}, language="en")
    assert spent.html.all("input", name="code") == []
    assert "tried too often" in spent.html.one(role="alert").text


def test_who_is_in_is_not_asked_to_sign_in(sign_in) -> None:
    browser = sign_in(make.person())
    assert browser.get("/account/sign-in?next=/b/ideas").location == "/b/ideas"
    assert browser.get("/account/code").location == "/account"
