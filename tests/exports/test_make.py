"""Asking for a file, making it, fetching it: rights, snapshot, progress, expiry."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit.models import AuditEntry
from forum.boards.models import Board
from forum.core import clock, storage, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from forum.exports import actions, definition, making, queries
from forum.exports.definition import Definition
from forum.exports.models import Export
from forum.exports.rows import Row
from forum.i18n import locale
from forum.i18n.locale import Profile
from forum.suggestions.models import OfficialResponse, Suggestion
from tests import make

BASE = "http://localhost"
FA = locale.profile_for("fa", zone="Asia/Tehran")


def asked(
    actor: Actor, wanted: Definition | None = None, format: str = "csv", profile: Profile = FA
) -> int:
    with writing():
        export = actions.ask(
            actor=actor,
            definition=wanted or Definition(),
            format=format,
            profile=profile,
            base_url=BASE,
        )
    return export.id


def fetched(actor: Actor, export_id: int) -> bytes:
    making.ensure(actor, export_id, BASE)
    with writing():
        return actions.fetch(actor=actor, export_id=export_id).path.read_bytes()


def rows_of(actor: Actor, wanted: Definition | None = None, profile: Profile = FA) -> list[Row]:
    unit_of_work.end_read()
    with queries.snapshot(actor, wanted or Definition(), profile, BASE) as found:
        return list(found.rows)


def audit(action: str) -> list[AuditEntry]:
    unit_of_work.end_read()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()
    unit_of_work.end_read()
    return list(entries)


def respond(on: Suggestion, author: Person, body: str) -> None:
    with writing() as session:
        session.add(
            OfficialResponse(
                suggestion_id=on.id,
                author_id=author.id,
                body=body,
                body_html=body,
                renderer=1,
                language="fa",
                dir="rtl",
                created_at=clock.now(),
                updated_at=clock.now(),
            )
        )


@pytest.fixture
def board(app: Flask) -> Board:
    return make.board("main", names={"fa": "تابلوی اصلی", "en": "Main board"})


@pytest.fixture
def reza(cast: make.Cast) -> Actor:
    return make.actor(cast.reza)


@pytest.fixture
def ranked(board: Board, cast: make.Cast) -> list[Suggestion]:
    """Three suggestions with two, one and no vote; the most wanted one is answered."""
    mobile = make.category(board, "موبایل")
    first = make.suggestion(board, cast.sara, title="خروجی اکسل", category=mobile)
    second = make.suggestion(board, cast.omid, title="حالت تاریک", status="planned")
    third = make.suggestion(board, cast.omid, title="=1+1")
    for voter in (cast.sara, cast.omid):
        make.vote(first, voter)
    make.vote(second, cast.sara)
    make.comment(second, cast.sara)
    respond(first, cast.reza, "در دست انجام است.")
    return [first, second, third]


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


def test_a_small_one_nobody_fetches_is_made_by_the_job(
    reza: Actor, ranked: list[Suggestion], run_jobs: Callable[[], int]
) -> None:
    export_id = asked(reza)
    assert run_jobs() == 0
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert run_jobs() == 1
    assert queries.mine_of(reza, export_id).state == "done"


def test_a_large_one_is_a_job_with_progress(
    reza: Actor,
    ranked: list[Suggestion],
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "SMALL", 2)
    monkeypatch.setattr(making, "STEP", 1)
    noted: list[tuple[int, int]] = []
    progress = actions.progress

    def watched(**values: Any) -> bool:
        noted.append((values["rows_done"], values["rows_total"]))
        return progress(**values)

    monkeypatch.setattr(actions, "progress", watched)
    export_id = asked(reza)
    making.ensure(reza, export_id, BASE)
    assert queries.mine_of(reza, export_id).is_under_way
    with pytest.raises(Conflict), writing():
        actions.fetch(actor=reza, export_id=export_id)
    assert run_jobs() == 1
    assert noted == [(0, 3), (1, 3), (2, 3)]
    assert queries.mine_of(reza, export_id).is_ready
    assert len(fetched(reza, export_id).splitlines()) == 4


def test_running_the_job_twice_makes_one_file(reza: Actor, ranked: list[Suggestion]) -> None:
    export_id = asked(reza)
    making.run({"export_id": export_id, "base_url": BASE})
    first = make.fresh(db.session.get_one(Export, export_id)).storage_key
    making.run({"export_id": export_id, "base_url": BASE})
    assert make.fresh(db.session.get_one(Export, export_id)).storage_key == first
    assert len(audit("exports.made")) == 1


def test_a_dead_attempt_is_taken_over_and_its_file_dropped(
    reza: Actor, ranked: list[Suggestion]
) -> None:
    export_id = asked(reza)
    with writing():
        dead = actions.begin(export_id=export_id, may_take_over=True)
    assert dead is not None
    storage.prepare(dead.key).write_text("half of it")
    making.run({"export_id": export_id, "base_url": BASE})
    assert not storage.path_for(dead.key).exists()
    assert len(fetched(reza, export_id).splitlines()) == 4
    with writing():
        assert not actions.finish(actor=reza, plan=dead, rows=9, board_ids=())
        assert not actions.progress(plan=dead, rows_done=1, rows_total=9)


def test_whoever_lost_his_rights_before_it_was_made_gets_none(
    cast: make.Cast, ranked: list[Suggestion]
) -> None:
    reza = make.actor(cast.reza)
    export_id = asked(reza)
    with writing() as session:
        session.get_one(Person, cast.reza.id).role = "customer"
    making.run({"export_id": export_id, "base_url": BASE})
    row = make.fresh(db.session.get_one(Export, export_id))
    assert (row.state, row.storage_key) == ("failed", None)


def test_adv_096_a_file_is_for_its_owner_alone(
    reza: Actor, cast: make.Cast, ranked: list[Suggestion]
) -> None:
    export_id = asked(reza)
    fetched(reza, export_id)
    dana = make.actor(cast.dana)
    with pytest.raises(Missing):
        fetched(dana, export_id)
    with pytest.raises(Missing):
        fetched(reza, export_id + 1)


def test_adv_096_a_board_one_may_not_see_any_more_closes_the_file(
    cast: make.Cast, ranked: list[Suggestion]
) -> None:
    board = make.board("secret", visibility="private")
    make.suggestion(board)
    dana = make.actor(cast.dana)
    export_id = asked(dana)
    fetched(dana, export_id)
    with writing() as session:
        session.get_one(Person, cast.dana.id).role = "product"
    demoted = make.actor(make.fresh(cast.dana))
    with pytest.raises(Forbidden):
        fetched(demoted, export_id)


def test_adv_096_the_file_ends_after_seven_days(reza: Actor, ranked: list[Suggestion]) -> None:
    export_id = asked(reza)
    fetched(reza, export_id)
    path = storage.path_for(db.session.get_one(Export, export_id).storage_key or "")
    unit_of_work.end_read()
    with clock.at(clock.now() + timedelta(days=6)):
        assert making.expire() == 0
        assert fetched(reza, export_id)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        with pytest.raises(Missing):
            fetched(reza, export_id)
        assert queries.mine(reza) == []
        assert making.expire() == 1
    assert not path.exists()
    assert db.session.get(Export, export_id) is None


def test_a_making_that_was_given_up_is_cleared_away(reza: Actor, ranked: list[Suggestion]) -> None:
    export_id = asked(reza)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert making.expire() == 1
    assert db.session.get(Export, export_id) is None


def test_a_file_that_a_restore_left_behind_is_missing(
    reza: Actor, ranked: list[Suggestion]
) -> None:
    export_id = asked(reza)
    fetched(reza, export_id)
    storage.remove(db.session.get_one(Export, export_id).storage_key or "")
    with pytest.raises(Missing):
        fetched(reza, export_id)


def test_adv_095_the_rows_are_of_one_moment(
    reza: Actor, board: Board, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two batches somebody votes; the file shows the votes of its first moment."""
    monkeypatch.setattr(queries, "BATCH", 2)
    suggestions = [make.suggestion(board, cast.sara) for _ in range(7)]
    for each in suggestions[:3]:
        make.vote(each, cast.omid)

    def voting(rows: Iterator[Row]) -> Iterator[Row]:
        for number, row in enumerate(rows):
            yield row
            make.vote(suggestions[6 - number], make.person())

    with queries.snapshot(reza, Definition(), FA, BASE) as found:
        counted = [row.votes for row in voting(found.rows)]
    assert counted == [1, 1, 1, 0, 0, 0, 0]
    assert sum(row.votes for row in rows_of(reza)) == 10


def test_the_definition_that_was_asked_is_the_one_that_is_made(
    reza: Actor, ranked: list[Suggestion]
) -> None:
    wanted = definition.parse(profile=FA, columns=["title", "votes"], order="comments", limit="۲")
    content = fetched(reza, asked(reza, wanted)).decode("utf-8-sig")
    assert content.splitlines() == ["title,votes", "حالت تاریک,1", "'=1+1,0"]
