"""Voting at the web door: by a click, by a form without scripts, by a guest's code."""

import pytest

from forum.core.unit_of_work import writing
from forum.suggestions.actions import review
from forum.votes import queries as votes
from tests import make
from tests.accounts.letterbox import code_to, letters_to
from tests.drift import no_drift

LANGUAGES = {"fa": "rtl", "ar": "rtl", "en": "ltr"}


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board("ideas"), cast.sara)


def button(page):
    """The vote form of a page: what it wants, whether it is pressed, its count."""
    form = page.html.one("form", data_vote="")
    pressed = form.one("button", class_="vote")
    return form.one("input", name="want")["value"], pressed["aria-pressed"], pressed.text


def test_a_click_votes_and_another_takes_it_back(cast, wish, sign_in):
    omid = sign_in(cast.omid)
    path = f"/s/{wish.id}/vote"
    assert button(omid.get(f"/s/{wish.id}")) == ("cast", "false", "۰")
    page = omid.follow(omid.post(path, {"want": "cast"}))
    assert button(page) == ("withdraw", "true", "۱")
    assert omid.post(path, {"want": "cast"}).status == 303
    assert make.fresh(wish).vote_count == 1
    assert button(omid.follow(omid.post(path, {"want": "withdraw"}))) == ("cast", "false", "۰")
    no_drift()


def test_the_page_of_the_vote_does_the_same(cast, wish, sign_in):
    omid = sign_in(cast.omid)
    page = omid.get(f"/s/{wish.id}/vote")
    assert page.html.one("input", name="want")["value"] == "cast"
    omid.post(f"/s/{wish.id}/vote", {"want": "cast"})
    assert omid.get(f"/s/{wish.id}/vote").html.one("input", name="want")["value"] == "withdraw"


def test_htmx_gets_the_form_alone(cast, wish, sign_in):
    answer = sign_in(cast.omid).post(
        f"/s/{wish.id}/vote", {"want": "cast", "large": "1"}, htmx=True
    )
    assert answer.status == 200
    (form,) = [child for child in answer.html.children if not isinstance(child, str)]
    assert form.tag == "form"
    assert form.one("button")["aria-pressed"] == "true"
    assert "large" in form.one("button").classes
    assert form.one("button").text == "۱"
    assert answer.text.count("<form") == 1


def test_my_votes_list_it(cast, wish, sign_in):
    omid = sign_in(cast.omid)
    omid.post(f"/s/{wish.id}/vote", {"want": "cast"})
    for path in ("/me/votes", "/b/ideas?show=voted"):
        assert omid.get(path).html.one("article", id=f"s{wish.id}")
    assert not sign_in(cast.sara).get("/me/votes").html.all("article", class_="card")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guests_vote_counts_with_his_code(wish, guest, mails, run_jobs, language):
    page = guest.get(f"/s/{wish.id}/vote", language=language)
    assert page.html.one("html")["lang"] == language
    assert page.html.one("html")["dir"] == LANGUAGES[language]
    refused = guest.post(f"/s/{wish.id}/vote", {"email": "nobody@"}, language=language)
    assert refused.status == 422
    field = refused.html.one("input", type="email")
    assert (field["value"], field["aria-invalid"]) == ("nobody@", "true")
    asked = guest.post(f"/s/{wish.id}/vote", {"email": "new@example.com"}, language=language)
    assert guest.follow(asked, language=language).html.one("input", name="code")
    assert make.fresh(wish).vote_count == 0
    code = code_to("new@example.com")
    run_jobs()
    assert mails[-1]["To"] == "new@example.com"
    assert code in mails[-1].get_body(("plain",)).get_content()
    done = guest.post("/account/code", {"code": code}, language=language)
    page = guest.follow(done)
    assert page.html.one("html")["lang"] == language, "his account speaks his language"
    assert button(page)[:2] == ("withdraw", "true")
    assert make.fresh(wish).vote_count == 1
    no_drift()


