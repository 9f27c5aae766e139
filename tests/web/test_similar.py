"""Similar suggestions while a title is typed, and the step before posting without scripts."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.suggestions.models import Suggestion
from tests import make
from tests.accounts.letterbox import code_to, letters_to

THERE = "خروجی اکسل از گزارش ماهانه"
AGAIN = "گزارش ماهانه با خروجی اکسل"
OTHER = "ورود با اثر انگشت"


@pytest.fixture
def board(app):
    return make.board("ideas")


@pytest.fixture
def there(board, cast):
    return make.suggestion(board, cast.reza, title=THERE, status="planned")


def titles():
    return list(db.session.scalars(select(Suggestion.title).order_by(Suggestion.id)))


def part(visitor, typed, slug="ideas", **more):
    return visitor.get(f"/b/{slug}/similar?title={quote(typed)}", htmx=True, **more)


def rows(answer):
    """The titles of the list, as they are read."""
    return [link.children[0] for link in answer.html.all("a", class_="similar-to")]


def test_it_shows_what_is_similar_with_status_and_vote(there, cast, sign_in):
    make.suggestion(there_board(there), title=OTHER)
    answer = part(sign_in(cast.omid), AGAIN)
    assert (answer.status, rows(answer)) == (200, [THERE])
    link = answer.html.one("a", class_="similar-to")
    assert (link["lang"], link["dir"], link["target"]) == ("fa", "rtl", "_blank")
    assert link["href"].startswith(f"/s/{there.id}-")
    assert answer.html.one("span", class_="key-planned")
    form = answer.html.one("form", action=f"/s/{there.id}/vote")
    assert form.one("button")["aria-pressed"] == "false"
    assert answer.html.one("p", id="similar-said").text.startswith("۱")
    assert answer.html.one("input", name="seen_title")["value"] == AGAIN
    assert answer.html.one("input", name="seen_similar")["value"].split() == [str(there.id)]


def there_board(there):
    return make.boards.directory().by_id[there.board_id]


def test_a_title_half_typed_finds_it(there, guest):
    assert rows(part(guest, "خروجی اکسل")) == [THERE]


def test_a_guests_button_is_the_way_to_his_code(there, guest):
    answer = part(guest, AGAIN)
    assert answer.html.one("a", class_="vote")["href"] == f"/s/{there.id}/vote"
    assert "csrf_token" not in answer.text
    assert answer.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("typed", ["", "خر", "  خ\u200cر ", "\u200b\u200b\u200b\u200b"])
def test_under_three_characters_nothing_is_looked_up(there, guest, queries, typed):
    part(guest, typed)
    with queries() as counted:
        answer = part(guest, typed)
    assert rows(answer) == []
    assert answer.html.one("p", id="similar-said").text == ""
    assert counted.count == 0, str(counted)


def test_no_more_than_five(board, guest):
    for number in range(8):
        make.suggestion(board, title=f"{THERE} {number}")
    answer = part(guest, THERE, language="fa")
    assert len(rows(answer)) == 5
    assert answer.html.one("p", id="similar-said").text.startswith("۵")


@pytest.mark.parametrize("typed", ["' OR \"", "NEAR(a b)", "*", "😀😀😀", "ا" * 1200])
def test_whatever_is_typed_is_data(there, guest, typed):
    assert part(guest, typed).status == 200


def test_only_this_board_and_only_what_one_may_see(cast, there, sign_in, guest):
    private = make.board("secret", visibility="private", roles=["product"])
    make.suggestion(private, cast.reza, title=AGAIN)
    make.suggestion(there_board(there), cast.sara, title=AGAIN, state="pending")
    assert rows(part(guest, AGAIN)) == [THERE]
    assert part(guest, AGAIN, "secret").status == 404
    assert rows(part(sign_in(cast.reza), AGAIN, "secret")) == [AGAIN]


@pytest.mark.limits(searches="2/minute")
def test_nobody_may_ask_for_ever(there, cast, guest, sign_in):
    for visitor in (guest, sign_in(cast.omid)):
        assert [part(visitor, AGAIN).status for _ in range(3)] == [200, 200, 429]


def test_a_title_in_the_address_is_looked_up_at_once(there, cast, sign_in):
    page = sign_in(cast.omid).get(f"/b/ideas/new?title={quote(AGAIN)}")
    assert rows(page) == [THERE]
    assert rows(sign_in(cast.omid).get("/b/ideas/new")) == []


def step(visitor, **more):
    return visitor.post("/b/ideas/new", {"title": AGAIN, "body": "متن", **more})


def sent_again(page):
    """What a browser without scripts sends from the page."""
    form = page.html.one("form", id="compose")
    fields = form.all("input") + page.html.all("input", form="compose")
    sent = {one["name"]: one.get("value") for one in fields if one.get("type") != "checkbox"}
    return sent | {area["name"]: area.raw_text.lstrip("\n") for area in form.all("textarea")}


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_without_scripts_one_is_asked_before_it_is_posted(there, sign_in, language):
    sara = sign_in(make.person(language=language))
    asked = step(sara, once="token-of-this-form")
    assert (asked.status, rows(asked)) == (200, [THERE])
    assert titles() == [THERE]
    sent = sent_again(asked)
    assert (sent["title"], sent["body"], sent["once"]) == (AGAIN, "متن", "token-of-this-form")
    posted = sara.post("/b/ideas/new", sent)
    assert posted.status == 303
    assert sara.post("/b/ideas/new", sent).location == posted.location
    assert titles() == [THERE, AGAIN]


def test_nobody_is_asked_about_the_same_twice(there, cast, sign_in):
    sara = sign_in(cast.sara)
    sent = sent_again(step(sara)) | {"title": AGAIN + " مالی"}
    assert sara.post("/b/ideas/new", sent).status == 303
    assert AGAIN + " مالی" in titles()


def test_another_title_is_looked_up_anew(there, cast, sign_in):
    make.suggestion(there_board(there), title=OTHER)
    sara = sign_in(cast.sara)
    asked = sara.post("/b/ideas/new", sent_again(step(sara)) | {"title": OTHER})
    assert rows(asked) == [OTHER]


def test_what_was_shown_by_the_script_is_not_asked_again(there, cast, sign_in):
    sara = sign_in(cast.sara)
    assert step(sara, seen_title=AGAIN).status == 303


def test_the_word_of_the_script_survives_a_refusal(there, cast, sign_in):
    sara = sign_in(cast.sara)
    refused = step(sara, seen_title=AGAIN, category="4711")
    assert refused.status == 422
    assert sara.post("/b/ideas/new", sent_again(refused) | {"category": ""}).status == 303


def test_what_is_new_is_posted_at_once(there, cast, sign_in):
    sara = sign_in(cast.sara)
    assert sara.post("/b/ideas/new", {"title": OTHER, "body": ""}).status == 303
    assert titles() == [THERE, OTHER]


def test_a_guest_is_asked_before_a_code_is_sent(there, guest):
    asked = step(guest, email="new@example.com")
    assert (asked.status, rows(asked)) == (200, [THERE])
    assert letters_to("new@example.com") == []
    sent = sent_again(asked)
    assert sent["email"] == "new@example.com"
    guest.follow(guest.post("/b/ideas/new", sent))
    guest.post("/account/code", {"code": code_to("new@example.com")})
    assert titles() == [THERE, AGAIN]


@pytest.mark.parametrize("seen", ["x", "9" * 5000, "-1 0 2147483648 ۱", "1;2"])
def test_odd_words_of_what_was_seen_count_for_nothing(there, cast, sign_in, seen):
    assert step(sign_in(cast.sara), seen_similar=seen).status == 200
    assert titles() == [THERE]
