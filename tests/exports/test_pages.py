"""The export page: form, files, progress; the same in three languages."""

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.boards.models import Board
from forum.core import unit_of_work
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.exports import queries
from forum.exports.models import Export
from forum.suggestions.models import Suggestion
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def board(app: Flask) -> Board:
    return make.board("main", names={"fa": "تابلوی اصلی", "en": "Main board"})


@pytest.fixture
def wanted(board: Board, cast: make.Cast) -> list[Suggestion]:
    most = make.suggestion(board, cast.sara, title="خروجی اکسل")
    make.vote(most, cast.omid)
    return [most, make.suggestion(board, cast.omid, title="=1+1", status="planned")]


@pytest.fixture
def dana(cast: make.Cast, sign_in: Callable[[Person], Visitor]) -> Visitor:
    """Her browser."""
    return sign_in(cast.dana)


def count_of_exports() -> int:
    unit_of_work.end_read()
    return db.session.scalar(select(func.count()).select_from(Export)) or 0


def test_the_page_offers_boards_statuses_and_columns(
    dana: Visitor, wanted: list[Suggestion]
) -> None:
    page = dana.get("/exports")
    assert page.status == 200
    assert "Main board" in page.text
    assert 'value="planned"' in page.text
    assert 'value="official_response" checked' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.html.one("h1").text


def test_a_small_file_comes_at_once(dana: Visitor, wanted: list[Suggestion]) -> None:
    answer = dana.post("/exports", {"format": "csv", "columns": ["title", "votes"]})
    file = dana.follow(answer)
    assert file.status == 200
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.headers["Cache-Control"] == "no-store"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    found = list(csv.reader(io.StringIO(file.response.data.decode("utf-8-sig"), newline="")))
    assert found == [["title", "votes"], ["خروجی اکسل", "1"], ["'=1+1", "0"]]


def test_the_name_has_both_forms(
    cast: make.Cast, sign_in: Callable[[Person], Visitor], wanted: list[Suggestion]
) -> None:
    reza = sign_in(cast.reza)
    file = reza.follow(reza.post("/exports", {"format": "xlsx"}))
    disposition = file.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="top-requests-')
    assert disposition.isascii()
    named = unquote(disposition.partition("filename*=UTF-8''")[2])
    assert named.endswith(".xlsx")
    assert "/" not in named


def test_the_filters_of_the_form_reach_the_file(
    cast: make.Cast,
    sign_in: Callable[[Person], Visitor],
    wanted: list[Suggestion],
    board: Board,
) -> None:
    reza = sign_in(cast.reza)
    data = {"format": "json", "board": str(board.id), "status": "planned", "since": "۱۴۰۴/۱/۱"}
    file = reza.follow(reza.post("/exports", data))
    assert [row["id"] for row in json.loads(file.response.data)["rows"]] == [wanted[1].id]


def test_sent_twice_it_is_asked_once(dana: Visitor, wanted: list[Suggestion]) -> None:
    data = {"format": "csv", "once": "a-token-of-this-form"}
    first, second = dana.post("/exports", data), dana.post("/exports", data)
    assert first.location == second.location
    assert count_of_exports() == 1


def test_other_choices_from_the_same_page_are_another_export(
    dana: Visitor, wanted: list[Suggestion]
) -> None:
    """The page stays open behind a download, its token too."""
    first = dana.post("/exports", {"format": "csv", "once": "a-token-of-this-form"})
    second = dana.post("/exports", {"format": "json", "once": "a-token-of-this-form"})
    assert first.location != second.location


@pytest.mark.parametrize(
    "typed",
    [
        {"format": "pdf"},
        {"format": "csv", "since": "1404/12/30"},
        {"format": "csv", "since": "2026-02-02", "until": "2026-02-01"},
        {"format": "csv", "board": "4711"},
        {"format": "csv", "status": "beautiful"},
        {"format": "csv", "category": "x"},
        {"format": "csv", "order": "random()"},
        {"format": "csv", "columns": ["email"]},
    ],
)
def test_what_cannot_be_used_comes_back(
    dana: Visitor, wanted: list[Suggestion], typed: dict[str, object]
) -> None:
    answer = dana.post("/exports", typed)
    assert answer.status == 422
    assert 'id="error-summary"' in answer.text
    assert answer.html
    for name in ("since", "board"):
        if name == "since" and name in typed:
            assert str(typed[name]) in answer.text
    assert count_of_exports() == 0


def test_a_large_one_shows_its_progress_and_then_its_file(
    dana: Visitor,
    wanted: list[Suggestion],
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "SMALL", 1)
    answer = dana.post("/exports", {"format": "xlsx"})
    page = dana.follow(answer)
    export_id = int(answer.location.rpartition("-")[2])
    assert f'hx-get="/exports/{export_id}/row"' in page.text
    early = dana.get(f"/exports/{export_id}/file")
    assert early.status == 409
    assert run_jobs() == 1
    line = dana.get(f"/exports/{export_id}/row", htmx=True)
    assert "hx-get" not in line.text
    assert f'href="/exports/{export_id}/file"' in line.text
    assert dana.get(f"/exports/{export_id}/file").status == 200


def test_adv_096_the_link_is_for_its_owner_while_he_has_the_right(
    dana: Visitor,
    cast: make.Cast,
    sign_in: Callable[[Person], Visitor],
    guest: Visitor,
    wanted: list[Suggestion],
) -> None:
    reza = sign_in(cast.reza)
    link = reza.post("/exports", {"format": "csv"}).location
    assert reza.get(link).status == 200
    assert dana.get(link).status == 404
    assert sign_in(cast.sara).get(link).status == 403
    assert sign_in(cast.layla).get(link).status == 403
    away = guest.get(link)
    assert away.status == 303
    assert away.location.startswith("/account/sign-in")
    with writing() as session:
        session.get_one(Person, cast.reza.id).role = "customer"
    assert reza.get(link).status == 403


@pytest.mark.parametrize("who", ["sara", "layla"])
def test_without_the_right_there_is_no_page(
    cast: make.Cast, sign_in: Callable[[Person], Visitor], who: str
) -> None:
    visitor = sign_in(getattr(cast, who))
    assert visitor.get("/exports").status == 403
    assert visitor.post("/exports", {"format": "csv"}).status == 403
    assert count_of_exports() == 0


def test_a_link_may_name_the_view(dana: Visitor, wanted: list[Suggestion], board: Board) -> None:
    page = dana.get(f"/exports?board={board.id}&status=planned&order=new&columns=email")
    assert f'<option value="{board.id}" selected>' in page.text
    assert '<option value="planned" selected>' in page.text
    assert '<option value="new" selected>' in page.text
