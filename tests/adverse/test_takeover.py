"""A thief sat at somebody's browser: what he began ends with his session."""

import re
from datetime import timedelta

import pytest

from forum.core import clock
from forum.i18n import digits
from tests import make
from tests.visitor import Visitor


def figures(mails):
    """The code of the newest mail."""
    text = mails[-1].get_body(("plain",)).get_content()
    return re.search(r"\b(\d{6})\b", digits.to_ascii(text))[1]


@pytest.fixture
def sara(app):
    return make.person(email="sara@example.com", language="en")


@pytest.mark.parametrize(
    "ending", ["/account/sessions/end-others", "/account/password", "/account/sign-out"]
)
def test_a_new_address_is_not_confirmed_by_who_was_put_out(app, sara, mails, run_jobs, ending):
    thief, own = Visitor(app).sign_in(sara), Visitor(app).sign_in(sara)
    thief.post("/account/email", {"email": "thief@example.com"})
    who = thief if ending.endswith("sign-out") else own
    assert who.post(ending, {"new_password": "a long and quiet river"}).status == 303
    assert thief.get("/account").status == 303
    run_jobs()
    (code,) = [figures([one]) for one in mails if one["To"] == "thief@example.com"]
    assert thief.post("/account/code", {"code": code}).status == 422
    assert make.fresh(sara).email == "sara@example.com"


def test_a_code_for_a_new_address_is_not_renewed_without_a_fresh_proof(app, sara):
    thief = Visitor(app).sign_in(sara)
    thief.post("/account/email", {"email": "thief@example.com"})
    with clock.at(clock.now() + timedelta(hours=20)):
        answer = thief.post("/account/code/again")
    assert answer.status in (403, 422)
    assert "Please confirm first" in answer.text


def test_a_change_of_address_ends_the_other_sessions(app, sara, mails, run_jobs):
    other, own = Visitor(app).sign_in(sara), Visitor(app).sign_in(sara)
    own.post("/account/email", {"email": "new@example.com"})
    run_jobs()
    own.post("/account/code", {"code": figures(mails)})
    assert make.fresh(sara).email == "new@example.com"
    assert other.get("/account").status == 303
    assert own.get("/account").status == 200


def test_a_fresh_session_does_not_renew_itself(app, sara):
    someone = Visitor(app).sign_in(sara)
    start = clock.now()
    with clock.at(start + timedelta(minutes=25)):
        assert someone.post("/account/confirm", {"password": "wrong"}).status == 422
    with clock.at(start + timedelta(minutes=35)):
        assert someone.get("/account/delete").status == 303
