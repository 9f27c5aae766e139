"""Boards, categories and members through the pages."""

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Session
from forum.boards import queries
from forum.boards.models import Board
from forum.core.db import db
from forum.core.unit_of_work import writing
from tests import make

NEW = {
    "name_fa": "برنامهٔ موبایل",
    "name_en": "Mobile app",
    "language": "fa",
    "visibility": "private",
    "roles_product": "1",
    "approval": "all",
    "is_open": "1",
}


@pytest.fixture
def dana(sign_in, cast):
    return sign_in(cast.dana)


def rows(cast):
    return queries.visible_boards(make.actor(cast.dana))


def test_a_board_is_made_and_its_categories_come_next(dana, cast):
    answer = dana.post("/admin/boards/new", NEW)
    (row,) = rows(cast)
    assert answer.location == f"/admin/boards/{row.id}/categories"
    assert (row.visibility, row.roles, row.approval, row.is_open) == (
        "private",
        ("product",),
        "all",
        True,
    )
    assert row.name_in("en") == "Mobile app"
    assert "Mobile app" in dana.follow(answer).html.one("h1").text


def test_an_open_switch_that_is_off_closes_the_board(dana, cast):
    board = make.board()
    closed = {key: value for key, value in NEW.items() if key != "is_open"}
    assert dana.post(f"/admin/boards/{board.id}", closed).status == 303
    assert not rows(cast)[0].is_open


def test_what_is_refused_comes_back_as_it_was_typed(dana, cast):
    answer = dana.post("/admin/boards/new", NEW | {"name_fa": "\u200c", "name_en": "Typed <b>"})
    assert answer.status == 422
    page = answer.html
    assert page.one("input", name="name_en")["value"] == "Typed <b>"
    assert page.one("input", name="name_fa")["aria-invalid"] == "true"
    assert page.one("input", name="name_fa")["dir"] == "auto"
    assert page.one("input", name="slug")["dir"] == "ltr"
    assert page.one("input", name="roles_product").get("checked", "no") == ""
    assert page.one(id="error-summary").one("a")["href"] == "#f-name_fa"
    assert rows(cast) == []


def test_a_name_that_another_board_has_is_refused_at_its_field(dana, cast):
    make.board(name="برنامهٔ موبايل")
    answer = dana.post("/admin/boards/new", NEW)
    assert answer.status == 422
    assert answer.html.one("input", name="name_fa")["aria-invalid"] == "true"
    assert len(rows(cast)) == 1


def test_the_form_of_a_board_sent_back_unchanged_changes_nothing(dana, cast):
    board = make.board(
        slug="x", names={"fa": "الف", "en": "A"}, visibility="private", roles=["product"]
    )
    before = rows(cast)
    page = dana.get(f"/admin/boards/{board.id}").html
    form = next(form for form in page.all("form") if form["action"] == f"/admin/boards/{board.id}")
    sent = {}
    for field in form.all("input"):
        is_box = field["type"] in ("checkbox", "radio")
        if not is_box or "checked" in field.attributes:
            sent[field["name"]] = field.get("value")
    for field in form.all("textarea"):
        sent[field["name"]] = field.raw_text.removeprefix("\n")
    for field in form.all("select"):
        (chosen,) = [o for o in field.all("option") if "selected" in o.attributes]
        sent[field["name"]] = chosen["value"]
    assert dana.post(f"/admin/boards/{board.id}", sent).status == 303
    assert rows(cast) == before


@pytest.mark.parametrize("way", ["up", "down"])
def test_arrows_change_the_order(dana, cast, way):
    first, second = make.board(name="ا", position=1), make.board(name="ب", position=2)
    moved = second if way == "up" else first
    dana.post(f"/admin/boards/{moved.id}/order", {"way": way})
    assert [row.id for row in rows(cast)] == [second.id, first.id]
    assert dana.post(f"/admin/boards/{moved.id}/order", {"way": "out"}).status == 422


def test_categories_are_added_renamed_archived_and_brought_back(dana, cast):
    board = make.board()
    base = f"/admin/boards/{board.id}/categories"
    dana.post(base, {"name_fa": "ظاهر"})
    (row,) = rows(cast)[0].categories
    dana.post(f"{base}/{row.id}", {"name_fa": "ظاهر", "name_en": "Looks"})
    assert rows(cast)[0].categories[0].names == {"fa": "ظاهر", "en": "Looks"}
    dana.post(f"{base}/{row.id}/archive")
    assert rows(cast)[0].categories[0].is_archived
    dana.post(f"{base}/{row.id}/restore")
    assert not rows(cast)[0].categories[0].is_archived
    assert dana.post(base, {"name_fa": "ظاهر"}).status == 422


def test_a_category_is_changed_on_its_own_board_only(dana, cast):
    here, there = make.board(name="اینجا"), make.board(name="آنجا")
    category = make.category(there, "ظاهر")
    for act in ("", "/archive", "/order"):
        path = f"/admin/boards/{here.id}/categories/{category.id}{act}"
        assert dana.post(path, {"name_fa": "دیگر", "way": "up"}).status == 404
    assert make.fresh(category).names == {"fa": "ظاهر"}
    assert make.fresh(category).archived_at is None


def test_a_person_is_named_and_taken_off(dana, cast):
    board = make.board(visibility="private")
    base = f"/admin/boards/{board.id}/members"
    assert dana.post(base, {"email": "SARA@example.com", "role": "moderator"}).status == 303
    assert "sara@example.com" in dana.get(base).text
    assert dana.post(f"{base}/{cast.sara.id}/remove").status == 303
    assert queries.grants_of(cast.sara.id) == {}
    answer = dana.post(base, {"email": "nobody@example.com", "role": "member"})
    assert answer.status == 422
    assert answer.html.one("input", name="email")["value"] == "nobody@example.com"


def test_naming_people_wants_a_fresh_sign_in(dana, cast):
    board = make.board()
    make_stale()
    path = f"/admin/boards/{board.id}/members"
    assert dana.get(path).location == f"/account/confirm?next={path}"
    dana.post(path, {"email": "sara@example.com", "role": "moderator"})
    assert queries.grants_of(cast.sara.id) == {}


def make_stale():
    """Let the proof of who is signed in grow old."""
    with writing() as session:
        for row in session.scalars(select(Session)):
            row.fresh_at = None


def test_two_who_make_the_same_board_make_one(dana, cast):
    assert dana.post("/admin/boards/new", NEW).status == 303
    assert dana.post("/admin/boards/new", NEW).status == 422
    assert db.session.scalar(select(func.count()).select_from(Board)) == 1
