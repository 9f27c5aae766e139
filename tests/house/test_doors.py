"""Every route says who may come in; nothing is written without a token, or by looking."""

import pytest
from flask import Flask

from forum.core.db import db
from forum.http import access
from tests import make
from tests import town as towns
from tests.house import routes
from tests.house.rows import all_rows
from tests.visitor import Visitor


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


def test_each_route_declares_its_access(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if access.declared(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_only_reading_is_kept_for_all_guests(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        declared = access.declared(app.view_functions[rule.endpoint])
        if declared is not None and declared.cached:
            assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}, rule.rule
            assert declared.kind == "public", rule.rule


def test_staff_pages_ask_for_a_right(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/desk", "/admin", "/exports")):
            declared = access.declared(app.view_functions[rule.endpoint])
            assert declared is not None
            assert declared.kind == "permission", rule.rule
        if rule.rule.startswith("/me"):
            declared = access.declared(app.view_functions[rule.endpoint])
            assert declared is not None
            assert declared.kind == "signed_in", rule.rule


def test_adv_022_no_unsafe_method_passes_without_the_visitors_token(
    app: Flask, town: towns.Town
) -> None:
    """There are no exemptions."""
    dana, sara = Visitor(app).sign_in(town.cast.dana), Visitor(app).sign_in(town.cast.sara)
    before = all_rows()
    tried = 0
    for route in routes.of(app, town):
        for method in sorted(route.methods & routes.UNSAFE):
            for token in (None, sara.csrf_token(), "nonsense"):
                data = {} if token is None else {"csrf_token": token}
                answer = dana.client.open(route.path, method=method, data=data)
                assert answer.status_code in (400, 403), (method, route.path, answer.status_code)
                tried += 1
    assert tried > 0
    after = all_rows()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.parametrize("role", ["guest", "customer", "administrator"])
def test_adv_024_looking_writes_nothing(app: Flask, town: towns.Town, role: str) -> None:
    visitor, person = Visitor(app), town.people[role]
    if person is not None:
        visitor.sign_in(person)
    before = all_rows()
    for number, route in enumerate(routes.of(app, town)):
        if "GET" not in route.methods:
            continue
        for method in ("GET", "HEAD"):
            answer = visitor.client.open(route.path, method=method)
            assert answer.status_code < 500, route.path
        if number % 10 == 0:
            assert all_rows() == before, f"{route.path} or one of the ten before it wrote"
    assert all_rows() == before


@pytest.mark.database("sqlite")
def test_a_guest_reads_pages_without_a_token_or_a_name(app: Flask, town: towns.Town) -> None:
    """Pages that the cache keeps are the same for everybody."""
    for route in routes.of(app, town):
        if route.wanted is None or not route.wanted.cached:
            continue
        answer = Visitor(app).get(route.path)
        assert answer.status == 200, route.path
        assert "csrf_token" not in answer.text, route.path
        assert answer.headers.getlist("Set-Cookie") == [], route.path


@pytest.mark.parametrize("role", ["guest", "customer", "moderator"])
def test_nobody_reads_what_he_may_not(app: Flask, town: towns.Town, role: str) -> None:
    """The canary of a private board is on no page, whatever number is guessed."""
    canaries = [town.secret.title, "رازی که نشت", town.private.names["fa"]]
    visitor, person = Visitor(app), town.people[role]
    if person is not None:
        visitor.sign_in(person)
    for route in routes.of(app, town):
        if "GET" not in route.methods:
            continue
        swapped = route.path.replace(f"/s/{town.wish.id}", f"/s/{town.secret.id}")
        swapped = swapped.replace(f"/b/{town.board.slug}", f"/b/{town.private.slug}")
        for path in {route.path, swapped}:
            answer = visitor.get(path)
            leaked = [canary for canary in canaries if canary in answer.text]
            assert leaked == [], path
            if path != route.path and answer.status not in (303, 403):
                assert answer.status == 404, path


def test_the_private_board_is_there_for_its_members(app: Flask, town: towns.Town) -> None:
    """So that the canary above can sing."""
    make.member(town.private, town.cast.omid)
    for person in (town.cast.omid, town.cast.reza, town.cast.dana):
        answer = Visitor(app).sign_in(person).get(f"/s/{town.secret.id}")
        assert answer.status == 200
        assert town.secret.title in answer.text
    db.session.remove()
