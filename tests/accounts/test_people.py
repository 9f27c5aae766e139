"""people: named, given roles, blocked; and the administrator's list."""

import pytest
from flask import Flask

from forum.accounts.actions import people
from forum.accounts.models import Person
from forum.accounts.queries import people as queries
from forum.audit.models import AuditEntry
from forum.core import paging
from forum.core.actor import system
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from tests import make
from tests.racing import raised, together


def test_rename(app: Flask) -> None:
    sara = make.person("سارا")
    with writing():
        people.rename(actor=make.actor(sara), name="سارا کریمی")
    assert queries.get(sara.id).name == "سارا کریمی"


def test_ones_own_name_in_another_writing_is_free(app: Flask) -> None:
    sara = make.person("سارا کریمی")
    with writing():
        people.rename(actor=make.actor(sara), name="سارا كريمي")
    assert queries.get(sara.id).name == "سارا كريمي"


@pytest.mark.parametrize("name", ["امید", "", "\u200c \u200b", "support", "x" * 61])
def test_names_that_cannot_be(app: Flask, name: str) -> None:
    make.person("امید")
    sara = make.person("سارا")
    with pytest.raises(Invalid), writing():
        people.rename(actor=make.actor(sara), name=name)


def test_one_of_two_who_want_a_name_at_once_gets_it(app: Flask) -> None:
    sara, omid = make.person("سارا"), make.person("امید")

    def rename(person: Person) -> None:
        with writing():
            people.rename(actor=make.actor(person), name="بهار")

    for _ in range(5):
        refused = raised(together(app, lambda: rename(sara), lambda: rename(omid)))
        assert [type(error) for error in refused] in ([Invalid], [Conflict])
        with writing():
            people.rename(actor=make.actor(sara), name="سارا")
            people.rename(actor=make.actor(omid), name="امید")


def test_preferences_change_only_what_is_given(app: Flask) -> None:
    sara = make.person(language="fa", digits="latn")
    with writing():
        people.set_preferences(
            actor=make.actor(sara),
            values={"calendar": "gregorian", "zone": "Asia/Tehran", "shortcuts": "off"},
        )
    found = queries.get(sara.id)
    assert (found.calendar, found.zone, found.digits) == ("gregorian", "Asia/Tehran", "latn")
    assert not found.has_shortcuts
    profile = queries.profile_of(sara.id)
    assert (profile.calendar, profile.digits, profile.zone) == ("gregorian", "latn", "Asia/Tehran")


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "de"), ("zone", "Mars/Base"), ("digits", "x"), ("role", "administrator")],
)
def test_preferences_take_nothing_else(app: Flask, field: str, value: str) -> None:
    sara = make.person()
    with pytest.raises(Invalid) as refusal, writing():
        people.set_preferences(actor=make.actor(sara), values={field: value})
    assert refusal.value.field == field


def test_set_role_is_for_administrators_and_audited(app: Flask) -> None:
    dana, omid = make.person(role="administrator"), make.person()
    with pytest.raises(Forbidden), writing():
        people.set_role(actor=make.actor(omid), person_id=omid.id, role=Role.ADMINISTRATOR)
    with writing():
        people.set_role(actor=make.actor(dana), person_id=omid.id, role=Role.MODERATOR)
    line = db.session.query(AuditEntry).filter_by(action="accounts.role_changed").one()
    assert (line.actor_id, line.subject_id) == (dana.id, omid.id)
    assert (line.before, line.after) == ({"role": "customer"}, {"role": "moderator"})


def test_the_last_administrator_stays(app: Flask) -> None:
    dana = make.person(role="administrator")
    with pytest.raises(Conflict), writing():
        people.set_role(actor=make.actor(dana), person_id=dana.id, role=Role.CUSTOMER)
    make.person(role="administrator")
    with writing():
        people.set_role(actor=make.actor(dana), person_id=dana.id, role=Role.CUSTOMER)
    assert queries.get(dana.id).role == "customer"


def test_moderators_block_customers_only(app: Flask) -> None:
    layla, reza, omid = (make.person(role=role) for role in ("moderator", "product", "customer"))
    with writing():
        people.block(actor=make.actor(layla), person_id=omid.id)
    assert queries.get(omid.id).blocked_at is not None
    for actor, subject in ((layla, reza), (layla, layla), (reza, omid), (omid, layla)):
        with pytest.raises(Forbidden), writing():
            people.block(actor=make.actor(actor), person_id=subject.id)
    with writing():
        people.unblock(actor=make.actor(layla), person_id=omid.id)
    assert queries.get(omid.id).blocked_at is None


def test_make_administrator_by_the_command_line_only(app: Flask) -> None:
    dana = make.person(role="administrator")
    with pytest.raises(Forbidden), writing():
        people.make_administrator(actor=make.actor(dana), email="x@example.com", language="en")
    with writing():
        made = people.make_administrator(actor=system(), email="X@example.com", language="en")
    assert (made.email, made.role) == ("x@example.com", "administrator")


def test_the_list_pages_and_narrows(app: Flask) -> None:
    dana = make.person("Dana", role="administrator")
    made = [make.person(f"Person {number}") for number in range(queries.PAGE_SIZE + 3)]
    first = queries.people_page(actor=make.actor(dana))
    second = queries.people_page(actor=make.actor(dana), cursor=paging.decode(first.older))
    assert [row.id for row in (*first.rows, *second.rows)] == [p.id for p in made[::-1]] + [dana.id]
    assert (first.newer, second.older) == (None, None)
    back = queries.people_page(actor=make.actor(dana), cursor=paging.decode(second.newer))
    assert back.rows == first.rows
    assert [row.name for row in queries.people_page(actor=make.actor(dana), q="dan").rows] == [
        "Dana"
    ]
    assert queries.people_page(actor=make.actor(dana), q="100%").rows == ()
    with pytest.raises(Forbidden):
        queries.people_page(actor=make.actor(made[0]))
