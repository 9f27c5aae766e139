"""Setting the status, with its history and its counts."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from forum.core import unit_of_work
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from forum.suggestions.models import StatusChange
from forum.suggestions.queries import single, status_rows
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import act, audited


def steps(wish):
    unit_of_work.end_read()
    names = {row.id: row.key for row in status_rows.statuses()}
    found = single.status_steps(wish.id)
    unit_of_work.end_read()
    return [(names[step.from_status_id], names[step.to_status_id]) for step in found]


def test_it_is_set_counted_and_remembered(cast):
    for who in ("layla", "reza", "dana"):
        someone = getattr(cast, who)
        wish = make.suggestion(author=cast.sara)
        assert act("set_status", someone, wish, status_key="planned")
        assert act("set_status", someone, wish, status_key="started")
        assert not act("set_status", someone, wish, status_key="started"), "it is that already"
        assert steps(wish) == [("new", "planned"), ("planned", "started")]
        assert audited(wish)[-1] == (
            "suggestion.status_set",
            someone.id,
            {"status": "planned"},
            {"status": "started"},
        )
        no_drift()


def test_out_of_sight_it_is_not_counted(cast):
    for state in ("pending", "hidden", "withdrawn", "rejected"):
        wish = make.suggestion(author=cast.sara, state=state)
        act("set_status", cast.layla, wish, status_key="planned")
        assert status_rows.status_of(make.fresh(wish).status_id).key == "planned"
        no_drift()


def test_there_are_no_other_statuses(cast):
    for key in ("", "beautiful", "NEW", "new ", "1"):
        wish = make.suggestion(author=cast.sara)
        with pytest.raises(Invalid) as refused:
            act("set_status", cast.layla, wish, status_key=key)
        assert refused.value.field == "status"
        assert steps(wish) == []


def test_customers_do_not_set_it(cast):
    wish = make.suggestion(author=cast.sara)
    with pytest.raises(Forbidden):
        act("set_status", cast.sara, wish, status_key="completed")
    make.member(make.board(), cast.omid, "product")
    with pytest.raises(Forbidden):
        act("set_status", cast.omid, wish, status_key="completed")
    secret = make.suggestion(make.board(visibility="private"), cast.sara)
    with pytest.raises(Missing):
        act("set_status", cast.layla, secret, status_key="completed")


def test_adv_181_two_set_different_ones_at_once(app, cast):
    wish = make.suggestion(author=cast.sara)
    results = together(
        app,
        lambda: act("set_status", cast.layla, wish, status_key="planned"),
        lambda: act("set_status", cast.reza, wish, status_key="declined"),
    )
    assert not raised(results)
    first, second = steps(wish)
    assert first[0] == "new"
    assert first[1] == second[0], "the second knows what the first made of it"
    assert status_rows.status_of(make.fresh(wish).status_id).key == second[1]
    no_drift()


def test_opposite_ways_at_once_end_without_a_deadlock(app, cast, full):
    """Two suggestions of a board change places between two counts."""
    board = make.board()
    one = make.suggestion(board, cast.sara, status="planned")
    other = make.suggestion(board, cast.sara, status="started")
    keys = ["started", "planned"]
    for _ in range(40 if full else 10):
        results = together(
            app,
            lambda: act("set_status", cast.layla, one, status_key=keys[0]),
            lambda: act("set_status", cast.reza, other, status_key=keys[1]),
        )
        assert not raised(results)
        keys.reverse()
    no_drift()


@pytest.mark.parametrize("change", [delete(StatusChange), update(StatusChange).values(actor_id=1)])
def test_the_database_keeps_the_history(cast, change):
    wish = make.suggestion(author=cast.sara)
    act("set_status", cast.layla, wish, status_key="planned")
    with pytest.raises(DBAPIError), writing() as session:
        session.execute(change)
    assert len(steps(wish)) == 1
    assert db.session.scalars(select(StatusChange.actor_id)).all() == [cast.layla.id]
