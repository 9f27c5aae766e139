"""The desk in a real browser: what is written for one suggestion is not the next one's."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from forum.http import cookies
from tests import make
from tests.browser.driving import Seat
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database("sqlite"),
    pytest.mark.xdist_group("browser"),
]


def test_an_answer_stays_with_its_suggestion(app: Flask, machine: Browser, site: str) -> None:
    board = make.board("ideas", language="en")
    first, second = (make.suggestion(board, title=f"Wish number {n}") for n in (1, 2))
    seat = Seat(machine, site, "en", width=1280)
    layla = Visitor(app).sign_in(make.person(role="moderator", language="en"))
    name = cookies.session_name(app.extensions["forum_config"])
    seat.context.add_cookies([{"name": name, "value": layla.cookie(name) or "", "url": site}])
    page = seat.go(f"/desk/all?id={first.id}")
    body, status = page.locator("#f-body"), page.locator("#f-status_key")
    body.fill("Meant for the first")
    status.select_option("planned")
    page.click(f"#to-{second.id}")
    expect(page.locator(".pane h2").first).to_have_text("Wish number 2")
    expect(body).to_have_value("")
    expect(status).to_have_value("new")
    page.click(f"#to-{first.id}")
    expect(page.locator(".pane h2").first).to_have_text("Wish number 1")
    expect(body).to_have_value("Meant for the first")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".banner.success")).to_be_visible()
    assert make.fresh(second).status_id == make.fresh(first).status_id
    page.goto(f"{site}/desk/all?id={second.id}")
    expect(body).to_have_value("")
