"""Security headers are on every answer there is; no page needs a script or style of its own."""

import re
from pathlib import Path

import pytest
from flask import Flask

from forum.http import access, headers
from tests import make
from tests.visitor import Answer, Visitor

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": headers.CSP,
}


def check(answer: Answer, what: str) -> None:
    for name, value in WANTED.items():
        assert answer.headers.getlist(name) == [value], (what, name)
    assert answer.headers["Permissions-Policy"], what
    assert "Server" not in answer.headers, what
    assert "X-Powered-By" not in answer.headers, what
    if answer.headers.get("Content-Type", "").startswith("text/"):
        charset = answer.headers["Content-Type"].lower().replace('"', "")
        assert "charset=utf-8" in charset, what


def test_the_policy_is_strict() -> None:
    parts = dict(part.strip().split(" ", 1) for part in headers.CSP.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == parts["form-action"] == "'self'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert "unsafe" not in headers.CSP
    assert "nonce" not in headers.CSP


@pytest.mark.limits(previews="1/hour")
def test_adv_115_every_kind_of_answer_has_them(app: Flask, cast: make.Cast) -> None:
    @access.public()
    def broken() -> str:
        raise RuntimeError

    app.add_url_rule("/broken", view_func=broken, endpoint="broken")
    make.board("ideas")
    guest, sara = Visitor(app), Visitor(app).sign_in(cast.sara)
    css = guest.get("/").html.all("link", rel="stylesheet")[0]["href"]
    answers = {
        200: guest.get("/b/ideas"),
        201: sara.get("/b/ideas"),
        303: guest.get("/me/votes"),
        400: guest.post("/preferences", token="x"),
        403: sara.get("/admin"),
        404: guest.get("/nowhere"),
        405: guest.get("/preview"),
        413: guest.get("/?page=" + "x" * 9000),
        422: guest.get("/?q=%00"),
        500: guest.get("/broken"),
        1: guest.get(css),
        2: guest.get("/static/nothing.css"),
        3: guest.get("/healthz"),
        4: guest.get("/favicon.ico"),
    }
    guest.post("/preview", {"text": "a"})
    answers[429] = guest.post("/preview", {"text": "a"})
    assert answers[429].status == 429
    for status, answer in answers.items():
        check(answer, f"{status}: {answer.status}")
    tag = answers[200].headers["ETag"]
    check(guest.get("/b/ideas", headers={"If-None-Match": tag}), "304")


def test_no_transport_security_over_plain_http(guest: Visitor) -> None:
    assert "Strict-Transport-Security" not in guest.get("/healthz").headers


@pytest.mark.config(base_url="https://localhost")
def test_transport_security_over_https(guest: Visitor) -> None:
    found = guest.get("/healthz").headers["Strict-Transport-Security"]
    assert int(re.findall(r"max-age=(\d+)", found)[0]) >= 31_536_000


def test_assets_are_for_ever_and_pages_are_not(app: Flask, cast: make.Cast) -> None:
    guest = Visitor(app)
    page = guest.get("/")
    css = page.html.all("link", rel="stylesheet")[0]["href"]
    assert "immutable" in guest.get(css).headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "private, no-cache"
    own = Visitor(app).sign_in(cast.dana)
    assert own.get("/me/votes").headers["Cache-Control"] == "private, no-cache"
    for path in ("/account", "/admin", "/exports"):
        assert own.get(path).headers["Cache-Control"] == "no-store", path


def test_static_files_are_precompressed(guest: Visitor) -> None:
    css = guest.get("/").html.all("link", rel="stylesheet")[0]["href"]
    sizes = {}
    for encoding in ("identity", "gzip", "br"):
        answer = guest.get(css, headers={"Accept-Encoding": encoding})
        sizes[encoding] = len(answer.response.get_data())
        assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert sizes["br"] < sizes["gzip"] < sizes["identity"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../forum.db",
        "/static/..%2fforum.db",
        "/.git/HEAD",
        "/.env",
        "/app.db",
        "/forum.db",
        "/secret",
        "/backup.sql",
        "/console",
        "/static/app.js.map",
    ],
)
def test_adv_116_nothing_lies_about(guest: Visitor, path: str) -> None:
    assert guest.get(path).status == 404


def test_no_template_has_script_or_style_in_it() -> None:
    folder = Path(__file__).resolve().parents[2] / "forum" / "web"
    inline = re.compile(
        r"<style|<script(?![^>]*\bsrc=)|<[^>{]*\s(style|on[a-z]+)=|javascript:", re.I
    )
    found = [
        f"{path.name}:{number}"
        for path in folder.rglob("*.html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []
