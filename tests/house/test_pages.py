"""Every page for everybody in every language: status, language, direction, HTML, words, links."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forum.core import paths, unit_of_work
from forum.core.unit_of_work import writing
from forum.http import headers
from forum.i18n import catalog, locale, workflow
from forum.site.models import Setting
from tests import make
from tests import town as towns
from tests.house import nu, reading, routes
from tests.html import Element
from tests.visitor import Answer, Visitor

LANGUAGES = ("en", "fa", "ar", "en-XA", "ar-XB")
ROLES = ("guest", "customer", "moderator", "product", "administrator")
# Addresses of no page: what they answer is tested where they are made.
NOT_PAGES = (
    "/healthz",
    "/readyz",
    "/favicon.ico",
    "/brand.000000000000.css",
    "/account/data.json",
)
PARTS = (
    "/exports/1/row",
    "/admin/site/colour",
    "/preferences/example",
    "/search/offers",
    "/b/ideas/similar",
)
# What there is to see only after something else, or for somebody else.
ELSEWHERE = {303, 403, 404, 409}

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues with every message of the sources, whether or not the files are up to date."""
    folder = tmp_path_factory.mktemp("words")
    workflow.extract(Path(paths.TEMPLATES).parent, folder)
    for language in locale.LANGUAGES:
        source = paths.TRANSLATIONS / language / catalog.DOMAIN_FILE
        if source.exists():
            target = folder / language / catalog.DOMAIN_FILE
            target.parent.mkdir(parents=True)
            target.write_bytes(source.read_bytes())
    return folder


def visitor_in(app: Flask, town: towns.Town, role: str, language: str, words: Path) -> Visitor:
    """A browser of somebody of this role who reads this language."""
    catalog.load(words, words / "compiled", pseudo=True)
    person = town.people[role]
    if person is not None:
        make.change(type(person), person.id, language=language)
        return Visitor(app).sign_in(person)
    with writing() as session:
        session.merge(Setting(key="default_language", value=language))
        unit_of_work.structure_changed()
    return Visitor(app)


def pages(
    app: Flask, town: towns.Town, role: str, visitor: Visitor
) -> Iterator[tuple[str, Answer]]:
    """(address, answer) of every page that this role may see; refusals are checked."""
    for route in routes.of(app, town):
        if "GET" not in route.methods or route.path in (*NOT_PAGES, *PARTS):
            continue
        answer = visitor.get(route.path)
        person = town.people[role]
        admitted = route.wanted is not None and route.wanted.admits(
            make.actor(person) if person is not None else make.GUEST
        )
        if admitted:
            assert answer.status == 200 or answer.status in ELSEWHERE, (route.path, answer.status)
        else:
            assert answer.status == (303 if role == "guest" else 403), route.path
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status != 303:
            yield route.path, answer


def check(path: str, answer: Answer, language: str) -> Element:
    """One page: its frame and its heads."""
    page = answer.html
    assert page.all("html"), f"{path}: a part, not a page"
    frame = page.one("html")
    assert frame["lang"] == language, path
    assert frame["dir"] == locale.direction(language), path
    assert len(page.all("h1")) == 1, f"{path}: {[one.text for one in page.all('h1')]}"
    assert page.one("title").text, path
    assert len(page.all("main")) == 1, path
    assert answer.headers["Content-Security-Policy"] == headers.CSP
    assert answer.headers["Content-Language"] == language, path
    for element in page.walk():
        assert "style" not in element.attributes, (path, element.tag)
        assert not [name for name in element.attributes if name.startswith("on")], path
        if element.tag == "img":
            assert "alt" in element.attributes, path
    return page


def walked(full: bool) -> list[tuple[str, str]]:
    """(role, language) of the walks: all in a full run, otherwise each role and language once."""
    if full:
        return [(role, language) for role in ROLES for language in LANGUAGES]
    return list(zip(ROLES, ("fa", "ar", "en", "ar-XB", "en-XA"), strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_every_page(app: Flask, town: towns.Town, role: str, words: Path, full: bool) -> None:
    for language in [language for one, language in walked(full) if one == role]:
        visitor = visitor_in(app, town, role, language, words)
        shown = 0
        for path, answer in pages(app, town, role, visitor):
            check(path, answer, language)
            shown += 1
        assert shown > 5


@pytest.mark.parametrize("role", ["guest", "administrator"])
def test_all_words_are_translated(app: Flask, town: towns.Town, role: str, words: Path) -> None:
    """In en-XA every translated text has no plain Latin letter left."""
    visitor = visitor_in(app, town, role, "en-XA", words)
    found = {
        path: reading.untranslated(answer.html) for path, answer in pages(app, town, role, visitor)
    }
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_broken(app: Flask, town: towns.Town, role: str, words: Path) -> None:
    visitor = visitor_in(app, town, role, "en", words)
    adapter = app.url_map.bind("localhost")
    tried: set[tuple[str, str]] = set()
    for path, answer in pages(app, town, role, visitor):
        for method, address in reading.links(answer.html):
            target = urlsplit(address or path)
            if (method, target.path) in tried or target.path.startswith("/static/"):
                continue
            tried.add((method, target.path))
            try:
                adapter.match(target.path, method=method)
            except RequestRedirect:
                pass
            except HTTPException as error:
                pytest.fail(f"{path}: {method} {address} → {error.code}")
            if method == "GET":
                status = visitor.get(address or path).status
                assert status in (200, 303), f"{path}: {address} → {status}"


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_the_html_is_valid(
    app: Flask,
    town: towns.Town,
    words: Path,
    language: str,
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    """By the Nu Html Checker, the judge of the standard; in a full run only."""
    jar = nu.checker(pytestconfig)
    for role in ("guest", "customer", "administrator"):
        visitor = visitor_in(app, town, role, language, words)
        for path, answer in pages(app, town, role, visitor):
            name = path.strip("/").replace("/", "~") or "home"
            (tmp_path / f"{role}~{name}.html").write_text(answer.text, "utf-8")
    found = nu.errors(jar, tmp_path)
    assert not found, "\n".join(found)


def test_parts_are_well_formed(app: Flask, town: towns.Town, words: Path) -> None:
    dana = visitor_in(app, town, "administrator", "fa", words)
    for path in PARTS:
        answer = dana.get(path, htmx=True)
        assert answer.status == 200, path
        assert answer.html.walk()
        assert "<html" not in answer.text
