"""codes.ask: a code goes out, whoever the address belongs to."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import codes
from forum.accounts.actions.pending import Act
from forum.accounts.models import PendingAct, Person, SignInCode
from forum.accounts.queries import sent_codes
from forum.core import clock
from forum.core.actor import GUEST
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import code_to, html_of, letters_to


def test_a_code_is_mailed_and_only_its_hash_is_kept(app: Flask) -> None:
    with writing():
        asked = codes.ask(email="Sara@Example.com", language="fa")
    figures = code_to("sara@example.com")
    row = db.session.scalars(select(SignInCode)).one()
    assert asked.email == row.email == "sara@example.com"
    assert figures not in (row.code_hash, row.handle_hash)
    assert asked.handle not in (row.code_hash, row.handle_hash)
    assert row.expires_at - row.created_at == timedelta(minutes=15)


def test_no_account_is_made_by_asking(app: Flask) -> None:
    with writing():
        codes.ask(email="new@example.com", language="en")
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_known_person_reads_the_mail_in_his_own_language(app: Flask) -> None:
    make.person("ليلى", email="layla@example.com", language="ar")
    with writing():
        codes.ask(email="layla@example.com", language="en")
    assert letters_to("layla@example.com")[0].language == "ar"


def test_the_mail_has_language_and_direction_on_page_and_cell(app, mails, run_jobs) -> None:
    with writing():
        codes.ask(email="sara@example.com", language="fa")
    run_jobs()
    page = html_of(mails[0])
    assert '<html lang="fa" dir="rtl">' in page
    assert "direction: rtl" in page
    assert "text-align: right" in page
    assert mails[0]["Content-Language"] == "fa"


def test_the_code_leaves_the_outbox_with_the_mail(app, mails, run_jobs) -> None:
    with writing():
        codes.ask(email="sara@example.com", language="en")
    run_jobs()
    assert [letter.text for letter in letters_to("sara@example.com")] == [""]
    assert len(mails) == 1


def test_a_blocked_person_gets_a_mail_without_a_code(app: Flask) -> None:
    make.person(email="omid@example.com", language="en", blocked_at=clock.now())
    with writing():
        asked = codes.ask(email="omid@example.com", language="en")
    assert "blocked" in letters_to("omid@example.com")[0].text
    assert sent_codes.waiting_code(asked.handle) is not None


@pytest.mark.parametrize("bad", ["", "sara", "sara@", "a b@example.com", "sara@example..com"])
def test_what_is_no_address_is_refused(app: Flask, bad: str) -> None:
    with pytest.raises(Invalid) as refusal, writing():
        codes.ask(email=bad, language="en")
    assert refusal.value.field == "email"


def test_digits_of_other_scripts_are_folded_in_an_address(app: Flask) -> None:
    with writing():
        asked = codes.ask(email="sara۱۲@example.com", language="fa")
    assert asked.email == "sara12@example.com"


def test_what_waits_is_kept_with_the_code(app: Flask) -> None:
    with writing():
        codes.ask(
            email="a@example.com",
            language="en",
            act=Act("votes.cast", {"suggestion_id": 7}),
        )
    act = db.session.scalars(select(PendingAct)).one()
    assert (act.verb, act.payload, act.done_at) == ("votes.cast", {"suggestion_id": 7}, None)


def test_a_new_address_needs_a_fresh_proof(app: Flask) -> None:
    person = make.person()
    with pytest.raises(Forbidden), writing():
        codes.ask(
            email="new@example.com",
            purpose="new_email",
            language="en",
            actor=make.actor(person, fresh=False),
        )


def test_asking_again_ends_the_last_code_and_keeps_what_waits(app: Flask) -> None:
    with writing():
        first = codes.ask(email="a@example.com", language="en", act=Act("votes.cast", {"id": 1}))
    with writing():
        second = codes.ask_again(handle=first.handle, actor=GUEST)
    assert sent_codes.waiting_code(first.handle) is None
    waiting = sent_codes.waiting_code(second.handle)
    assert waiting is not None
    assert waiting.has_act


def test_codes_and_acts_are_forgotten_in_time(app: Flask) -> None:
    with clock.at(clock.now() - timedelta(days=3)), writing():
        codes.ask(email="a@example.com", language="en", act=Act("votes.cast", {}))
    with writing():
        codes.forget_old()
    assert db.session.scalars(select(SignInCode)).all() == []
    assert db.session.scalars(select(PendingAct)).all() == []


def test_a_domain_of_other_letters_is_written_as_mail_servers_take_it(app, mails, run_jobs) -> None:
    with writing():
        asked = codes.ask(email="ali@مثال.com", language="fa")
    run_jobs()
    assert asked.email == "ali@مثال.com"
    assert mails[0]["To"] == "ali@xn--mgbh0fb.com"
