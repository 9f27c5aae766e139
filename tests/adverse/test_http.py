"""Attacks at the web door, each named by the case it answers.

Answered elsewhere by the same id: 022 and 024 (tests/house/test_doors.py), 029 (tests/http/
test_csrf.py), 030 and 212 (tests/core/test_config.py), 058 (mail: tests/core/test_mail.py),
110–114 (tests/http/test_addresses.py), the faults
191 to 215 (tests/adverse/test_faults.py), 115 and 116 (tests/http/test_headers.py), 171 and 174
(tests/http/test_limits.py).
"""

import io
import json
import re
from urllib.parse import quote

import pytest
import structlog
from flask import Flask, request

from forum.http import access
from tests import effort, make
from tests import town as towns
from tests.visitor import Visitor

IDS = [
    "9223372036854775807",
    "9223372036854775808",
    "2147483648",
    "-1",
    "0",
    "1e3",
    "0x1",
    " 1",
    "%201",
    "١٢٣",
    "۱۲۳",
    "1.5",
    "9" * 4000,
]
NUMBERED = [
    ("/b/ideas", "category"),
    ("/s/1", "after"),
    ("/desk/waiting", "id"),
    ("/desk/waiting", "board"),
    ("/admin/audit", "board"),
]
PAGES = ["0", "-1", "abc", "1" + "0" * 20, "1.5", "null", "[]", "%00", "WyJhIiwxLDFd" * 30]


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.mark.config(base_url="https://localhost")
def test_adv_021_cookies_over_https(app: Flask, cast: make.Cast) -> None:
    visitor = Visitor(app)
    with app.test_request_context("/", base_url="https://localhost"):
        app.preprocess_request()
        visitor_token = visitor.csrf_token()
    assert visitor_token
    answer = visitor.post(
        "/preferences", {"theme": "dark"}, base_url="https://localhost", follow_redirects=False
    )
    signed = Visitor(app).sign_in(cast.sara)
    names = {cookie.key for cookie in signed._cookies()}
    assert names == {"__Host-sada_session"}
    found = answer.headers.getlist("Set-Cookie")
    for header in found:
        low = header.lower()
        assert "; secure" in low, header
        assert "; httponly" in low, header
        assert "; samesite=lax" in low, header
        assert "; path=/" in low, header
        assert "domain=" not in low, header
        name = header.partition("=")[0]
        assert name.startswith("__Host-") or name == "sada_prefs", header
    assert found


def test_adv_027_signed_in_pages_are_private(app: Flask, town: towns.Town) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    for path in ("/", "/b/ideas", f"/s/{town.wish.id}", "/me/votes", "/me/suggestions"):
        answer = sara.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "private, no-cache", path
        assert "Cookie" in answer.headers["Vary"], path
    assert sara.get("/account").headers["Cache-Control"] == "no-store"
    guest = Visitor(app).get("/b/ideas")
    assert "Cookie" in guest.headers["Vary"]
    assert "public" not in guest.headers["Cache-Control"]


def test_adv_059_a_log_line_stays_one_record(app: Flask, guest: Visitor) -> None:
    @access.public()
    def broken() -> str:
        raise RuntimeError(request.args["text"])

    app.add_url_rule("/broken", view_func=broken, endpoint="broken")
    evil = "x\n2026-01-01 INFO admin signed in\x1b[31m\u2028end"
    written, before = io.StringIO(), structlog.get_config()["logger_factory"]
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    assert guest.get(f"/broken?text={quote(evil)}").status == 500
    structlog.configure(logger_factory=before)
    lines = written.getvalue().splitlines()
    records = [json.loads(line) for line in lines]
    assert any("admin signed in" in json.dumps(record) for record in records)
    assert not any("\x1b" in line or "\u2028" in line for line in lines)


def test_adv_064_a_lone_surrogate_is_no_text(app: Flask, town: towns.Town) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    body = f"csrf_token={sara.csrf_token()}&title=%ED%A0%80x+yz+abc&body=b"
    answer = sara.client.post(
        "/b/ideas/new", data=body, content_type="application/x-www-form-urlencoded"
    )
    # Not UTF-8, so no surrogate ever reaches us: replaced marks are a title like any other.
    assert answer.status_code in (303, 422)


def test_adv_065_nul_is_refused_on_both_databases(app: Flask, town: towns.Town) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    typed = {"title": "a\x00b title", "body": "body"}
    assert sara.post("/b/ideas/new", typed).status == 422
    assert sara.post("/b/ideas/new", {"title": "a good title", "body": "\x00"}).status == 422
    assert sara.get("/b/ideas?q=%00").status == 422
    assert sara.get("/b/ideas?q=a%00b").status == 422
    assert Visitor(app).get("/b/ideas?q=%00").status == 422
    assert Visitor(app).get("/%00").status in (400, 404)


