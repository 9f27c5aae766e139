"""The home page and the lists, as their addresses say."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from forum.core import clock
from tests import make

WORD = quote("خواسته")


@pytest.fixture
def board(cast):
    made = make.board("ideas", names={"fa": "پیشنهادها", "ar": "الأفكار", "en": "Ideas"})
    category = make.category(made, "موبایل")
    for number in range(23):
        make.suggestion(
            made,
            cast.sara if number % 2 else cast.omid,
            title=f"خواستهٔ شماره {number}",
            status="planned" if number < 3 else "new",
            category=category if number < 2 else None,
            at=clock.now() - timedelta(hours=number),
        )
    return made


def ids(page):
    return [card["id"] for card in page.html.all("article", class_="card")]


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_all_is_in_the_address(board, guest, language):
    name = {"fa": "پیشنهادها", "ar": "الأفكار", "en": "Ideas"}[language]
    page = guest.get("/b/ideas", language=language)
    assert page.html.one("h1").text == name
    assert len(ids(page)) == 20
    status = guest.get("/b/ideas?status=planned&sort=new", language=language)
    assert len(ids(status)) == 3
    category = make.boards.directory().by_id[board.id].categories[0].id
    both = guest.get(f"/b/ideas?status=planned&category={category}&q={WORD}", language=language)
    assert len(ids(both)) == 2
    none = guest.get(f"/b/ideas?q={WORD}{WORD}", language=language)
    assert ids(none) == []
    assert none.html.one("main").text


def test_pages_forwards_and_back(board, guest):
    first = guest.get("/b/ideas?sort=new")
    (older,) = first.html.all("a", rel="next")
    second = guest.get(
        older["href"] if older["href"].startswith("/") else "/b/ideas" + older["href"]
    )
    assert len(ids(second)) == 3
    assert not set(ids(first)) & set(ids(second))
    (newer,) = second.html.all("a", rel="prev")
    back = guest.get(newer["href"] if newer["href"].startswith("/") else "/b/ideas" + newer["href"])
    assert ids(back) == ids(first)


def test_what_is_mine(board, cast, sign_in, guest):
    sara = sign_in(cast.sara)
    waiting = make.suggestion(board, cast.sara, state="pending")
    mine = ids(sara.get("/b/ideas?show=mine"))
    assert len(mine) == 12
    assert f"s{waiting.id}" in mine
    assert len(ids(guest.get("/b/ideas?show=mine"))) == 20, "a guest has none of his own"
    assert f"s{waiting.id}" not in ids(guest.get("/b/ideas?show=mine"))


ODD = ["sort=hot", "sort=", "status=beautiful", "category=x", "category=" + "9" * 5000, "page=1",
       "page=!!!", "category=-1", "sort=new&page=WyJhIiwieCIsMV0", "category=4711"]  # fmt: skip


def test_what_cannot_be_asked_is_said(board, guest):
    for query in ODD:
        answer = guest.get(f"/b/ideas?{query}", language="fa")
        assert answer.status == 422, query
        assert answer.html.one("h1").text


def test_signs_that_mean_something_to_a_database_mean_nothing(board, guest, cast):
    make.suggestion(board, cast.sara, title="100% off_line \\ mode")
    for words, count in (
        ("%25", 0),
        ("_", 0),
        ("\\", 0),
        ("%27", 0),
        ("*", 0),
        ("off_line", 1),
        ("100%25 mode", 1),
        ("mode OR nothing", 0),
        ("%22off_line", 1),
    ):
        assert len(ids(guest.get(f"/b/ideas?q={words}"))) == count, words


def test_a_guests_page_is_nobodys(board, cast, sign_in, guest):
    """Neither name nor token, nor a cookie: it is kept for all."""
    sign_in(cast.dana).get("/b/ideas")
    for path in ("/", "/b/ideas", "/b/ideas?sort=top", "/s/1"):
        for _ in range(2):
            page = guest.get(path)
            assert page.status == 200
            assert "csrf_token" not in page.text
            assert cast.dana.name not in page.text
            assert not page.headers.getlist("Set-Cookie")
            assert not page.html.all("form", method="post")


def test_pages_of_two_people_do_not_mix(board, cast, sign_in, guest):
    wish = make.suggestion(board, cast.sara)
    make.vote(wish, cast.omid)
    sara, omid = sign_in(cast.sara), sign_in(cast.omid)
    for path in (f"/s/{wish.id}", "/b/ideas?sort=new"):
        pressed = []
        for visitor in (guest, omid, sara, guest, omid):
            page = visitor.get(path)
            buttons = page.html.all("button", id=f"vote-{wish.id}")
            pressed.append(buttons[0]["aria-pressed"] if buttons else None)
            assert (visitor.cookie("sada_session") is None) == (not buttons)
        assert pressed == [None, "true", "false", None, "true"]
