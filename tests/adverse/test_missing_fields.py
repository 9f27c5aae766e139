"""Forms that no page of ours sends: fields missing, or of another kind."""

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.core.config import DEFAULT_LIMITS
from tests import town as towns
from tests.house import routes
from tests.html import Element
from tests.visitor import Visitor

Fields = dict[str, str]
ODD = ["", "²", "-1", "x y", "9" * 30, "[]"]


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


def _forms(app: Flask, town: towns.Town, visitor: Visitor) -> dict[str, Fields]:
    """Address → the fields that our pages send there, filled in."""
    found: dict[str, Fields] = {}
    for route in routes.of(app, town):
        if "GET" not in route.methods:
            continue
        answer = visitor.get(route.path)
        if answer.status != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for form in answer.html.walk():
            if form.tag == "form" and form.get("method").lower() == "post":
                path = (form.get("action") or route.path).partition("?")[0]
                found.setdefault(path, {}).update(_fields(form, answer.html))
    return found


def _fields(form: Element, page: Element) -> Fields:
    mine = [one for one in form.walk() if "name" in one.attributes]
    mine += [one for one in page.walk() if form.get("id") and one.get("form") == form.get("id")]
    return {one["name"]: _value(one) for one in mine}


def _value(field: Element) -> str:
    if field.tag == "select":
        return next((one.get("value") for one in field.all("option") if one.get("value")), "")
    return field.get("value") or "متنی برای آزمایش"


def _variants(known: Fields) -> Iterator[Fields]:
    known = {name: value for name, value in known.items() if name != "csrf_token"}
    yield {}
    for missing in known:
        rest = {name: value for name, value in known.items() if name != missing}
        yield rest
        for odd in ODD:
            yield {**rest, missing: odd}


@pytest.mark.config(limits=dict.fromkeys(DEFAULT_LIMITS, "100000/minute"))
@pytest.mark.parametrize("role", ["guest", "customer", "moderator", "administrator"])
def test_no_field_that_is_missing_or_odd_breaks_a_form(
    app: Flask, town: towns.Town, role: str
) -> None:
    visitor, person = Visitor(app), town.people[role]
    if person is not None:
        visitor.sign_in(person)
    known = _forms(app, town, visitor)
    assert len(known) >= {"guest": 5, "customer": 10, "moderator": 15, "administrator": 40}[role]
    broken = set()
    for route in routes.of(app, town):
        if not route.methods & routes.UNSAFE:
            continue
        if person is not None:
            visitor.sign_in(person)  # again: one of the routes signs out
        for sent in _variants(known.get(route.path, {})):
            answer = visitor.post(route.path, sent)
            if answer.status >= 500:
                broken.add((route.path, frozenset(sent)))
    assert broken == set()
