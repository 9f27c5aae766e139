"""Posting at the web door: refusals bring back what was typed, twice sent is once posted."""

import pytest
from sqlalchemy import select

from forum.boards.models import Board
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.http import once
from forum.suggestions import ranking
from forum.suggestions.models import Suggestion
from forum.votes.models import Vote
from tests import make
from tests.accounts.letterbox import code_to, letters_to
from tests.drift import no_drift
from tests.racing import raised, together

TITLE, BODY = "خروجی اکسل از فهرست", "هر ماه *دستی* رونویسی می‌کنیم.\n\nبس است!"
WRONG = {
    "no title": {"title": "", "body": BODY},
    "invisible title": {"title": "\u200b\u2060\u3164", "body": BODY},
    "long title": {"title": "ن" * 121, "body": BODY},
    "short title": {"title": "اب", "body": BODY},
    "long text": {"title": TITLE, "body": "ب" * 20_001},
    "foreign category": {"title": TITLE, "body": BODY, "category": "4711"},
    "no category": {"title": TITLE, "body": BODY, "category": "x"},
}


def posted():
    return db.session.scalars(select(Suggestion).order_by(Suggestion.id)).all()


@pytest.fixture
def board(app):
    made = make.board("ideas", names={"fa": "پیشنهادها", "en": "Ideas"})
    make.category(made)
    return made


def test_all_that_is_wrong_is_said_at_once(cast, board, sign_in):
    sara = sign_in(cast.sara)
    answer = sara.post("/b/ideas/new", {"title": "اب", "body": "ب" * 20_001})
    assert answer.status == 422
    assert "عنوان خیلی کوتاه است" in answer.html.text
    assert "حداکثر ۲۰٬۰۰۰ کاراکتر" in answer.html.text
    assert posted() == []


def test_a_guest_hears_of_the_address_in_the_same_breath(board, guest):
    page = guest.post("/b/ideas/new", {"title": "", "body": BODY, "email": "\u200b"}).html
    lines = [line["href"] for line in page.one("div", id="error-summary").all("a")]
    assert lines == ["#f-title", "#f-email"]


def test_its_authors_vote_is_counted_with_it(cast, board, sign_in):
    """Sent twice it is one of each."""
    sara = sign_in(cast.sara)
    sent = {"title": TITLE, "body": BODY, "once": "a-token-of-sara"}
    for _ in range(2):
        assert sara.post("/b/ideas/new", sent).status == 303
    (row,) = posted()
    assert row.vote_count == 1
    (vote,) = db.session.scalars(select(Vote)).all()
    assert (vote.suggestion_id, vote.voter_id) == (row.id, cast.sara.id)
    assert vote.created_at == row.created_at
    assert row.heat == ranking.vote_heat(vote.created_at)
    no_drift()


def test_it_is_posted_and_shown(cast, board, sign_in):
    sara = sign_in(cast.sara)
    form = sara.get("/b/ideas/new").html.one("form", action="/b/ideas/new")
    token = form.one("input", name=once.FIELD)["value"]
    answer = sara.post("/b/ideas/new", {"title": TITLE, "body": BODY, "once": token})
    page = sara.follow(answer)
    assert page.html.one("h1").text == TITLE
    assert page.html.one("em").text == "دستی"
    assert page.html.one("button", class_="vote")["aria-pressed"] == "true"
    assert sara.get("/me/suggestions").html.one("article", class_="card")
    no_drift()


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_what_was_typed_comes_back(board, sign_in, guest, language):
    sara = sign_in(make.person(language=language))
    seen = set()
    for visitor, more in ((sara, {}), (guest, {"email": "new@example.com"})):
        for name, typed in WRONG.items():
            answer = visitor.post("/b/ideas/new", {**typed, **more}, language=language)
            assert answer.status == 422, name
            page = answer.html
            assert page.one("html")["lang"] == language
            assert page.one("input", name="title")["value"] == typed["title"], name
            assert page.one("textarea", name="body").raw_text.strip() == typed["body"], name
            lines = page.one("div", id="error-summary").all("a")
            for line in lines:  # each says of which field it speaks, also without scripts
                label = page.one("label", **{"for": line["href"].removeprefix("#")})
                assert line.text.startswith(f"{label.text.partition(' ')[0]}: "), line.text
            summary = " ".join(line.text for line in lines)
            seen.add(summary)
            if "%" in summary:
                raise AssertionError(summary)
    assert posted() == []
    assert letters_to("new@example.com") == [], "no code for what cannot be posted"
    assert len(seen) >= 5, "each is told what is wrong"


def test_a_guest_without_an_address_keeps_his_text(board, guest):
    for email in ("", "nobody@", "a" * 330):
        answer = guest.post("/b/ideas/new", {"title": TITLE, "body": BODY, "email": email})
        assert answer.status == 422
        assert answer.html.one("textarea", name="body").raw_text.strip() == BODY
        assert answer.html.one("input", name="email")["aria-invalid"] == "true"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_guests_suggestion_appears_with_his_code(board, guest, language):
    category = board_category(board)
    data = {"title": TITLE, "body": BODY, "category": str(category), "email": "new@example.com"}
    guest.follow(guest.post("/b/ideas/new", data, language=language))
    assert posted() == []
    done = guest.post("/account/code", {"code": code_to("new@example.com")}, language=language)
    page = guest.follow(done)
    (row,) = posted()
    assert (row.title, row.body, row.category_id, row.vote_count) == (TITLE, BODY, category, 1)
    assert page.html.one("article", id=f"s{row.id}").one("h2").text == TITLE
    no_drift()


