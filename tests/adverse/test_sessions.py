"""Adverse cases about sessions, cookies, cross-site requests and redirects, by their ids."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import text

from forum.accounts.actions import invitations, sessions
from forum.accounts.queries import browsers
from forum.core import clock
from forum.core.config import Config, ConfigError
from forum.core.db import db
from forum.core.permissions import Role
from forum.core.unit_of_work import end_read, writing
from forum.http import cookies
from tests import make
from tests.accounts.letterbox import code_to, letters_to
from tests.visitor import Answer, Visitor

PASSWORD = "سه کلمهٔ آسان برای من"


def test_adv_018_the_session_is_new_after_sign_in(app: Flask, guest: Visitor) -> None:
    name = cookies.session_name(cookies.config())
    guest.client.set_cookie(name, "chosen-by-somebody-else")
    guest.post("/account/sign-in", {"email": "sara@example.com"})
    guest.post("/account/code", {"code": code_to("sara@example.com")})
    first = guest.cookie(name)
    assert first != "chosen-by-somebody-else"
    guest.post("/account/confirm/code", {"next": "/account"})
    guest.post("/account/code", {"code": code_to("sara@example.com")})
    assert guest.cookie(name) != first
    assert browsers.signed_in(first or "") is None


def test_adv_019_a_captured_cookie_is_dead_after_sign_out(app: Flask, sign_in) -> None:
    browser = sign_in(make.person())
    name = cookies.session_name(cookies.config())
    captured = browser.cookie(name)
    browser.post("/account/sign-out")
    thief = Visitor(app)
    thief.client.set_cookie(name, captured or "")
    assert thief.get("/account").status == 303


def test_adv_020_a_new_password_signs_other_browsers_out(app: Flask, sign_in) -> None:
    sara = make.person(language="en")
    first, second = sign_in(sara), Visitor(app).sign_in(sara)
    first.post("/account/password", {"new_password": PASSWORD})
    assert second.get("/account").status == 303
    assert len(first.get("/account/sessions").html.all("div", class_="session")) == 1


@pytest.mark.config(base_url="https://localhost")
def test_adv_021_cookies_over_https(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/account/sign-in", base_url="https://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert token
    headers = page.headers.getlist("Set-Cookie")
    data = {"csrf_token": token[1], "email": "sara@example.com"}
    sent = client.post("/account/sign-in", data=data, base_url="https://localhost")
    headers += sent.headers.getlist("Set-Cookie")
    data = {"csrf_token": token[1], "code": code_to("sara@example.com")}
    done = client.post("/account/code", data=data, base_url="https://localhost")
    headers += done.headers.getlist("Set-Cookie")
    assert {header.split("=")[0] for header in headers} >= {
        "__Host-sada_note",
        "__Host-sada_code",
        "__Host-sada_session",
    }
    for header in headers:
        parts = {part.strip().lower() for part in header.split(";")}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts, header
        assert not any(part.startswith("domain") for part in parts)


def test_adv_022_no_route_acts_without_the_token(app: Flask, sign_in) -> None:
    dana = make.person(role="administrator", language="en")
    browser, stranger = sign_in(dana), Visitor(app).sign_in(make.person())
    before = _rows()
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}):
            filled = dict.fromkeys(rule.arguments, "1")
            path = adapter.build(rule.endpoint, filled, method=method)
            for token in ("", stranger.csrf_token()):
                answer = browser.client.open(path, method=method, data={"csrf_token": token})
                assert answer.status_code in (400, 403, 404), (rule.rule, answer.status_code)
    assert _rows() == before


def _rows() -> dict[str, int]:
    end_read()
    names = [table.name for table in db.metadata.sorted_tables]
    counted = {
        name: db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in names
    }
    end_read()
    return counted


def test_adv_025_a_stale_token_brings_the_form_back_filled(guest: Visitor) -> None:
    typed = "یک متن بلند که نویسنده‌اش یک ساعت آن را نوشته است و نباید گم شود."
    answer = guest.post(
        "/preferences",
        {"language": "fa", "body": typed},
        token="0" * 64,
        headers={"Sec-Fetch-Site": "same-origin"},
        language="fa",
    )
    assert answer.status == 400
    form = answer.html.one("main").one("form")
    assert form["action"] == "/preferences"
    assert form.one("textarea").text.strip() == typed
    assert form.one("input", name="language")["value"] == "fa"
    assert form.one("input", name="csrf_token")["value"] != "0" * 64


def test_adv_025_another_sites_form_is_not_carried_along(guest: Visitor) -> None:
    answer = guest.post("/preferences", {"language": "fa"}, token="0" * 64)
    assert answer.status == 400
    assert answer.html.one("main").all("form") == []


def later(visitor: Visitor, started: datetime, after: timedelta, path: str = "/account") -> Answer:
    with clock.at(started + after):
        return visitor.get(path)


def is_out(answer: Answer, back: str = "/account") -> bool:
    """Sent to sign in, and from there back."""
    return (answer.status, answer.location) == (303, f"/account/sign-in?next={back}")


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("role", ["moderator", "product", "administrator"])
def test_adv_026_the_teams_sessions_end_after_twelve_idle_hours(sign_in, role: str) -> None:
    idle, started = timedelta(hours=12), clock.now()
    used, left = (sign_in(make.person(role=role)) for _ in range(2))
    for turn in range(1, 4):  # each use begins the twelve hours anew
        assert later(used, started, turn * (idle - MINUTE)).status == 200
    assert is_out(later(used, started, 3 * (idle - MINUTE) + idle + MINUTE))
    assert is_out(later(left, started, idle + MINUTE, "/desk/waiting"), "/desk/waiting")
    customer = sign_in(make.person())
    assert later(customer, clock.now(), 60 * idle).status == 200


@pytest.mark.parametrize(("role", "step"), [("customer", 240), ("administrator", 11)])
def test_adv_026_no_session_lives_longer_than_ninety_days(sign_in, role: str, step: int) -> None:
    """However often it is used; what ended for its age is cleared away with the rest."""
    someone, started, most = make.person(role=role), clock.now(), timedelta(days=90)
    visitor, steps = sign_in(someone), timedelta(hours=step)
    for turn in range(1, most // steps + 1):
        assert later(visitor, started, min(turn * steps, most - MINUTE)).status == 200, turn
    assert later(visitor, started, most - MINUTE).status == 200
    assert is_out(later(visitor, started, most + MINUTE))
    assert visitor.get("/account").status == 200, "the clock alone decided, it was not deleted"
    with clock.at(started + most + MINUTE), writing():
        sessions.forget_old()
    assert is_out(visitor.get("/account"))


@pytest.mark.parametrize(
    ("role", "path"), [("customer", "/account/delete"), ("administrator", "/admin/site")]
)
def test_adv_026_what_is_delicate_wants_proof_of_the_last_half_hour(
    sign_in, role: str, path: str
) -> None:
    """Half an hour since the proof, used or not; the session itself goes on."""
    visitor, started = sign_in(make.person(role=role)), clock.now()
    for minutes in (1, 15, 29):
        assert later(visitor, started, minutes * MINUTE, path).status == 200
    answer = later(visitor, started, 31 * MINUTE, path)
    assert (answer.status, answer.location) == (303, f"/account/confirm?next={path}")
    assert later(visitor, started, 31 * MINUTE).status == 200


@pytest.mark.parametrize("place", ["/b/ideas/new", "/s/{}/comments/new", "/s/{}/edit"])
def test_adv_026_what_is_sent_when_the_session_is_over_comes_back(sign_in, place: str) -> None:
    """With the place it goes to, to be sent once more; nothing of it is done meanwhile."""
    sara = make.person(language="fa")
    wish = make.suggestion(make.board("ideas"), sara)
    visitor, typed = sign_in(sara), "متنی که نویسنده‌اش یک ساعت آن را نوشته است. " * 3
    path, token, headers = (
        place.format(wish.id),
        visitor.csrf_token(),
        {"Sec-Fetch-Site": "same-origin"},
    )
    before = _rows()
    with clock.at(clock.now() + timedelta(days=91)):
        data = {"title": "عنوان تازه برای همه", "body": typed, "revision": "1"}
        answer = visitor.post(path, data, token=token, headers=headers, language="fa")
        assert answer.status == 400
        form = answer.html.one("main").one("form")
        assert form["action"] == path
        assert form.one("textarea", name="body").raw_text.strip() == typed.strip()
        assert form.one("input", name="title")["value"] == data["title"]
    assert _rows() == before
    assert visitor.post(path, data, token=token).status == 303, "the session decided, not the text"


@pytest.mark.parametrize("secret", ["dev", "changeme", "x" * 31])
def test_adv_030_a_weak_secret_does_not_start(tmp_path, secret: str) -> None:
    with pytest.raises(ConfigError, match="FORUM_SECRET_KEY"):
        Config.from_env({"FORUM_DATA_DIR": str(tmp_path), "FORUM_SECRET_KEY": secret})


def test_adv_030_no_secret_beside_a_database_does_not_start(tmp_path) -> None:
    with pytest.raises(ConfigError, match="FORUM_SECRET_KEY"):
        Config.from_env({"FORUM_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://x/y"})


@pytest.mark.parametrize(
    "target",
    [
        "//evil.com",
        "///evil.com",
        "/\\evil.com",
        "\\\\evil.com",
        "https:evil.com",
        "http:///evil.com",
        "/%2f%2fevil.com",
        "https://good@evil.com",
        "javascript:alert(1)",
        "good.example.evil.com",
        "/\t/evil.com",
        "/s/1\r\nSet-Cookie: a=b",
    ],
)
def test_adv_110_112_next_stays_at_home(guest: Visitor, target: str) -> None:
    page = guest.get("/account/sign-in?" + urlencode({"next": target}))
    assert page.html.one("input", name="next")["value"] == "/"
    sent = guest.post("/account/sign-in", {"email": "sara@example.com", "next": target})
    assert sent.status in (303, 422)
    done = guest.post("/account/code", {"code": code_to("sara@example.com")})
    assert done.location == "/"
    saved = guest.post("/preferences", {"language": "en", "next": target})
    assert saved.location == "/"
    assert guest.cookie("a") is None


def test_adv_113_links_carry_the_base_url_whatever_the_host_says(app: Flask) -> None:
    dana = make.person(role="administrator", language="en")
    client = app.test_client()
    spoofed = client.get("/account/sign-in", headers={"Host": "evil.example"})
    assert spoofed.status_code == 400
    forwarded = client.get("/account/sign-in", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in forwarded.get_data(as_text=True)
    with writing():
        invitations.invite(actor=make.actor(dana), email="reza@example.com", role=Role.PRODUCT)
    assert "http://localhost/invite/" in letters_to("reza@example.com")[0].text


def test_adv_018_sessions_start_with_an_unguessable_token(app: Flask) -> None:
    sara = make.person()
    with writing():
        tokens = {sessions.start(person_id=sara.id, user_agent="", address="") for _ in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 43
