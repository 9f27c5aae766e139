"""The file of an export: made by whom, for whom, for how long."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from forum.accounts.models import Person
from forum.boards.models import Board
from forum.core import clock, storage, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Missing
from forum.core.unit_of_work import writing
from forum.exports import actions, definition, making, queries
from forum.exports.definition import Definition
from forum.exports.models import Export
from forum.exports.rows import Row
from forum.suggestions.models import Suggestion
from tests import make
from tests.exports.asking import BASE, FA, asked, audit, fetched, rows_of


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