def test_a_megabyte_comes_back_with_the_reason(board, cast, sign_in):
    answer = sign_in(cast.sara).post("/b/ideas/new", {"title": TITLE, "body": "a" * 1_000_000})
    assert answer.status == 422
    area = answer.html.one("textarea", name="body")
    assert (len(area.raw_text.strip()), area["aria-invalid"]) == (1_000_000, "true")
    assert answer.html.one("input", name="title")["value"] == TITLE
    too_much = sign_in(cast.sara).post("/b/ideas/new", {"title": TITLE, "body": "a" * 1_200_000})
    assert too_much.status == 413
    assert posted() == []


def test_a_guests_word_about_the_direction_is_kept(board, guest):
    data = {"title": "Dark mode please", "body": "API v2", "body.chosen": "rtl"}
    guest.post("/b/ideas/new", {**data, "email": "new@example.com"}, language="en")
    guest.post("/account/code", {"code": code_to("new@example.com")})
    (row,) = posted()
    assert row.dir == "rtl"


def board_category(board):
    return make.boards.directory().by_id[board.id].categories[0].id


def test_a_guests_suggestion_for_a_board_that_closed_meanwhile(board, guest):
    data = {"title": TITLE, "body": BODY, "email": "new@example.com"}
    guest.post("/b/ideas/new", data, language="en")
    with writing() as session:
        session.get_one(Board, board.id).is_open = False
        make.unit_of_work.structure_changed()
    guest.post("/account/code", {"code": code_to("new@example.com")}, language="en")
    page = guest.get("/")
    assert "This board takes no new suggestions now." in page.text
    assert "your suggestion is posted" not in page.text
    assert posted() == []


def test_a_closed_board_takes_none_and_gives_the_text_back(cast, sign_in, guest):
    make.board("closed", is_open=False)
    for visitor in (sign_in(cast.sara), guest):
        assert visitor.get("/b/closed/new").status == 403
        answer = visitor.post("/b/closed/new", {"title": TITLE, "body": BODY})
        assert answer.status == 403
        assert "رونویسی می‌کنیم" in answer.text
    assert posted() == []


def test_where_approval_is_wanted_the_author_is_told(cast, sign_in, guest):
    make.board("slow", approval="all")
    sara = sign_in(cast.sara)
    path = sara.post("/b/slow/new", {"title": TITLE, "body": BODY}).location
    assert sara.get(path).status == 200
    assert guest.get(path).status == 404
    assert TITLE not in guest.get("/b/slow").text


def test_adv_075_twice_sent_it_is_posted_once(app, cast, board, sign_in):
    sara = sign_in(cast.sara)
    data = {"title": TITLE, "body": BODY, "once": "token-of-this-form"}
    first, again = sara.post("/b/ideas/new", data), sara.post("/b/ideas/new", data)
    assert (again.status, again.location) == (303, first.location)
    assert len(posted()) == 1


def test_adv_075_sent_twice_at_once_it_is_posted_once(app, cast, board, sign_in):
    browsers = [sign_in(cast.sara) for _ in range(4)]
    data = {"title": TITLE, "body": BODY, "once": "token-of-this-form"}
    for browser in browsers:
        browser.csrf_token()
    results = together(app, *[lambda b=b: b.post("/b/ideas/new", data) for b in browsers])
    assert not raised(results)
    assert {answer.status for answer in results} == {303}
    assert len({answer.location for answer in results}) == 1
    assert len(posted()) == 1
    no_drift()


@pytest.mark.limits(posts_first_day="1/day")
def test_adv_075_sent_twice_it_is_counted_once_against_the_limit(cast, board, sign_in):
    sara = sign_in(cast.sara)
    data = {"title": TITLE, "body": BODY, "once": "token-of-this-form"}
    first, again = sara.post("/b/ideas/new", data), sara.post("/b/ideas/new", data)
    assert (again.status, again.location) == (303, first.location)


def test_the_preview_shows_what_will_be_shown(board, guest):
    answer = guest.post("/preview", {"text": "**سلام** <script>alert(1)</script>"})
    assert answer.status == 200
    assert answer.html.one("strong").text == "سلام"
    assert not answer.html.all("script")


def test_an_hour_of_typing_survives_a_stale_token(cast, board, sign_in):
    sara = sign_in(cast.sara)
    headers = {"Sec-Fetch-Site": "same-origin"}
    data = {"title": TITLE, "body": BODY}
    answer = sara.post("/b/ideas/new", data, token="of-yesterday", headers=headers)
    assert answer.status == 400
    form = answer.html.one("form", action="/b/ideas/new")
    kept = {field["name"]: field.get("value") for field in form.all("input")}
    kept |= {area["name"]: area.raw_text.lstrip("\n") for area in form.all("textarea")}
    assert (kept["title"], kept["body"]) == (TITLE, BODY)
    assert sara.follow(sara.post("/b/ideas/new", kept, token=kept["csrf_token"])).status == 200
    assert [row.body for row in posted()] == [BODY]


def test_a_refused_text_is_no_post_that_counts(cast, board, sign_in, monkeypatch):
    counted = []
    monkeypatch.setattr("forum.http.throttle.hit_person", counted.append)
    sara = sign_in(cast.sara)
    wrong = {"title": TITLE, "seen_title": TITLE, "body": BODY, "category": "4711"}
    assert sara.post("/b/ideas/new", wrong).status == 422
    assert counted == []
    assert sara.post("/b/ideas/new", {**wrong, "category": ""}).status == 303
    assert counted == ["posts"]
