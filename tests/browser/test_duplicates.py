"""Likely duplicates in a real browser: dismissed and taken back, by keyboard and in place."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from forum.core.unit_of_work import writing
from forum.http import cookies
from forum.search.actions import misses, pairs
from forum.search.rows import Similar
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
LOOKS = [
    ("fa", "dark", 390),
    *in_full(("ar", "light", 1280), ("en", "dark", 1280)),
]
Sit = Callable[..., Seat]


@pytest.fixture
def pair(app: Flask) -> tuple[int, int]:
    board = make.board("ideas", names={"fa": "پیشنهادها", "ar": "الأفكار", "en": "Ideas"})
    one = make.suggestion(board, title="خروجی اکسل از گزارش")
    other = make.suggestion(board, title="Excel export of the report", body="Every month.")
    with writing():
        likely = [Similar(other.id, 0.83, ("words", "meaning"))]
        pairs.propose(suggestion_id=one.id, likely=likely)
    return one.id, other.id


@pytest.fixture
def sit(app: Flask, machine: Browser, site: str) -> Sit:
    def seated(language: str, theme: str, width: int, role: str, *, scripts: bool = True) -> Seat:
        seat = Seat(machine, site, language, theme=theme, width=width, scripts=scripts)
        visitor = Visitor(app).sign_in(make.person(role=role, language=language))
        name = cookies.session_name(app.extensions["forum_config"])
        seat.context.add_cookies([{"name": name, "value": visitor.cookie(name) or "", "url": site}])
        return seat

    return seated


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_at_the_desk(
    pair: tuple[int, int], sit: Sit, language: str, theme: str, width: int
) -> None:
    seat = sit(language, theme, width, "moderator")
    page = seat.go("/desk/duplicates")
    assert judging.violations(page) == []
    assert judging.overflow(page) <= 0
    page.locator(".twins .button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".twins")).to_have_count(0)
    expect(page.locator(".banner")).to_contain_text("Excel export")
    assert judging.violations(page) == []
    page.keyboard.press("z")
    expect(page.locator(".twins > li")).to_have_count(1)
    expect(page.locator(".banner")).to_have_count(0)
    assert seat.complaints == []
    seat.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_suggestions_page(pair: tuple[int, int], sit: Sit, scripts: bool) -> None:
    seat = sit("fa", "light", 1280, "moderator", scripts=scripts)
    page = seat.go(f"/s/{pair[0]}")
    expect(page.locator(".twin-list .twin-title")).to_have_text("Excel export of the report")
    if scripts:
        assert judging.violations(page) == []
    page.locator(".twin-list .button").click()
    if scripts:
        expect(page.locator(".twin-list [role=status]")).to_contain_text("Excel export")
        page.locator(".twin-list .button").click()
        expect(page.locator(".twin-list .twin-title")).to_have_count(1)
    else:
        expect(page.locator(".flashes .banner")).to_have_count(1)
        expect(page.locator(".twin-list")).to_have_count(0)
    assert seat.complaints == []
    seat.close()


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_the_words_of_the_search(
    app: Flask, sit: Sit, language: str, theme: str, width: int
) -> None:
    with writing():
        misses.note(language="ar", words="خريطة")
    seat = sit(language, theme, width, "administrator")
    page = seat.go("/admin/search")
    page.fill("[name=words]", "دخل = POS = نقطة البيع")
    page.locator("main .button.main").click()
    expect(page.locator("form[action$='/remove']")).to_have_count(1)
    assert judging.violations(page) == []
    assert judging.overflow(page) <= 0
    page.locator("form[action$='/remove'] .button").click()  # the question is answered with no
    expect(page.locator("form[action$='/remove']")).to_have_count(1)
    assert [text[:7] for text in seat.complaints] == ["dialog:"]
    seat.close()
