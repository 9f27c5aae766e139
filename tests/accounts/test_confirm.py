"""codes.confirm: what the figures prove."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import codes
from forum.accounts.actions.pending import Act
from forum.accounts.events import PersonConfirmed
from forum.accounts.models import PendingAct, Person
from forum.accounts.queries import people
from forum.core import clock, events
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Limited
from forum.core.unit_of_work import writing
from forum.i18n import digits
from tests import make
from tests.accounts.letterbox import code_to, letters_to


def asked(email: str = "sara@example.com", **more: object) -> str:
    with writing():
        return codes.ask(email=email, language="fa", **more).handle


def confirmed(handle: str, code: str, name: str = "") -> codes.Confirmed:
    with writing():
        codes.count_try(handle=handle)
    with writing():
        return codes.confirm(handle=handle, code=code, name=name, language="fa")


def test_a_new_address_becomes_a_person_with_a_name(app: Flask) -> None:
    handle = asked(next_path="/s/42")
    done = confirmed(handle, code_to("sara@example.com"))
    person = people.get(done.person_id)
    assert (person.email, person.language, person.role) == ("sara@example.com", "fa", "customer")
    assert person.name
    assert person.confirmed_at is not None
    assert done.next_path == "/s/42"


def test_the_name_given_is_taken(app: Flask) -> None:
    done = confirmed(asked(), code_to("sara@example.com"), name="  سارا  ")
    assert people.get(done.person_id).name == "سارا"


@pytest.mark.parametrize("taken", ["سارا كريمي", "سارا کریمی", "سارا  کریمی"])
def test_a_look_alike_of_a_name_is_refused_and_the_code_lives_on(app: Flask, taken: str) -> None:
    make.person("سارا کریمی", email="other@example.com")
    handle = asked()
    with pytest.raises(Invalid) as refusal:
        confirmed(handle, code_to("sara@example.com"), name=taken)
    assert refusal.value.field == "name"
    assert confirmed(handle, code_to("sara@example.com")).person_id


@pytest.mark.parametrize("name", ["مدیر", "admin", "A D M I N", "Сара Sara", "\u200c\u200c x" * 40])
def test_names_that_mislead_are_refused(app: Flask, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        confirmed(asked(), code_to("sara@example.com"), name=name)
    assert refusal.value.field == "name"


def test_a_known_person_comes_in_and_keeps_his_name(app: Flask) -> None:
    omid = make.person("امید", email="omid@example.com")
    done = confirmed(asked("OMID@example.com"), code_to("omid@example.com"), name="Another")
    assert done.person_id == omid.id
    assert people.get(omid.id).name == "امید"


@pytest.mark.parametrize("script", ["arab", "arabext", "latn"])
def test_figures_of_any_script_and_with_blanks(app: Flask, script: str) -> None:
    handle = asked()
    figures = digits.localize(code_to("sara@example.com"), script)
    assert confirmed(handle, f" {figures[:3]} {figures[3:]} ").person_id


def test_a_code_works_once(app: Flask) -> None:
    handle = asked()
    figures = code_to("sara@example.com")
    confirmed(handle, figures)
    with pytest.raises(Invalid):
        confirmed(handle, figures)


def test_a_code_works_for_fifteen_minutes(app: Flask) -> None:
    handle = asked()
    figures = code_to("sara@example.com")
    with clock.at(clock.now() + timedelta(minutes=16)), pytest.raises(Invalid):
        confirmed(handle, figures)
    assert confirmed(handle, figures).person_id


def test_another_browser_cannot_use_it(app: Flask) -> None:
    asked()
    figures = code_to("sara@example.com")
    other = asked("other@example.com")
    with pytest.raises(Invalid):
        confirmed(other, figures)


def test_tries_are_counted_though_they_are_refused(app: Flask) -> None:
    handle = asked()
    figures = code_to("sara@example.com")
    wrong = f"{(int(figures) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(Invalid):
            confirmed(handle, wrong)
    with pytest.raises(Limited) as refusal:
        confirmed(handle, figures)
    assert 0 < refusal.value.retry_after <= 15 * 60


def test_what_waited_is_announced_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[PersonConfirmed] = []
    monkeypatch.setattr(events, "_table", {PersonConfirmed: (heard.append,)})
    handle = asked(act=Act("votes.cast", {"suggestion_id": 7}))
    done = confirmed(handle, code_to("sara@example.com"))
    assert heard == [PersonConfirmed(done.person_id, "fa", "votes.cast", {"suggestion_id": 7})]
    act = db.session.scalars(select(PendingAct)).one()
    assert act.done_at is not None
    assert act.payload == {}


def vote_for(suggestion_id: int) -> Act:
    return Act("votes.cast", {"suggestion_id": suggestion_id}, str(suggestion_id))


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Payloads of the acts that were announced."""
    heard: list[object] = []
    table = {PersonConfirmed: (lambda event: heard.append(event.payload),)}
    monkeypatch.setattr(events, "_table", table)
    return heard


