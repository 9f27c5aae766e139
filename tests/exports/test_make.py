"""What is in an export, and who may ask for one."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from forum.core import clock
from forum.core.actor import Actor
from forum.core.errors import Forbidden, Invalid
from forum.exports.definition import Definition
from forum.i18n import locale
from forum.suggestions.models import Suggestion
from tests import make
from tests.exports.asking import asked, audit, fetched, rows_of


def test_all_formats_hold_the_numbers_of_the_database(
    reza: Actor, ranked: list[Suggestion]
) -> None:
    stored = {row.id: make.fresh(row) for row in ranked}
    files = {name: fetched(reza, asked(reza, format=name)) for name in ("csv", "json", "xlsx")}

    from_csv = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
    from_json = json.loads(files["json"])["rows"]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    from_xlsx = [(line[1].value, line[6].value, line[7].value) for line in list(sheet)[1:]]

    expected = [(row.id, stored[row.id].vote_count, stored[row.id].comment_count) for row in ranked]
    assert [(int(r["id"]), int(r["votes"]), int(r["comments"])) for r in from_csv] == expected
    assert [(r["id"], r["votes"], r["comments"]) for r in from_json] == expected
    assert from_xlsx == expected
    assert not [cell for line in sheet for cell in line if cell.data_type == "f"]
    assert from_csv[2]["title"] == "'=1+1"


def test_a_row_says_all_about_a_suggestion(reza: Actor, ranked: list[Suggestion]) -> None:
    first, second, _ = rows_of(reza)
    assert (first.rank, first.title, first.category) == (1, "خروجی اکسل", "موبایل")
    assert first.official_response == "در دست انجام است."
    assert first.url == f"http://localhost/s/{ranked[0].id}"
    assert (second.status, second.board, second.category) == ("planned", "تابلوی اصلی", "")
    assert first.created_at == make.fresh(ranked[0]).created_at


def test_names_are_in_the_language_of_the_file(reza: Actor, ranked: list[Suggestion]) -> None:
    assert rows_of(reza, profile=locale.profile_for("en"))[0].board == "Main board"


@pytest.mark.parametrize(
    ("order", "expected"),
    [("votes", [0, 1, 2]), ("comments", [1, 2, 0]), ("new", [2, 1, 0]), ("trending", [0, 1, 2])],
)
def test_orders(reza: Actor, ranked: list[Suggestion], order: str, expected: list[int]) -> None:
    found = [row.id for row in rows_of(reza, Definition(order=order))]
    assert found == [ranked[place].id for place in expected]


def test_filters(reza: Actor, ranked: list[Suggestion]) -> None:
    first, second, third = ranked
    other = make.suggestion(make.board("other"), title="جای دیگر")
    old = make.suggestion(make.board("old"), title="قدیمی", at=clock.now() - timedelta(days=100))

    def ids(**wanted: Any) -> set[int]:
        return {row.id for row in rows_of(reza, Definition(**wanted))}

    assert ids(board_ids=(first.board_id,)) == {first.id, second.id, third.id}
    assert ids(board_ids=(other.board_id, old.board_id)) == {other.id, old.id}
    assert ids(status_keys=("planned", "declined")) == {second.id}
    assert ids(category_ids=(first.category_id,)) == {first.id}
    today = clock.now().date()
    assert old.id not in ids(since=today - timedelta(days=50))
    assert ids(until=today - timedelta(days=50)) == {old.id}
    assert len(ids(limit=2)) == 2


def test_only_what_is_published_and_visible_is_in_it(
    reza: Actor, cast: make.Cast, ranked: list[Suggestion]
) -> None:
    board = make.board("private", visibility="private")
    hidden = [
        make.suggestion(board),
        make.suggestion(make.board(), state="pending"),
        make.suggestion(make.board(), state="hidden"),
    ]
    assert not {row.id for row in rows_of(reza)} & {row.id for row in hidden}
    assert hidden[0].id in {row.id for row in rows_of(make.actor(cast.dana))}


def test_a_right_on_one_board_exports_that_board_only(
    cast: make.Cast, ranked: list[Suggestion]
) -> None:
    board = make.board("theirs")
    make.member(board, cast.sara, "product")
    mine = make.suggestion(board)
    sara = make.actor(cast.sara)
    assert [row.id for row in rows_of(sara)] == [mine.id]
    with pytest.raises(Invalid) as refused:
        asked(sara, Definition(board_ids=(ranked[0].board_id,)))
    assert refused.value.field == "board"


@pytest.mark.parametrize("who", ["sara", "layla"])
def test_without_the_right_nothing_is_asked(cast: make.Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        asked(make.actor(getattr(cast, who)))
    assert audit("exports.asked") == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Definition(board_ids=(4711,)), "board"),
        (Definition(status_keys=("beautiful",)), "status"),
        (Definition(category_ids=(4711,)), "category"),
    ],
)
def test_what_there_is_not_is_refused(reza: Actor, wanted: Definition, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked(reza, wanted)
    assert refused.value.field == field


def test_asking_making_and_fetching_are_in_the_audit(reza: Actor, ranked: list[Suggestion]) -> None:
    export_id = asked(reza, Definition(status_keys=("new",), limit=5))
    fetched(reza, export_id)
    for action in ("exports.asked", "exports.made", "exports.fetched"):
        (entry,) = audit(action)
        assert (entry.actor_id, entry.subject_id) == (reza.person_id, export_id)
        assert entry.after is not None
        assert entry.after["status_keys"] == ["new"]
        assert entry.after["format"] == "csv"
        if action != "exports.asked":
            assert entry.after["rows"] == 2
