"""What was half written when a session ended is there again after signing in."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from forum.accounts.actions import sessions
from forum.accounts.models import Person, Session
from forum.core import clock
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.http import cookies
from forum.suggestions.models import Suggestion
from tests import make
from tests.accounts.letterbox import code_to
from tests.browser.driving import Seat
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database("sqlite"),
    pytest.mark.xdist_group("browser"),
]
BODY = "Half an answer, and\nnot sent yet"


def _seat(app: Flask, machine: Browser, site: str, person: Person) -> Seat:
    seat = Seat(machine, site, "en")
    visitor = Visitor(app).sign_in(person)
    name = cookies.session_name(app.extensions["forum_config"])
    seat.context.add_cookies([{"name": name, "value": visitor.cookie(name) or "", "url": site}])
    return seat


def _age(**changes: object) -> None:
    """All sessions there are become so old, or were seen so long ago."""
    for session_id in db.session.scalars(db.select(Session.id)).all():
        make.change(Session, session_id, **changes)


def _sign_in(page: Page, person: Person) -> None:
    """The way through the mail, from where one was sent to sign in."""
    page.wait_for_url("**/account/sign-in?**")
    page.fill("[name=email]", person.email or "")
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/account/code*")
    page.fill("[name=code]", code_to(person.email or ""))
    page.press("[name=code]", "Enter")


def test_adv_026_an_answer_outlives_an_idle_half_day(
    app: Flask, machine: Browser, site: str
) -> None:
    wish = make.suggestion(make.board("ideas", language="en"), title="Wish number one")
    layla = make.person(role="moderator", language="en")
    seat = _seat(app, machine, site, layla)
    page = seat.go(f"/desk/all?id={wish.id}")
    page.locator("#f-body").fill(BODY)
    _age(seen_at=clock.now() - timedelta(hours=12, minutes=1))
    page.reload()
    _sign_in(page, layla)
    page.wait_for_url(f"**/desk/all?id={wish.id}")
    expect(page.locator("#f-body")).to_have_value(BODY)
    assert seat.complaints == []
    seat.close()


@pytest.mark.parametrize("is_ended", [False, True])
def test_adv_026_a_comment_outlives_the_oldest_session(
    app: Flask, machine: Browser, site: str, is_ended: bool
) -> None:
    """Ended by its age, or by the person elsewhere."""
    wish = make.suggestion(make.board("ideas", language="en"), title="Wish number one")
    omid = make.person(language="en")
    seat = _seat(app, machine, site, omid)
    page = seat.go(f"/s/{wish.id}/comments/new")
    page.locator("[name=body]").fill(BODY)
    if is_ended:
        with writing():
            sessions.end_all(db.session.get_one(Person, omid.id))
    else:
        _age(created_at=clock.now() - timedelta(days=90, minutes=1))
    page.reload()
    _sign_in(page, omid)
    page.wait_for_url(f"**/s/{wish.id}/comments/new")
    expect(page.locator("[name=body]")).to_have_value(BODY)
    page.locator("main form button.main").click()
    page.wait_for_url(f"**/s/{wish.id}?**")
    page.goto(f"{site}/s/{wish.id}/comments/new")
    expect(page.locator("[name=body]")).to_have_value("")
    assert seat.complaints == []
    seat.close()


def test_adv_026_what_was_sent_too_late_is_shown_and_kept(
    app: Flask, machine: Browser, site: str
) -> None:
    make.board("ideas", language="en")
    omid = make.person(language="en")
    seat = _seat(app, machine, site, omid)
    page = seat.go("/b/ideas/new")
    page.locator("[name=title]").fill("A wish that was long in writing")
    page.locator("[name=body]").fill(BODY)
    _age(created_at=clock.now() - timedelta(days=90, minutes=1))
    page.locator("[name=body]").press("Control+Enter")
    expect(page.locator("main textarea")).to_have_value(BODY)
    expect(page.locator("main")).to_contain_text("A wish that was long in writing")
    page.goto(f"{site}/account/sign-in?next=/b/ideas/new")
    _sign_in(page, omid)
    page.wait_for_url("**/b/ideas/new")
    expect(page.locator("[name=title]")).to_have_value("A wish that was long in writing")
    expect(page.locator("[name=body]")).to_have_value(BODY)
    seat.close()


def test_adv_026_an_edit_outlives_the_session_but_not_another_wording(
    app: Flask, machine: Browser, site: str
) -> None:
    """It stands before the words it was typed over; who saved it or left it has it no more."""
    omid = make.person(language="en")
    board = make.board("ideas", language="en")
    wish = make.suggestion(board, omid, title="Wish number one", body="As it was")
    seat = _seat(app, machine, site, omid)
    page = seat.go(f"/s/{wish.id}/edit")
    body = page.locator("[name=body]")
    expect(body).to_have_value("As it was")
    body.fill(BODY)
    _age(created_at=clock.now() - timedelta(days=90, minutes=1))
    page.reload()
    _sign_in(page, omid)
    page.wait_for_url(f"**/s/{wish.id}/edit")
    expect(body).to_have_value(BODY)
    expect(page.locator("[name=title]")).to_have_value("Wish number one")
    make.change(Suggestion, wish.id, body="Another's words", revision=wish.revision + 1)
    page.reload()
    expect(body).to_have_value("Another's words")
    for button, there_then in ((".actions a", "Another's words"), (".actions button", BODY)):
        body.fill(BODY)
        page.locator(button).click()
        page.wait_for_url(re.compile(rf"/s/{wish.id}(?!/edit)"))
        kept = page.evaluate("Object.keys(localStorage).filter((key) => key.includes('edit'))")
        assert kept == []
        page.goto(f"{site}/s/{wish.id}/edit")
        expect(body).to_have_value(there_then)
    assert seat.complaints == []
    seat.close()


def test_adv_026_an_edit_of_a_comment_outlives_the_session(
    app: Flask, machine: Browser, site: str
) -> None:
    omid = make.person(language="en")
    wish = make.suggestion(make.board("ideas", language="en"), title="Wish number one")
    comment = make.comment(wish, omid, body="As it was")
    seat = _seat(app, machine, site, omid)
    page = seat.go(f"/c/{comment.id}/edit")
    body = page.locator("[name=body]")
    body.fill(BODY)
    _age(created_at=clock.now() - timedelta(days=90, minutes=1))
    page.reload()
    _sign_in(page, omid)
    page.wait_for_url(f"**/c/{comment.id}/edit")
    expect(body).to_have_value(BODY)
    page.locator(".actions button").click()
    page.wait_for_url(f"**/s/{wish.id}*")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('edit'))") == []
    assert seat.complaints == []
    seat.close()
