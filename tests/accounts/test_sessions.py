"""Sessions: rows that can be listed and ended."""

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts import devices
from forum.accounts.actions import people, sessions
from forum.accounts.models import Person
from forum.accounts.queries import browsers
from forum.core import clock
from forum.core.actor import Actor
from forum.core.errors import Forbidden, Missing
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from tests import make

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def started(person_id: int, agent: str = FIREFOX, ended: str | None = None) -> str:
    with writing():
        return sessions.start(
            person_id=person_id, user_agent=agent, address="192.0.2.1", ended_token=ended
        )


def test_start_and_end(app: Flask) -> None:
    token = started(make.person().id)
    assert browsers.signed_in(token) is not None
    with writing():
        sessions.end(token=token)
    assert browsers.signed_in(token) is None


def test_a_new_proof_goes_on_under_a_new_secret(app: Flask) -> None:
    sara = make.person()
    first = started(sara.id)
    before = browsers.signed_in(first)
    with clock.at(clock.now() + timedelta(hours=1)):
        second = started(sara.id, ended=first)
        after = browsers.signed_in(second)
        assert browsers.signed_in(first) is None, "a captured cookie is of no use"
    assert before is not None
    assert after is not None
    assert (after.key, after.is_fresh) == (before.key, True)
    assert len(browsers.sessions_of(make.actor(sara))) == 1


@pytest.mark.parametrize("why", ["another person", "ended for all", "half over", "idle"])
def test_what_is_no_session_of_ones_own_does_not_go_on(app: Flask, why: str) -> None:
    """Nor does one that would soon take the new proof with it."""
    sara, omid = make.person(role="moderator" if why == "idle" else "customer"), make.person()
    first = started(omid.id if why == "another person" else sara.id)
    before = browsers.signed_in(first)
    passed = {"half over": timedelta(days=46), "idle": timedelta(hours=13)}
    later = clock.now() + passed.get(why, timedelta())
    if why == "ended for all":
        make.change(Person, sara.id, stamp=5)
    with clock.at(later):
        after = browsers.signed_in(started(sara.id, ended=first))
        assert browsers.signed_in(first) is None
    assert before is not None
    assert after is not None
    assert after.key != before.key


def test_the_list_shows_the_present_one_first(app: Flask) -> None:
    sara = make.person()
    here = browsers.signed_in(started(sara.id))
    started(sara.id, "curl/8")
    started(make.person().id)
    assert here is not None
    rows = browsers.sessions_of(Actor(person_id=sara.id, session_id=here.session_id))
    shown = [(row.device, row.is_current) for row in rows]
    assert shown == [("Firefox · Linux", True), ("", False)]


def test_only_ones_own_can_be_ended(app: Flask) -> None:
    sara, omid = make.person(), make.person()
    found = browsers.signed_in(started(sara.id))
    assert found is not None
    with pytest.raises(Missing), writing():
        sessions.end_one(actor=make.actor(omid), session_id=found.session_id)
    with writing():
        sessions.end_one(actor=make.actor(sara), session_id=found.session_id)
    assert browsers.sessions_of(make.actor(sara)) == ()


def test_customers_ninety_days_staff_twelve_idle_hours(app: Flask) -> None:
    sara = started(make.person().id)
    layla = started(make.person(role="moderator").id)
    now = clock.now()
    with clock.at(now + timedelta(hours=13)):
        assert browsers.signed_in(sara) is not None
        assert browsers.signed_in(layla) is None
    with clock.at(now + timedelta(days=91)):
        assert browsers.signed_in(sara) is None
        with writing():
            sessions.forget_old()
    assert browsers.signed_in(sara) is None


def test_a_new_role_and_a_block_end_them(app: Flask) -> None:
    dana, omid = make.person(role="administrator"), make.person()
    token = started(omid.id)
    with writing():
        people.set_role(actor=make.actor(dana), person_id=omid.id, role=Role.PRODUCT)
    assert browsers.signed_in(token) is None
    token = started(omid.id)
    with writing():
        people.block(actor=make.actor(dana), person_id=omid.id)
    assert browsers.signed_in(token) is None
    with pytest.raises(Forbidden):
        started(omid.id)


def test_what_a_browser_calls_itself() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
    edge = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
    assert devices.described(phone) == "Safari · iPhone"
    assert devices.described(edge) == "Edge · Windows"
    assert devices.described("") == ""