def test_adv_066_ids_that_are_none(app: Flask, town: towns.Town) -> None:
    dana, guest = Visitor(app).sign_in(town.cast.dana), Visitor(app)
    for number in IDS:
        for path in ("/s/{}", "/s/{}/vote", "/s/{}/edit", "/c/{}/edit", "/admin/boards/{}"):
            assert dana.get(path.format(number)).status in (400, 404, 422), (path, number)
        assert guest.get(f"/s/{number}").status in (400, 404), number
        assert dana.post(f"/s/{number}/vote").status in (400, 404, 405, 422), number
        for path, query in NUMBERED:
            answer = dana.get(f"{path}?{query}={number}")
            assert answer.status in (200, 303, 400, 404, 422), (path, query, number)


def test_adv_067_pages_that_are_none(app: Flask, town: towns.Town) -> None:
    dana = Visitor(app).sign_in(town.cast.dana)
    for page in PAGES:
        for path in ("/b/ideas", "/me/suggestions", "/me/votes", "/admin/audit", "/admin/people"):
            answer = dana.get(f"{path}?page={page}")
            assert answer.status == 422, (path, page)
            assert answer.html.one("h1").text
        assert Visitor(app).get(f"/b/ideas?page={page}").status == 422, page
    assert dana.get("/b/ideas?per_page=-1&page=").status == 200


BODIES = [
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"{",
    b"[" * 100_000,
    b'{"a":1,"a":2}',
    b"NaN",
    b"{}trailing",
    b"\xef\xbb\xbf{}",
    '{"a": 1}'.encode("utf-16"),
    b"\x1f\x8b\x08\x00\x00\x00",
]


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain; charset=koi-8", "multipart/form-data", ""]
)
def test_adv_068_bodies_that_are_no_form(guest: Visitor, kind: str) -> None:
    headers = {"X-CSRF-Token": guest.csrf_token()}
    for body in BODIES:
        with effort.at_most(1):
            answer = guest.client.post(
                "/preferences", data=body, content_type=kind, headers=headers
            )
        assert answer.status_code in (303, 400, 413, 415, 422), body[:20]


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("raw", ["%ff", "%c0%80", "%zz", "%", "%u0041", "\xff"])
def test_adv_069_bad_percent_signs(guest: Visitor, raw: str) -> None:
    for path in (f"/b/{raw}", f"/s/1-{raw}", f"/b/ideas?q={raw}", f"/{raw}"):
        answer = guest.client.get("/", environ_overrides=_raw(path))
        assert answer.status_code in (200, 400, 404, 422), path


def _raw(path: str) -> dict[str, str]:
    """WSGI names of an address that a client library would have quoted."""
    bare, _, query = path.partition("?")
    return {"PATH_INFO": bare, "QUERY_STRING": query, "RAW_URI": path, "REQUEST_URI": path}


@pytest.mark.database("sqlite")
def test_adv_070_too_much_of_everything(guest: Visitor) -> None:
    many_parts = {f"part{n}": "x" for n in range(1001)}
    assert guest.post("/preferences", many_parts, content_type="multipart/form-data").status == 413
    assert guest.post("/preferences", {f"f{n}": "x" for n in range(20_000)}).status == 413
    query = "&".join(f"a{n}=1" for n in range(10_000))
    assert guest.get(f"/?{query}").status in (400, 414)
    assert guest.get("/", headers={"X-Long": "x" * 1_000_000}).status in (200, 431)
    jar = "; ".join(f"c{n}=1" for n in range(5_000))
    assert guest.get("/", headers={"Cookie": jar}).status in (200, 431)


BLANK = ["     ", "\u200b\u2060\ufeff\u200b", "\u3164\u3164\u3164\u3164", "\u200e\u200f \u00ad"]


@pytest.mark.parametrize("title", BLANK)
def test_adv_071_invisible_titles_are_empty(app: Flask, town: towns.Town, title: str) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    answer = sara.post("/b/ideas/new", {"title": title, "body": "متنی که می‌ماند"})
    assert answer.status == 422
    assert "متنی که می‌ماند" in answer.html.one("textarea", name="body").raw_text
    assert answer.html.all(aria_invalid="true")


def test_adv_071_piled_marks_are_limited(app: Flask, town: towns.Town) -> None:
    sara = Visitor(app).sign_in(town.cast.sara)
    zalgo = "سلام" + "\u0301" * 10_000
    answer = sara.post("/b/ideas/new", {"title": zalgo, "body": ""})
    if answer.status == 303:
        shown = sara.follow(answer).html.one("h1").text
        assert len(re.findall("\u0301", shown)) < 20
    else:
        assert answer.status == 422
