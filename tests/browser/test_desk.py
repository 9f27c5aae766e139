"""The desk in a real browser: what is written or ticked stays where it belongs."""

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


def _seat(app: Flask, machine: Browser, site: str, *, width: int = 1280) -> Seat:
    """A moderator's."""
    seat = Seat(machine, site, "en", width=width)
    layla = Visitor(app).sign_in(make.person(role="moderator", language="en"))
    name = cookies.session_name(app.extensions["forum_config"])
    seat.context.add_cookies([{"name": name, "value": layla.cookie(name) or "", "url": site}])
    return seat


def test_an_answer_stays_with_its_suggestion(app: Flask, machine: Browser, site: str) -> None:
    board = make.board("ideas", language="en")
    first, second = (make.suggestion(board, title=f"Wish number {n}") for n in (1, 2))
    page = _seat(app, machine, site).go(f"/desk/all?id={first.id}")
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


@pytest.mark.parametrize("width", [390, 1280])
def test_what_was_ticked_is_still_so_when_a_reason_lacks(
    app: Flask, machine: Browser, site: str, width: int
) -> None:
    board = make.board("ideas", language="en")
    rows = [make.suggestion(board, title=f"Wish {n}", state="pending") for n in range(3)]
    page = _seat(app, machine, site, width=width).go("/desk/waiting")
    for row in rows[:2]:
        page.locator(f"#row-{row.id} input").check()
    bar = page.locator("[data-bulk]")
    bar.get_by_role("button", name="Reject").click()
    expect(bar.get_by_role("alert")).to_have_text("Give a reason.")
    expect(bar.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("[data-row] input:checked")).to_have_count(2)
    expect(bar.locator("[data-bulk-count]")).to_have_text("2")
    bar.get_by_role("combobox").select_option(index=1)
    bar.get_by_role("button", name="Reject").click()
    expect(page.locator(".outcomes > li")).to_have_count(2)
    assert [make.fresh(row).state for row in rows] == ["rejected", "rejected", "pending"]
