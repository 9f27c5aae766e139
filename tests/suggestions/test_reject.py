"""Refusing what waits, with a reason its author gets by mail."""

import pytest

from forum.core.errors import Conflict, Forbidden, Invalid
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import act, audited


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(approval="all"), cast.sara, state="pending")


def test_the_author_is_told_the_reason(cast, wish, mails, run_jobs):
    act("reject", cast.layla, wish, reason="جای دیگری هست")
    assert (make.fresh(wish).state, make.fresh(wish).reason) == ("rejected", "جای دیگری هست")
    assert audited(wish)[0][0] == "suggestion.rejected"
    run_jobs()
    (letter,) = mails
    assert letter["To"] == "sara@example.com"
    assert "جای دیگری هست" in letter.get_body(("plain",)).get_content()
    no_drift()


def test_no_reason_no_rejection(cast, wish):
    with pytest.raises(Invalid) as refused:
        act("reject", cast.layla, wish, reason="\u200e ")
    assert refused.value.field == "reason"
    assert make.fresh(wish).state == "pending"


def test_what_does_not_wait_is_not_rejected(cast):
    for state in ("published", "hidden", "rejected", "withdrawn"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Conflict):
            act("reject", cast.layla, wish, reason="نه")
        no_drift()


def test_customers_and_product_people_do_not_reject(cast, wish):
    for who in (cast.sara, cast.reza):
        with pytest.raises(Forbidden):
            act("reject", who, wish, reason="نه")


def test_one_rejects_while_another_approves(app, cast, wish):
    results = together(
        app,
        lambda: act("approve", cast.layla, wish),
        lambda: act("reject", cast.dana, wish, reason="تکراری"),
    )
    assert [type(error) for error in raised(results)] in ([Conflict], [])
    # Rejected first it may still be approved; approved first it can no longer be rejected.
    assert make.fresh(wish).state == "published"
    no_drift()
