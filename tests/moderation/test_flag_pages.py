"""Reporting from a suggestion's page."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.moderation.models import Flag
from tests import make
from tests.visitor import Visitor


def flags() -> int:
    return db.session.scalar(select(func.count()).select_from(Flag)) or 0


def test_the_page_shows_what_is_reported(sign_in: Callable[[Any], Visitor], cast: Any) -> None:
    suggestion = make.suggestion()
    comment = make.comment(suggestion, body="متن نظر")
    browser = sign_in(cast.omid)
    assert suggestion.title in browser.get(f"/s/{suggestion.id}/flag").html.one("main").text
    assert "متن نظر" in browser.get(f"/c/{comment.id}/flag").html.one("main").text


def test_reporting_leads_back_with_thanks(sign_in: Callable[[Any], Visitor], cast: Any) -> None:
    comment = make.comment(make.suggestion())
    browser = sign_in(cast.omid)
    answer = browser.post(f"/c/{comment.id}/flag", {"reason": "abuse", "note": "توهین"})
    assert answer.location == f"/s/{comment.suggestion_id}#c{comment.id}"
    assert flags() == 1


def test_a_refused_report_keeps_the_note(sign_in: Callable[[Any], Visitor], cast: Any) -> None:
    suggestion, browser = make.suggestion(), sign_in(cast.omid)
    answer = browser.post(f"/s/{suggestion.id}/flag", {"note": "توهین است"})
    assert answer.status == 422
    assert answer.html.one("textarea", name="note").text == "توهین است"
    assert answer.html.one(id="error-summary").one("a")["href"] == "#f-reason"
    assert flags() == 0


def test_twice_is_a_conflict_in_plain_words(sign_in: Callable[[Any], Visitor], cast: Any) -> None:
    suggestion, browser = make.suggestion(), sign_in(cast.omid)
    assert browser.post(f"/s/{suggestion.id}/flag", {"reason": "spam"}).status == 303
    assert browser.post(f"/s/{suggestion.id}/flag", {"reason": "spam"}).status == 409
    assert flags() == 1


def test_a_guest_is_asked_to_sign_in(guest: Visitor) -> None:
    suggestion = make.suggestion()
    answer = guest.get(f"/s/{suggestion.id}/flag")
    assert answer.location == f"/account/sign-in?next=/s/{suggestion.id}/flag"
    assert guest.post(f"/s/{suggestion.id}/flag", {"reason": "spam"}).status == 303
    assert flags() == 0


@pytest.mark.parametrize("path", ["/s/2147483648/flag", "/s/0/flag", "/c/99999/flag"])
def test_ids_that_are_not_there(sign_in: Callable[[Any], Visitor], cast: Any, path: str) -> None:
    assert sign_in(cast.omid).get(path).status == 404


def test_something_else_wants_words(sign_in: Callable[[Any], Visitor], cast: Any) -> None:
    suggestion, browser = make.suggestion(), sign_in(cast.omid)
    answer = browser.post(f"/s/{suggestion.id}/flag", {"reason": "other", "note": " "})
    assert answer.status == 422
    assert answer.html.one("textarea", name="note")["aria-invalid"] == "true"
    told = {"reason": "other", "note": "شمارهٔ تلفن کسی است"}
    assert browser.post(f"/s/{suggestion.id}/flag", told).status == 303
