"""The search box by keyboard and ear, the search page without scripts, axe on what they show."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests import make
from tests import town as towns
from tests.browser import judging
from tests.browser.driving import Seat
from tests.matrix import in_full

pytestmark = [pytest.mark.browser, pytest.mark.database("sqlite")]
WORDS = {
    "fa": ("گزارش فروش روزانه", "گزا", "گزارش", "۱ پیشنهاد"),
    "en": ("Daily sales report", "sal", "sales", "1 suggestion"),
    "ar": ("تقرير المبيعات اليومي", "تقر", "تقرير", "اقتراح واحد"),
}


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.mark.parametrize("language", ["fa", *in_full("ar", "en")])
def test_the_box_is_walked_by_keyboard(
    app: Flask, machine: Browser, site: str, town: towns.Town, language: str
) -> None:
    title, typed, _, said = WORDS[language]
    wish = make.suggestion(town.board, title=title)
    seat = Seat(machine, site, language)
    page = seat.go("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type(typed)
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-search-say]")).to_have_text(said)
    assert judging.violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "offer-1")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "offer-1")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value(typed)
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert f"/s/{wish.id}" in page.url
    assert seat.complaints == []
    seat.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", ["fa", *in_full("en")])
def test_searched_filtered_and_read(
    app: Flask, machine: Browser, site: str, town: towns.Town, language: str, scripts: bool
) -> None:
    title, _, word, _ = WORDS[language]
    make.suggestion(town.board, title=title, status="planned")
    seat = Seat(machine, site, language, scripts=scripts)
    page = seat.go("/")
    page.get_by_role("combobox").fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator("h2 mark").first).to_be_visible()
    if scripts:
        assert judging.violations(page) == []
    page.locator("h2", has_text=title).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert seat.complaints == []
    seat.close()


@pytest.mark.parametrize("width", [390, *in_full(1280)])
@pytest.mark.parametrize("theme", ["dark", *in_full("light")])
@pytest.mark.parametrize("language", ["fa", *in_full("ar", "en")])
def test_results_are_for_everybody(
    app: Flask,
    machine: Browser,
    site: str,
    town: towns.Town,
    language: str,
    theme: str,
    width: int,
) -> None:
    title, _, word, _ = WORDS[language]
    make.suggestion(town.board, title=title)
    seat = Seat(machine, site, language, theme=theme, width=width)
    for path in (f"/search?q={word}", "/search?q=zxqv", "/search", f"/b/ideas?q={word}"):
        page = seat.go(path)
        assert judging.violations(page) == [], path
        assert judging.overflow(page) == 0, path
    assert seat.complaints == []
    seat.close()
