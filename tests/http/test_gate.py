"""Before any view: bodies within limits, clean text, access; the same on both databases."""

import io
from urllib.parse import quote

import pytest
from flask import Flask

from forum.http import access, gate
from tests import make
from tests.visitor import Visitor

UNCLEAN = ["\x00", "a\x00b"]


@pytest.mark.parametrize("text", UNCLEAN)
def test_nul_is_refused_with_words(guest: Visitor, text: str) -> None:
    assert guest.get(f"/preferences?next={quote(text)}").status == 422
    answer = guest.post("/preferences", {"theme": text}, language="fa")
    assert answer.status == 422
    assert answer.html.one("html")["lang"] == "fa"


@pytest.mark.parametrize("query", ["%zz", "%", "a=%f"])
def test_bad_percent_signs_are_no_request(guest: Visitor, query: str) -> None:
    assert guest.get(f"/preferences?next={query}").status == 400


def test_text_that_is_no_utf_8_becomes_a_mark_not_a_fault(guest: Visitor) -> None:
    for path in ("/preferences?next=%ff%c0%80", "/%ff%c0%80"):
        assert guest.get(path).status in (200, 400, 404)
    answer = guest.client.post(
        "/preferences",
        data=b"csrf_token=" + guest.csrf_token().encode() + b"&theme=%ff%fe",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303


def test_a_body_over_the_limit_is_refused_unread(guest: Visitor) -> None:
    answer = guest.client.post(
        "/preferences",
        input_stream=io.BytesIO(b""),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": str(gate.MAX_BODY + 1)},
    )
    assert answer.status_code == 413


def test_a_text_of_one_megabyte_passes(guest: Visitor) -> None:
    assert guest.post("/preferences", {"theme": "x" * 1_000_000}).status == 303


def test_too_many_fields_are_refused(guest: Visitor) -> None:
    few = {f"f{n}": "1" for n in range(gate.MAX_FIELDS - 5)}
    many = {f"f{n}": "1" for n in range(gate.MAX_FIELDS + 5)}
    assert guest.post("/preferences", few).status == 303
    assert guest.post("/preferences", many).status == 413
    assert guest.post("/preferences", many, content_type="multipart/form-data").status == 413


def test_a_long_query_is_refused(guest: Visitor) -> None:
    assert guest.get("/preferences?next=/" + "x" * gate.MAX_QUERY).status == 400


def test_guests_are_led_to_sign_in_and_back(guest: Visitor) -> None:
    answer = guest.get("/me/votes?page=x")
    assert (answer.status, answer.location) == (
        303,
        "/account/sign-in?next=/me/votes%3Fpage%3Dx",
    )


def test_htmx_is_led_to_sign_in_as_a_whole_page(guest: Visitor) -> None:
    answer = guest.get("/me/votes", htmx=True)
    assert answer.status == 204
    assert answer.headers["HX-Redirect"] == "/account/sign-in?next=/me/votes"


def test_who_may_not_is_told_so(app: Flask, cast: make.Cast) -> None:
    answer = Visitor(app).sign_in(cast.sara).get("/admin")
    assert answer.status == 403
    assert answer.html.one("h1").text


def test_a_route_without_a_declaration_is_closed(app: Flask, cast: make.Cast) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    answer = Visitor(app).sign_in(cast.dana).get("/forgotten")
    assert answer.status == 403
    assert "secret" not in answer.text


def test_a_fault_ends_on_a_page_with_a_number(app: Flask, guest: Visitor) -> None:
    @access.public()
    def broken() -> str:
        raise RuntimeError("the inside of the machine")

    app.add_url_rule("/broken", view_func=broken, endpoint="broken")
    answer = guest.get("/broken", language="ar")
    assert answer.status == 500
    assert answer.html.one("html")["dir"] == "rtl"
    assert "machine" not in answer.text
    assert guest.get("/healthz").status == 200


def test_the_wrong_method_names_the_right_ones(guest: Visitor) -> None:
    answer = guest.get("/preview")
    assert answer.status == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.html.one("h1").text
