"""The button for the writing direction: its word is stored, comes back and outlives an edit."""

import pytest
from sqlalchemy import select

from forum.comments.models import Comment
from forum.core.db import db
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestions
from tests import make
from tests.web.test_edit import form_of

LATIN = "API v2 please"


@pytest.fixture
def board(cast):
    return make.board("ideas")


@pytest.fixture
def wish(board, cast, sign_in):
    """An English text whose writer said it runs from right to left."""
    typed = {"title": "Dark mode", "body": LATIN, "body.chosen": "rtl"}
    assert sign_in(cast.sara).post("/b/ideas/new", typed).status == 303
    return db.session.scalars(select(Suggestion)).one()


def test_of_a_comment(wish, cast, sign_in):
    omid = sign_in(cast.omid)
    omid.post(f"/s/{wish.id}/comments/new", {"body": LATIN, "body.chosen": "rtl"})
    comment = db.session.scalars(select(Comment)).one()
    assert comment.dir == "rtl"
    form = omid.get(f"/c/{comment.id}/edit").html.one("form", action=f"/c/{comment.id}/edit")
    assert form.one("textarea", name="body")["dir"] == "rtl"
    chosen = form.one("input", name="body.chosen")["value"]
    sent = {"body": "API v3 please", "revision": "1", "body.chosen": chosen}
    assert omid.post(f"/c/{comment.id}/edit", sent).status == 303
    assert make.fresh(comment).dir == "rtl"


def test_of_a_response(wish, cast, sign_in):
    reza, path = sign_in(cast.reza), f"/desk/unanswered?id={wish.id}"
    (form,) = [f for f in reza.get(path).html.all("form") if "/decide" in f["action"]]
    sent = {"status_key": "planned", "seen_status": "new", "seen_response": "0", "body": LATIN}
    assert reza.post(form["action"], {**sent, "body.chosen": "rtl"}).status == 303
    response = suggestions.response_of(wish.id)
    assert (response.dir, response.revision) == ("rtl", 1)
    again = reza.get(f"/desk/all?id={wish.id}").html
    assert again.one("input", name="body.chosen")["value"] == "rtl"
    turned = {**sent, "seen_status": "planned", "seen_response": "1", "body.chosen": "ltr"}
    assert reza.post(form["action"], turned).status == 303, "turning alone is a change"
    response = suggestions.response_of(wish.id)
    assert (response.dir, response.revision) == ("ltr", 2)


@pytest.mark.parametrize("who", ["sara", "layla"])
def test_outlives_an_edit(wish, cast, sign_in, who):
    """By its author on its page, by a moderator on the desk."""
    browser = sign_in(getattr(cast, who))
    path = f"/s/{wish.id}/edit"
    if who == "layla":
        desk = browser.get(f"/desk/all?id={wish.id}&mode=edit")
        (path,) = {f["action"] for f in desk.html.all("form") if "/edit" in f["action"]}
        values = form_of(desk, path)
    else:
        values = form_of(browser.get(path), path)
    assert values["body.chosen"] == "rtl"
    sent = {**values, "body": "API v3, please"}
    assert browser.post(path, sent).status == 303
    assert (make.fresh(wish).body, make.fresh(wish).dir) == ("API v3, please", "rtl")


def test_comes_back_with_a_refused_form(board, cast, sign_in):
    typed = {"title": "", "body": LATIN, "body.chosen": "rtl"}
    refused = sign_in(cast.sara).post("/b/ideas/new", typed).html
    assert refused.one("textarea", name="body")["dir"] == "rtl"
    assert refused.one("input", name="body.chosen")["value"] == "rtl"
    odd = {**typed, "body.chosen": "<up>"}
    refused = sign_in(cast.sara).post("/b/ideas/new", odd).html
    assert refused.one("textarea", name="body")["dir"] == "auto"
    assert refused.all("input", name="body.chosen") == []


def test_where_nobody_chose_the_words_decide_again(board, cast, sign_in):
    wish = make.suggestion(board, cast.sara, title="Dark mode", body="Please")
    sara, path = sign_in(cast.sara), f"/s/{wish.id}/edit"
    values = form_of(sara.get(path), path)
    assert "body.chosen" not in values
    sara.post(path, {**values, "title": "حالت تیره", "body": "چشم‌هایم خسته می‌شود"})
    assert (make.fresh(wish).language, make.fresh(wish).dir) == ("fa", "rtl")


def test_a_short_text_keeps_its_language_whatever_page_it_is_edited_on(board, cast, sign_in):
    """It fits Persian and Arabic; its writer was on an Arabic page."""
    author = make.person("منى", language="ar")
    sign_in(author).post("/b/ideas/new", {"title": "تصدير", "body": "تصدير"})
    wish = db.session.scalars(select(Suggestion)).one()
    assert wish.language == "ar"
    browser, path = sign_in(author), f"/s/{wish.id}/edit"
    values = form_of(browser.get(path), path)
    browser.post(path, {**values, "body": "تصدير تصدير"}, language="fa")
    assert make.fresh(wish).language == "ar"


def test_the_preview_shows_what_will_be_stored(guest):
    shown = guest.post("/preview", {"text": LATIN, "chosen": "rtl"}, language="en").html
    assert shown.one("div")["dir"] == "rtl"
    found = guest.post("/preview", {"text": "چشم‌هایم خسته می‌شود"}, language="en").html
    assert (found.one("div")["lang"], found.one("div")["dir"]) == ("fa", "rtl")
