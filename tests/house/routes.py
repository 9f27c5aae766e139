"""All routes of the site with addresses that lead to something in the town."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from forum.http import access
from forum.moderation.views import VIEWS
from forum.web.moderation.place import MODES
from tests.town import INVITE, Town

UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))


@dataclass(frozen=True)
class Route:
    """A rule with one address under it; `wanted` is the access it declares."""

    rule: Rule
    path: str
    wanted: access.Access | None

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.rule.methods or ())


def of(app: Flask, town: Town) -> Iterator[Route]:
    """Every route. Raises AssertionError for a part of an address that nobody explained here."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        wanted = access.declared(app.view_functions[rule.endpoint])
        method = next(iter(sorted(rule.methods or {"GET"})))
        names = sorted(rule.arguments)
        for chosen in itertools.product(*(_values(rule, name, town) for name in names)):
            values = dict(zip(names, chosen, strict=True))
            yield Route(rule, adapter.build(rule.endpoint, values, method=method), wanted)


def _values(rule: Rule, name: str, town: Town) -> Sequence[object]:
    """Every choice where there are a few, otherwise one thing of the town."""
    choices = getattr(rule._converters[name], "items", None)
    if choices:  # <any(a, b):…>
        return sorted(choices)
    if name == "view":
        return [view.key for view in VIEWS]
    if name == "verb":
        return MODES
    about = town.comment.id if rule.rule.startswith("/c/") else town.wish.id
    known = {
        "board_id": town.board.id,
        "category_id": town.category.id,
        "comment_id": town.comment.id,
        "digest": "000000000000",
        "export_id": town.export.id,
        "invitation_id": town.invitation.id,
        "person_id": town.cast.omid.id,
        "session_id": town.session.id,
        "slug": town.board.slug,
        "subject_id": about,
        "suggestion_id": town.wish.id,
        "synonym_id": town.synonym.id,
        "token": INVITE,
    }
    assert name in known, f"{rule.rule}: tests/house/routes.py does not know <{name}>"
    return [known[name]]
