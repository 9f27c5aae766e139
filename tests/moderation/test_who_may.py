"""Who may do what on the desk: every verb by every kind of person."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.suggestions.models import Suggestion
from tests import make
from tests.visitor import Visitor

# Customer, moderator of another board, of this board, of the site, product, administrator.
PEOPLE = ("customer", "elsewhere", "here", "moderator", "product", "administrator")
DONE, NO, GONE = 303, 403, 404
EXPECTED: dict[str, tuple[int, ...]] = {
    "approve": (NO, GONE, DONE, DONE, NO, DONE),
    "reject": (NO, GONE, DONE, DONE, NO, DONE),
    "hide": (NO, NO, DONE, DONE, NO, DONE),
    "restore": (NO, GONE, DONE, DONE, NO, DONE),
    "lock": (NO, NO, DONE, DONE, NO, DONE),
    "unlock": (NO, NO, DONE, DONE, NO, DONE),
    "edit": (NO, GONE, DONE, DONE, NO, DONE),
    "move": (NO, GONE, DONE, DONE, NO, DONE),
    "block": (NO, NO, NO, DONE, NO, DONE),
    "decide": (NO, GONE, DONE, DONE, DONE, DONE),
    "flags": (NO, GONE, DONE, DONE, NO, DONE),
}
STATE = {"approve": "pending", "reject": "pending", "restore": "hidden"}


def person(kind: str, here: Any) -> Any:
    if kind not in ("elsewhere", "here"):
        return make.person(role=kind)
    helper = make.person()
    make.member(here if kind == "here" else make.board(), helper, "moderator")
    return helper


def form(verb: str, row: Suggestion) -> dict[str, str]:
    forms = {
        "reject": {"reason": "تکراری"},
        "edit": {"title": "حالت شب", "body": "", "category": "", "revision": str(row.revision)},
        "move": {"place": str(row.board_id)},
        "decide": {
            "status_key": "planned",
            "body": "",
            "seen_status": "new",
            "seen_response": "0",
        },
        "flags": {"kind": "suggestion", "subject": str(row.id), "resolution": "kept"},
    }
    return forms.get(verb, {})


def flagged(row: Suggestion) -> None:
    reporter = make.actor(make.person())
    with writing():
        moderation.flag(actor=reporter, subject_kind="suggestion", subject_id=row.id, reason="spam")


@pytest.mark.parametrize("verb", EXPECTED)
def test_who_may(verb: str, sign_in: Callable[[Any], Visitor]) -> None:
    here, found = make.board(), []
    for kind in PEOPLE:
        row = make.suggestion(here, state=STATE.get(verb, "published"))
        if verb == "flags":
            flagged(row)
        answer = sign_in(person(kind, here)).post(f"/desk/s/{row.id}/{verb}", form(verb, row))
        found.append(answer.status)
    assert found == list(EXPECTED[verb])


def test_every_verb_of_the_desk_is_in_the_table(app: Any) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk/s/")]
    verbs = {rule.rule.rpartition("/")[2] for rule in rules if "POST" in (rule.methods or ())}
    assert verbs == set(EXPECTED)


def test_a_guest_is_sent_to_sign_in(guest: Visitor) -> None:
    row = make.suggestion(state="pending")
    for verb in EXPECTED:
        answer = guest.post(f"/desk/s/{row.id}/{verb}")
        assert answer.location.startswith("/account/sign-in")
    assert make.fresh(row).state == "pending"
