"""Similar suggestions in a real browser: shown while typing, a vote instead of a posting."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from forum.http import cookies
from tests import make
from tests.browser import judging
from tests.browser.driving import Seat
from tests.matrix import in_full
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database("sqlite"),
    pytest.mark.xdist_group("browser"),
]
WORDS = {
    "fa": ("خروجی اکسل از گزارش ماهانه", "گزارش ماهانه با خروجی اکسل", "۱ پیشنهاد مشابه"),
    "en": ("Export the monthly report to Excel", "Monthly report as Excel export", "1 similar"),
}


@pytest.fixture(params=["fa", *in_full("en")])
def language(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def there(app: Flask, language: str) -> int:
    board = make.board("ideas", language=language)
    return make.suggestion(board, title=WORDS[language][0], body="").id


def take_seat(
    app: Flask, machine: Browser, site: str, language: str, *, scripts: bool = True
) -> Seat:
    seat = Seat(machine, site, language, scripts=scripts, width=390)
    visitor = Visitor(app).sign_in(make.person(language=language))
    name = cookies.session_name(app.extensions["forum_config"])
    seat.context.add_cookies([{"name": name, "value": visitor.cookie(name) or "", "url": site}])
    return seat


def test_a_vote_instead_of_a_posting(
    app: Flask, machine: Browser, site: str, language: str, there: int
) -> None:
    title, typed, said = WORDS[language]
    seat = take_seat(app, machine, site, language)
    page = seat.go("/b/ideas/new")
    page.fill("[name=body]", "one more line")
    page.locator("[name=title]").press_sequentially(typed, delay=15)
    expect(page.locator(".similar li")).to_have_count(1)
    expect(page.locator("#similar-said")).to_contain_text(said)
    expect(page.locator("[name=title]")).to_be_focused()
    assert judging.violations(page) == []
    assert judging.overflow(page) <= 0
    page.keyboard.press("Tab")
    expect(page.locator(".similar .vote")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#voted-title")).to_be_focused()
    expect(page.locator("[data-voted-title] a")).to_have_text(title)
    expect(page.locator("[data-writing]")).to_be_hidden()
    assert judging.violations(page) == []

    page.locator("[data-write-on]").click()
    expect(page.locator("[name=title]")).to_have_value(typed)
    expect(page.locator("[name=body]")).to_have_value("one more line")
    expect(page.locator(".similar [aria-pressed=true]")).to_have_count(1)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(typed)
    expect(page.locator(".similar li")).to_have_count(1)
    page.locator(".similar .vote").click()
    expect(page.locator(".similar [name=want]")).to_have_value("cast")
    expect(page.locator("[data-writing]")).to_be_visible()
    page.locator(".similar .vote").click()
    page.locator("[data-voted-title] a").click()
    page.wait_for_url("**/s/*")
    page = seat.go("/b/ideas/new")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=body]")).to_have_value("")
    assert seat.complaints == []
    seat.close()


def test_the_list_goes_with_the_words(
    app: Flask, machine: Browser, site: str, language: str, there: int
) -> None:
    seat = take_seat(app, machine, site, language)
    page = seat.go("/b/ideas/new")
    page.locator("[name=title]").press_sequentially(WORDS[language][1], delay=5)
    expect(page.locator(".similar li")).to_have_count(1)
    page.locator("[name=title]").fill("qq")
    expect(page.locator(".similar li")).to_have_count(0)
    expect(page.locator("#similar-said")).to_have_text("")
    page.locator("[name=title]").fill(WORDS[language][1])
    expect(page.locator(".similar li")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/s/*")
    assert seat.complaints == []
    seat.close()


def test_without_scripts_the_same_list_is_a_step(
    app: Flask, machine: Browser, site: str, language: str, there: int
) -> None:
    title, typed, _ = WORDS[language]
    seat = take_seat(app, machine, site, language, scripts=False)
    page = seat.go("/b/ideas/new")
    page.fill("[name=title]", typed)
    page.press("[name=title]", "Enter")
    expect(page.locator(".similar-to")).to_contain_text(title)
    expect(page.locator("[name=title]")).to_have_value(typed)
    page.locator("#compose .button.main").click()
    page.wait_for_url("**/s/*")
    expect(page.locator("h1")).to_have_text(typed)
    assert seat.complaints == []
    seat.close()
