"""Every page in a real browser: no complaint of the console, none of axe, nothing too wide."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from forum.http import cookies
from tests import town as towns
from tests.browser import judging
from tests.browser.driving import Seat
from tests.house import routes
from tests.house.test_pages import NOT_PAGES, PARTS
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.database("sqlite")]
EVERYDAY_LANGUAGES = {
    "guest": ("fa", "en"),
    "customer": ("ar",),
    "administrator": ("fa", "en"),
}
EVERYDAY = ["/", "/b/ideas", "/s/1", "/account/sign-in", "/desk/waiting", "/admin/site"]


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


def take_seat(
    app: Flask, machine: Browser, site: str, role: str, town: towns.Town, language: str
) -> Seat:
    """A browser of somebody of this role, which goes by its machine's theme. A guest has asked
    for a code: his pages for it are whole."""
    seat = Seat(machine, site, language)
    person, config = town.people[role], app.extensions["forum_config"]
    if person is not None:
        visitor, name = Visitor(app).sign_in(person), cookies.session_name(config)
        visitor.post("/preferences", {"language": language, "theme": ""})
    else:
        visitor, name = Visitor(app), cookies.name_of("code", config)
        visitor.post("/account/sign-in", {"email": "guest@example.com"})
    seat.context.add_cookies([{"name": name, "value": visitor.cookie(name) or "", "url": site}])
    return seat


@pytest.mark.xdist_group("guests")
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_first_page(app: Flask, machine: Browser, site: str, language: str) -> None:
    """An empty forum is a page too."""
    seat = Seat(machine, site, language)
    outside: list[str] = []
    seat.page.on(
        "request", lambda asked: None if asked.url.startswith(site) else outside.append(asked.url)
    )
    seat.go("/")
    expect(seat.page.locator("html")).to_have_attribute("lang", language)
    expect(seat.page.locator("h1")).to_have_count(1)
    assert judging.violations(seat.page) == []
    assert [url for url in outside if not url.startswith("data:")] == []
    assert seat.complaints == []
    seat.close()


@pytest.mark.long
@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=pytest.mark.xdist_group(f"{role}s")) for role in EVERYDAY_LANGUAGES],
)
def test_every_page_is_for_everybody(
    app: Flask, machine: Browser, site: str, town: towns.Town, full: bool, role: str
) -> None:
    """axe finds nothing in either theme; nobody has to pan on a phone (everyday: the main pages
    in some languages). Colours know no language: each page is seen in the dark in one of them,
    the next page in the next one. So does the customer see his, who has no page that the
    administrator has not."""
    found: list[str] = []
    for language in ("fa", "ar", "en") if full else EVERYDAY_LANGUAGES[role]:
        seat = take_seat(app, machine, site, role, town, language)
        for at, path in enumerate(paths(app, town, full=full)):
            in_turn = language == ("fa", "ar", "en")[at % 3]
            if full and role == "customer" and not in_turn:
                continue
            problems = _problems(seat, site, path, in_the_dark=in_turn)
            found += [f"{path} {language}: {text}" for text in problems]
        found += [f"{language}: {text}" for text in seat.complaints if is_ours(text)]
        seat.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "role",
    [
        pytest.param("guest", marks=pytest.mark.xdist_group("guests")),
        pytest.param("administrator", marks=pytest.mark.xdist_group("administrators")),
    ],
)
def test_adv_224_no_page_asks_anybody_else(
    app: Flask, machine: Browser, site: str, town: towns.Town, full: bool, role: str
) -> None:
    """The network log of all pages (everyday: the main ones), and what they name for later, as
    icons: the site itself is asked and nobody else, nor had the browser to stop anything."""
    seat = take_seat(app, machine, site, role, town, "fa")
    asked: list[str] = []
    seat.context.on("request", lambda request: asked.append(request.url))
    walked = paths(app, town, full=full)
    for path in walked:
        seat.page.goto(path)
        asked += seat.page.eval_on_selector_all("link[href]", "all => all.map(one => one.href)")
    assert len(asked) > 3 * len(walked)
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []
    assert [text for text in seat.complaints if is_ours(text)] == []
    seat.close()


def _problems(seat: Seat, site: str, path: str, *, in_the_dark: bool) -> list[str]:
    """What is wrong with this page; nothing where it is not for this reader."""
    answer = seat.page.goto(path)
    assert answer is not None
    if answer.status != 200 or seat.page.url.partition("?")[0] != site + path:
        return []
    problems = judging.violations(seat.page)
    if in_the_dark:
        problems += [f"in the dark: {text}" for text in judging.contrast(seat.page, "dark")]
        seat.page.emulate_media(color_scheme="light")
    seat.page.set_viewport_size({"width": 390, "height": 844})
    too_wide = judging.overflow(seat.page)
    seat.page.set_viewport_size({"width": 1280, "height": 900})
    return problems + ([f"{too_wide} px too wide at 390 px"] if too_wide > 0 else [])


def is_ours(complaint: str) -> bool:
    """Not the browser's word for a page that this reader may not see."""
    return not any(code in complaint for code in (" 403 ", " 404 ", " 409 "))


def paths(app: Flask, town: towns.Town, *, full: bool) -> list[str]:
    if not full:
        return EVERYDAY
    return [
        route.path
        for route in routes.of(app, town)
        if "GET" in route.methods and route.path not in (*NOT_PAGES, *PARTS)
    ]