def test_a_guests_box_in_place(wish, guest):
    box = guest.get(f"/s/{wish.id}/vote", htmx=True)
    assert not box.text.lstrip().lower().startswith("<!doctype")
    assert box.html.one("form").one("input", type="email")
    refused = guest.post(f"/s/{wish.id}/vote", {"email": ""}, htmx=True)
    assert refused.status == 422
    assert refused.html.one("form").one("input", type="email")["aria-invalid"] == "true"
    asked = guest.post(f"/s/{wish.id}/vote", {"email": "new@example.com"}, htmx=True)
    assert (asked.status, asked.headers["HX-Redirect"], asked.text) == (204, "/account/code", "")


def test_all_a_guest_voted_for_before_his_code_counts(cast, wish, guest):
    both = [wish, make.suggestion(make.board("second"), cast.sara)]
    for one in both:
        guest.post(f"/s/{one.id}/vote", {"email": "new@example.com"}, language="en")
    guest.post("/account/code", {"code": code_to("new@example.com")})
    assert [make.fresh(one).vote_count for one in both] == [1, 1]
    no_drift()


def test_a_guest_hears_of_what_was_refused_and_of_what_was_done(cast, wish, guest):
    both = [wish, make.suggestion(make.board("second"), cast.sara)]
    for one in both:
        guest.post(f"/s/{one.id}/vote", {"email": "new@example.com"}, language="en")
    with writing():
        review.hide(actor=make.actor(cast.layla), suggestion_id=wish.id)
    guest.post("/account/code", {"code": code_to("new@example.com")}, language="en")
    page = guest.get("/")
    assert "This suggestion does not exist." in page.text
    assert "your vote counts" in page.text


def test_a_known_address_votes_as_itself(cast, wish, guest):
    make.vote(wish, cast.omid)
    guest.post(f"/s/{wish.id}/vote", {"email": "Omid@Example.com"})
    guest.post("/account/code", {"code": code_to("omid@example.com")})
    assert make.fresh(wish).vote_count == 1
    assert votes.voted_ids(cast.omid.id, [wish.id])


def test_on_a_closed_board_everybody_is_told(cast, guest, sign_in):
    wish = make.suggestion(make.board(is_open=False), cast.sara)
    answer = sign_in(cast.omid).post(f"/s/{wish.id}/vote", {"want": "cast"})
    assert answer.status == 409
    assert answer.html.one("h1").text
    assert guest.post(f"/s/{wish.id}/vote", {"email": "new@example.com"}).status == 409
    assert guest.get(f"/s/{wish.id}/vote").status == 409
    assert letters_to("new@example.com") == [], "no code for what cannot be"
    assert make.fresh(wish).vote_count == 0


def test_a_guest_whose_vote_came_too_late_is_told(cast, wish, guest):
    guest.post(f"/s/{wish.id}/vote", {"email": "new@example.com"}, language="en")
    with writing():
        review.hide(actor=make.actor(cast.layla), suggestion_id=wish.id)
    done = guest.post("/account/code", {"code": code_to("new@example.com")}, language="en")
    page = guest.get("/")
    assert done.status == 303
    assert "This suggestion does not exist." in page.text
    assert "your vote counts" not in page.text


@pytest.mark.limits(votes="2/minute")
def test_too_many_votes_are_stopped_for_a_while(cast, wish, sign_in):
    omid = sign_in(cast.omid)
    for _ in range(2):
        assert omid.post(f"/s/{wish.id}/vote", {"want": "cast"}).status == 303
    answer = omid.post(f"/s/{wish.id}/vote", {"want": "withdraw"})
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert make.fresh(wish).vote_count == 1


@pytest.mark.limits(codes_mail="1/hour")
def test_a_guest_who_asks_too_often_hears_when_to_come_again(wish, guest):
    for status in (303, 429):
        answer = guest.post(f"/s/{wish.id}/vote", {"email": "new@example.com"})
        assert answer.status == status
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.html.one("input", type="email")["value"] == "new@example.com"
