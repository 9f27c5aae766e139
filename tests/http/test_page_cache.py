"""Guests' pages are kept whole, for exactly those who would get the same, until content moves."""

import gzip
from typing import Any

import pytest
from flask import Flask

from forum.boards.models import Board
from forum.core.db import db
from forum.http import page_cache
from forum.suggestions.models import Suggestion
from tests import make
from tests.counting import counting
from tests.visitor import Visitor


@pytest.fixture
def board(app: Flask) -> Board:
    return make.board("ideas")


@pytest.fixture
def wish(board: Board) -> Suggestion:
    return make.suggestion(board, title="پیشنهاد نخست")


def cost(app: Flask, path: str, visitor: Visitor, **kwargs: Any) -> int:
    """Statements that this page took."""
    with counting(db.engine) as counted:
        assert visitor.get(path, **kwargs).status == 200
    return counted.count


def test_the_second_guest_costs_nothing(app: Flask, wish: Suggestion) -> None:
    assert cost(app, "/b/ideas", Visitor(app), language="fa") > 0
    assert cost(app, "/b/ideas", Visitor(app), language="fa") == 0


@pytest.mark.parametrize(
    "path", ["/b/ideas?sort=new", "/b/ideas?sort=top", "/b/ideas?sort=new&status=new"]
)
def test_known_parameters_make_pages_of_their_own(app: Flask, wish: Suggestion, path: str) -> None:
    cost(app, "/b/ideas", Visitor(app))
    assert cost(app, path, Visitor(app)) > 0
    assert cost(app, path, Visitor(app)) == 0


def test_the_order_of_parameters_does_not_matter(app: Flask, wish: Suggestion) -> None:
    cost(app, "/b/ideas?sort=new&status=new", Visitor(app))
    assert cost(app, "/b/ideas?status=new&sort=new", Visitor(app)) == 0


def test_unknown_parameters_are_not_kept(app: Flask, wish: Suggestion) -> None:
    """Nobody fills the memory with ?x=1, ?x=2 …"""
    for number in (1, 1):
        assert cost(app, f"/b/ideas?utm={number}", Visitor(app)) > 0


def test_new_content_is_seen_at_once(app: Flask, board: Board, wish: Suggestion) -> None:
    guest = Visitor(app)
    before = guest.get("/b/ideas")
    make.vote(wish)
    make.suggestion(board, title="پیشنهاد تازه")
    after = guest.get("/b/ideas")
    assert "پیشنهاد تازه" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_unchanged_is_said_in_one_line(app: Flask, wish: Suggestion) -> None:
    guest = Visitor(app)
    tag = guest.get("/b/ideas").headers["ETag"]
    answer = guest.get("/b/ideas", headers={"If-None-Match": tag})
    assert (answer.status, answer.text) == (304, "")
    make.vote(wish)
    assert guest.get("/b/ideas", headers={"If-None-Match": tag}).status == 200


@pytest.mark.parametrize("languages", [("fa", "ar"), ("ar", "en"), ("en", "fa")])
def test_languages_are_kept_apart(app: Flask, wish: Suggestion, languages: tuple[str, str]) -> None:
    for language in languages:
        page = Visitor(app).get("/b/ideas", language=language).html
        assert page.one("html")["lang"] == language


def test_preferences_are_kept_apart(app: Flask, wish: Suggestion) -> None:
    plain, dark = Visitor(app), Visitor(app)
    dark.post("/preferences", {"theme": "dark", "language": "fa", "digits": "latn"})
    dark.client.delete_cookie("sada_note")
    plain.get("/b/ideas", language="fa")
    page = dark.get("/b/ideas", language="fa").html.one("html")
    assert page["data-theme"] == "dark"
    assert Visitor(app).get("/b/ideas", language="fa").html.one("html").get("data-theme") != "dark"


def test_who_is_signed_in_gets_his_own_page(app: Flask, wish: Suggestion, cast: make.Cast) -> None:
    guest, sara = Visitor(app), Visitor(app).sign_in(cast.sara)
    guest.get("/b/ideas", language="fa")
    own = sara.get("/b/ideas")
    assert "/account/sign-out" in own.text
    assert "/account/sign-out" not in guest.get("/b/ideas", language="fa").text
    assert "private" in own.headers["Cache-Control"]
    assert "Cookie" in own.headers["Vary"]


def test_parts_for_htmx_do_not_mix_with_pages(app: Flask, wish: Suggestion) -> None:
    guest = Visitor(app)
    guest.get("/b/ideas")
    assert cost(app, "/b/ideas", guest, htmx=True) > 0
    assert guest.get("/b/ideas").text.lstrip().lower().startswith("<!doctype html>")


def test_it_is_compressed_for_who_can_read_that(app: Flask, wish: Suggestion) -> None:
    guest = Visitor(app)
    plain = guest.get("/b/ideas")
    zipped = guest.get("/b/ideas", headers={"Accept-Encoding": "gzip, br"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.response.get_data()).decode() == plain.text
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_foreign_host_is_not_answered_from_memory(app: Flask, wish: Suggestion) -> None:
    guest = Visitor(app)
    guest.get("/b/ideas")
    answer = guest.client.get("/b/ideas", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_errors_are_not_kept(app: Flask) -> None:
    guest = Visitor(app)
    assert guest.get("/b/later").status == 404
    make.board("later")
    assert guest.get("/b/later").status == 200


def test_a_board_that_closes_is_gone_at_once(app: Flask, wish: Suggestion) -> None:
    guest = Visitor(app)
    assert guest.get(f"/s/{wish.id}").status == 200
    make.change(Board, wish.board_id, visibility="private")
    assert guest.get(f"/s/{wish.id}").status == 404
    assert guest.get("/b/ideas").status == 404


def test_a_parameter_given_twice_means_its_first(app: Flask, wish: Suggestion) -> None:
    for first, second in (("aaaa", "bbbb"), ("bbbb", "aaaa")):
        page = Visitor(app).get(f"/search?q={first}&q={second}", language="en").html
        assert page.one("main").one("input", name="q")["value"] == first


def test_the_tag_of_a_page_follows_its_words(
    app: Flask, wish: Suggestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though nothing raised the version: a process may die before it does."""
    monkeypatch.setattr(page_cache, "MAX_AGE", 0.0)
    tag = Visitor(app).get("/b/ideas", language="fa").headers["ETag"]
    assert Visitor(app).get("/b/ideas", language="fa").headers["ETag"] == tag
    make.change(Suggestion, wish.id, title="پیشنهاد دوم")
    answer = Visitor(app).get("/b/ideas", language="fa", headers={"If-None-Match": tag})
    assert (answer.status, "پیشنهاد دوم" in answer.text) == (200, True)
