"""The search page, searching a board, and what the search box offers."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.search.models import SearchMiss
from forum.suggestions.models import Suggestion
from tests import make


@pytest.fixture
def board(cast):
    return make.board("ideas", names={"fa": "پیشنهادها", "ar": "الأفكار", "en": "Ideas"})


def ids(page):
    return [int(card["id"][1:]) for card in page.html.all("article", class_="card")]


def search(visitor, words, more="", language="fa"):
    return visitor.get(f"/search?q={quote(words)}{more}", language=language)


def test_found_however_it_is_written_and_marked(board, cast, guest):
    wish = make.suggestion(board, cast.sara, title="کتاب‌های صوتی را اضافه کنید")
    for words in ("كتاب", "کتاب ها", "کتابهای صوتي", "صوتی کتاب"):
        page = search(guest, words)
        assert ids(page) == [wish.id], words
        assert page.html.one("h2").all("mark")[0].text == "کتاب‌های", words


def test_a_mark_holds_whole_words_and_no_markup_of_others(board, cast, guest):
    make.suggestion(board, cast.sara, title="<b>Export</b> & exports")
    page = search(guest, "export", language="en")
    assert [mark.text for mark in page.html.all("mark")][:2] == ["Export", "exports"]
    assert page.html.all("b", class_="") is not None
    assert "<b>Export" not in page.text


def test_the_title_comes_before_the_text_and_votes_decide_the_rest(board, cast, guest):
    in_text = make.suggestion(board, cast.sara, title="Something else", body="a calendar view")
    few = make.suggestion(board, cast.sara, title="A calendar for us")
    many = make.suggestion(board, cast.sara, title="The calendar of the team")
    for voter in (cast.omid, cast.layla, cast.reza):
        make.vote(many, voter)
    assert ids(search(guest, "calendar", language="en")) == [many.id, few.id, in_text.id]


def test_what_was_said_about_it_is_found_and_shown(board, cast, guest):
    wish = make.suggestion(board, cast.sara, title="گزارش ماهانه")
    make.comment(wish, cast.omid, body="من هم با نمودار دایره‌ای موافقم")
    page = search(guest, "نمودار")
    assert ids(page) == [wish.id]
    assert page.html.one("p", class_="excerpt").one("mark").text == "نمودار"


def test_filters_go_on_working(board, cast, guest):
    other = make.board("more", names={"en": "More"})
    here = make.suggestion(board, cast.sara, title="A calendar", status="planned")
    there = make.suggestion(other, cast.sara, title="Calendar again")
    assert set(ids(search(guest, "calendar"))) == {here.id, there.id}
    assert ids(search(guest, "calendar", "&board=more")) == [there.id]
    assert ids(search(guest, "calendar", "&status=planned")) == [here.id]
    assert ids(search(guest, "calendar", "&status=planned&board=more")) == []
    assert ids(guest.get("/b/more?q=calendar")) == [there.id]
    assert ids(guest.get("/b/more?q=calendar&status=planned")) == []
    assert search(guest, "calendar", "&board=nowhere").status == 404
    assert search(guest, "calendar", "&status=nosuch").status == 422


def test_pages(board, cast, guest):
    wishes = [make.suggestion(board, cast.sara, title=f"Calendar {n}") for n in range(23)]
    first = search(guest, "calendar", language="en")
    assert "23 suggestions" in first.text
    (older,) = first.html.all("a", rel="next")
    second = guest.get(older["href"], language="en")
    assert len(ids(first)) == 20
    assert {*ids(first), *ids(second)} == {wish.id for wish in wishes}
    (newer,) = second.html.all("a", rel="prev")
    assert ids(guest.get(newer["href"], language="en")) == ids(first)
    for odd in ("0", "-1", "x", "99", "۲", "1e3"):
        assert search(guest, "calendar", f"&page={quote(odd)}").status == 200


def test_nothing_found_leads_on(board, cast, guest):
    wish = make.suggestion(board, cast.sara, title="سلام به مشتری")
    page = search(guest, "sghl")
    assert ids(page) == []
    (meant,) = page.html.all("a", class_="chip")
    assert meant.text == "سلام"
    assert ids(guest.get(meant["href"])) == [wish.id]
    lead = page.html.one("section", class_="empty").one("a", class_="main")
    assert lead["href"] == "/b/ideas/new?title=sghl"
    typed = guest.get("/b/ideas/new?title=sghl")
    assert typed.html.one("input", name="title")["value"] == "sghl"
    near = search(guest, "مشتزی").html.all("a", class_="chip")
    assert [one.text for one in near] == ["مشتری"]


def test_what_was_not_found_is_counted_without_names(board, cast, guest, sign_in):
    for visitor in (guest, sign_in(cast.sara)):
        search(visitor, "Zeppelin rides", language="en")
    search(guest, "me@example.com")
    rows = db.session.scalars(select(SearchMiss)).all()
    assert {row.words for row in rows} == {"zeppelin rides"}
    assert sum(row.count for row in rows) == 2
    assert {column.name for column in SearchMiss.__table__.columns} == {
        "day",
        "language",
        "words",
        "count",
    }


def test_any_text_gets_an_answer(board, cast, guest):
    make.suggestion(board, cast.sara, title="Anything at all")
    for words in (
        '"',
        "'; DROP TABLE x; --",
        "AND OR NOT NEAR(a b, 2)",
        "title:x ^y -z *",
        "a & b | !c <-> d:*",
        "🚀" * 40,
        "\u202e\u200fabc",
        "x" * 3000,
        "%",
    ):
        page = search(guest, words, language="en")
        assert page.status == 200, words
        assert guest.get(f"/search/offers?q={quote(words)}").status == 200, words


def test_offers_while_typing(board, cast, guest):
    wish = make.suggestion(board, cast.sara, title="حالت تاریک برای همه")
    for words in ("حا", "تار", "حالت تا", "dark mode"):
        part = guest.get(f"/search/offers?q={quote(words)}", language="fa")
        first, *_, everything = part.html.all("li")
        assert first["data-href"].startswith(f"/s/{wish.id}"), words
        assert everything["data-href"].startswith("/search?q=")
    assert everything["data-say"] == "۱ پیشنهاد"
    assert guest.get(f"/search/offers?q={quote('ح')}").text == ""
    none = guest.get("/search/offers?q=zzzz", language="fa")
    assert [li["data-say"] for li in none.html.all("li")] == ["چیزی پیدا نشد"]


def test_a_private_board_is_nowhere(board, cast, guest, sign_in):
    hidden = make.board("secret", names={"en": "Secret"}, visibility="private")
    make.member(hidden, cast.reza, "member")
    wish = make.suggestion(hidden, cast.reza, title="Quetzalcoatl plan")
    for visitor in (guest, sign_in(cast.sara)):
        page = search(visitor, "Quetzalcoatl", language="en")
        assert ids(page) == []
        assert search(visitor, "Quetzalcoatl", "&board=secret").status == 404
        assert "plan" not in visitor.get("/search/offers?q=Quetzal").text
        assert page.html.all("a", class_="chip") == []
        assert search(visitor, "Quetzalcoatk").html.all("a", class_="chip") == []
    assert ids(search(sign_in(cast.reza), "Quetzalcoatl", language="en")) == [wish.id]


@pytest.mark.limits(searches="2/minute")
def test_too_many_searches_wait(board, guest):
    for words in ("one", "two"):
        assert search(guest, words).status == 200
    refused = search(guest, "three")
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_search_within_votes_like_the_list(board, cast, sign_in):
    wish = make.suggestion(board, cast.sara, title="A calendar")
    omid = sign_in(cast.omid)
    page = search(omid, "calendar", language="en")
    form = page.html.one("article", class_="card").one("form")
    assert form["action"] == f"/s/{wish.id}/vote"
    omid.post(form["action"], {"want": "cast"})
    assert search(omid, "calendar").html.one("button", class_="vote")["aria-pressed"] == "true"
    assert db.session.get_one(Suggestion, wish.id).vote_count == 1