def test_whatever_a_guest_wanted_before_he_proved_his_address_is_done(
    app: Flask, done: list[object]
) -> None:
    handle = ""
    for act in (vote_for(7), vote_for(8), vote_for(7), None):
        handle = asked(act=act, handle=handle)
    confirmed(handle, code_to("sara@example.com"))
    assert done == [{"suggestion_id": 8}, {"suggestion_id": 7}]
    assert all(act.done_at and not act.payload for act in db.session.scalars(select(PendingAct)))


def test_a_text_written_again_takes_the_place_of_the_first(app: Flask, done: list[object]) -> None:
    handle = asked(act=Act("suggestions.post", {"draft": "ab"}, "a-form"))
    handle = asked(act=Act("suggestions.post", {"draft": "other"}, "another"), handle=handle)
    handle = asked(act=Act("suggestions.post", {"draft": "abc"}, "a-form"), handle=handle)
    confirmed(handle, code_to("sara@example.com"))
    assert done == [{"draft": "other"}, {"draft": "abc"}]


def test_another_address_does_none_of_it(app: Flask, done: list[object]) -> None:
    other = asked("other@example.com", act=vote_for(1))
    confirmed(asked(act=vote_for(7), handle=other), code_to("sara@example.com"))
    assert done == [{"suggestion_id": 7}]


def elsewhere(handle: str, email: str) -> str:
    with writing():
        return codes.ask_elsewhere(handle=handle, email=email).handle


def test_who_mistyped_his_address_loses_nothing(app: Flask, done: list[object]) -> None:
    handle = asked(act=vote_for(8), handle=asked(act=vote_for(7)), next_path="/s/8")
    mistyped = code_to("sara@example.com")
    mended = elsewhere(handle, "sarah@example.com")
    with pytest.raises(Invalid):
        confirmed(handle, mistyped)  # the first code ended
    entered = confirmed(mended, code_to("sarah@example.com"))
    assert people.get(entered.person_id).email == "sarah@example.com"
    assert entered.next_path == "/s/8"
    assert done == [{"suggestion_id": 7}, {"suggestion_id": 8}]


def test_an_address_is_mended_only_while_its_code_lives(app: Flask, done: list[object]) -> None:
    handle = asked(act=vote_for(1))
    with pytest.raises(Invalid) as refused:
        elsewhere(handle, "no address")
    assert refused.value.field == "email"
    with clock.at(clock.now() + codes.VALID), pytest.raises(Invalid):
        elsewhere(handle, "sarah@example.com")
    confirmed(handle, code_to("sara@example.com"))
    for ended in (handle, "", "made up"):
        with pytest.raises(Invalid):
            elsewhere(ended, "sarah@example.com")
    assert letters_to("sarah@example.com") == []


def test_a_proof_is_not_sent_elsewhere(app: Flask) -> None:
    person = make.person("سارا", email="sara@example.com")
    proof = asked(purpose="confirm", actor=make.actor(person))
    with pytest.raises(Invalid):
        elsewhere(proof, "other@example.com")


def test_one_who_sits_there_later_does_none_of_it(app: Flask, done: list[object]) -> None:
    first = asked(act=vote_for(1))
    with clock.at(clock.now() + codes.VALID):
        confirmed(asked(handle=first), code_to("sara@example.com"))
    assert done == [None]


def test_a_refused_act_does_not_keep_the_person_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: PersonConfirmed) -> None:
        db.session.add(Person(email="half@example.com", name="half", created_at=clock.now()))
        db.session.flush()
        raise Conflict("This board is closed.")

    monkeypatch.setattr(events, "_table", {PersonConfirmed: (refuse,)})
    handle = asked(act=Act("votes.cast", {"suggestion_id": 7}))
    done = confirmed(handle, code_to("sara@example.com"))
    assert isinstance(done.refusal, Conflict)
    assert people.get(done.person_id).email == "sara@example.com"
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_who_was_blocked_meanwhile_stays_out(app: Flask) -> None:
    handle = asked()
    figures = code_to("sara@example.com")
    make.person(email="sara@example.com", blocked_at=clock.now())
    with pytest.raises(Forbidden):
        confirmed(handle, figures)


def test_the_new_address_replaces_the_old_one_which_is_told(app: Flask) -> None:
    sara = make.person(email="old@example.com", language="en")
    handle = asked("new@example.com", purpose="new_email", actor=make.actor(sara))
    confirmed(handle, code_to("new@example.com"))
    assert people.get(sara.id).email == "new@example.com"
    assert "new address" in letters_to("old@example.com")[-1].text


def test_an_address_that_has_an_account_cannot_be_taken(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    make.person(email="omid@example.com", language="en")
    asked("omid@example.com", purpose="new_email", actor=make.actor(sara))
    letter = letters_to("omid@example.com")[-1].text
    assert "belongs to yours already" in letter
    assert not [line for line in letter.splitlines() if line.strip().isdigit()]


def test_an_address_taken_while_the_code_was_under_way(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    handle = asked("new@example.com", purpose="new_email", actor=make.actor(sara))
    figures = code_to("new@example.com")
    make.person(email="new@example.com")
    with pytest.raises(Conflict):
        confirmed(handle, figures)
    assert people.get(sara.id).email == "sara@example.com"
