"""Status and response in one unit; whoever comes second is told."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation.actions import Seen
from forum.suggestions import drafting
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestions
from forum.suggestions.queries import status_rows
from tests import make

NEW = Seen("new", 0)


def decide(
    who: Any, on: Suggestion, status: str, body: str | None = None, seen: Seen = NEW
) -> None:
    response = drafting.response(body=body, language="fa") if body else None
    with writing():
        moderation.decide(
            actor=make.actor(who),
            suggestion_id=on.id,
            status_key=status,
            response=response,
            seen=seen,
        )


def status_of(suggestion: Suggestion) -> str:
    return status_rows.status_of(make.fresh(suggestion).status_id).key


def test_sets_both_and_writes_two_lines(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    decide(cast.layla, suggestion, "planned", "در نسخهٔ بعدی می‌آید.")
    response = suggestions.response_of(suggestion.id)
    assert status_of(suggestion) == "planned"
    assert response is not None
    assert (response.body, response.language, response.dir, response.author_id) == (
        "در نسخهٔ بعدی می‌آید.",
        "fa",
        "rtl",
        cast.layla.id,
    )
    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(line.action, line.before, line.after) for line in lines] == [
        ("suggestion.status_set", {"status": "new"}, {"status": "planned"}),
        ("suggestion.responded", None, {"revision": 1}),
    ]
    assert {line.actor_id for line in lines} == {cast.layla.id}


def test_status_alone_keeps_the_response(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    decide(cast.layla, suggestion, "planned", "بله")
    decide(cast.reza, suggestion, "started", seen=Seen("planned", 1))
    response = suggestions.response_of(suggestion.id)
    assert status_of(suggestion) == "started"
    assert response is not None
    assert response.revision == 1


def test_nothing_new_is_refused(cast: make.Cast) -> None:
    with pytest.raises(Invalid):
        decide(cast.layla, make.suggestion(), "new")


def test_whoever_saw_less_is_refused(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    decide(cast.layla, suggestion, "planned", "بله")
    for seen in (NEW, Seen("planned", 0), Seen("new", 1)):
        with pytest.raises(Conflict):
            decide(cast.reza, suggestion, "declined", "نه", seen)
    assert status_of(suggestion) == "planned"
    decide(cast.reza, suggestion, "declined", "نه", Seen("planned", 1))
    assert status_of(suggestion) == "declined"


def test_a_refused_response_leaves_the_status(cast: make.Cast) -> None:
    """One unit: somebody who may set the status but not respond changes nothing."""
    suggestion = make.suggestion()
    with pytest.raises(Forbidden):
        decide(cast.omid, suggestion, "planned", "بله")
    assert status_of(suggestion) == "new"


def test_unknown_status_is_refused(cast: make.Cast) -> None:
    with pytest.raises(Invalid):
        decide(cast.layla, make.suggestion(), "someday")


@pytest.mark.parametrize("state", ["pending", "hidden", "rejected"])
def test_only_what_is_public_is_decided(cast: make.Cast, state: str) -> None:
    with pytest.raises(Conflict):
        decide(cast.layla, make.suggestion(state=state), "planned")


def test_on_a_board_not_seen_it_is_missing(cast: make.Cast) -> None:
    suggestion = make.suggestion(make.board(visibility="private", roles=["product"]))
    with pytest.raises(Missing):
        decide(cast.layla, suggestion, "planned")
    decide(cast.reza, suggestion, "planned")
