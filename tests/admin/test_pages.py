"""Every page of the administration: whole, for administrators only, in three languages."""

import pytest

from tests import make

PAGES = (
    "/admin",
    "/admin/start",
    "/admin/site",
    "/admin/boards",
    "/admin/boards/new",
    "/admin/boards/{board}",
    "/admin/boards/{board}/categories",
    "/admin/boards/{board}/categories/{category}",
    "/admin/boards/{board}/members",
    "/admin/people",
    "/admin/people/invite",
    "/admin/people/{person}",
    "/admin/audit",
    "/admin/mail",
    "/admin/search",
)


@pytest.fixture
def filled(cast):
    """A board with a category and a member; the ids that addresses need."""
    board = make.board(name="برنامهٔ موبایل", visibility="private", roles=["product"])
    category = make.category(board)
    make.member(board, cast.sara, "moderator")
    return {"board": board.id, "category": category.id, "person": cast.sara.id}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_it_is_whole_in_each_language(sign_in, filled, path, language):
    dana = make.person(role="administrator", language=language)
    answer = sign_in(dana).get(path.format(**filled))
    assert answer.status == 200
    page = answer.html
    assert page.one("html")["lang"] == language
    assert page.one("html")["dir"] == ("ltr" if language == "en" else "rtl")
    page.one("h1")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.database("sqlite")
def test_nobody_else_comes_in(sign_in, guest, cast, filled, path):
    address = path.format(**filled)
    assert guest.get(address).location.startswith("/account/sign-in")
    for person in (cast.sara, cast.layla, cast.reza):
        assert sign_in(person).get(address).status == 403


@pytest.mark.parametrize("path", [page for page in PAGES if "{" in page])
@pytest.mark.database("sqlite")
def test_what_is_not_there_is_missing(sign_in, cast, filled, path):
    nowhere = dict.fromkeys(filled, 4711)
    assert sign_in(cast.dana).get(path.format(**nowhere)).status == 404


def test_empty_lists_say_what_to_do(sign_in, cast):
    dana = sign_in(cast.dana)
    assert dana.get("/admin/boards").html.one("div", class_="empty").one("a")["href"] == (
        "/admin/boards/new"
    )
    assert "No category" not in dana.get("/admin/audit").text
