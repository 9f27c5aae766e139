"""people.erase: a tombstone stays."""

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actions import codes, people, sessions
from forum.accounts.actions.pending import Act
from forum.accounts.events import PersonErased
from forum.accounts.models import PendingAct, Person, Session, SignInCode
from forum.accounts.queries import people as queries
from forum.core import events
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.mail import OutgoingMail
from forum.core.unit_of_work import writing
from tests import make


def test_nothing_personal_stays(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[PersonErased] = []
    monkeypatch.setattr(events, "_table", {PersonErased: (heard.append,)})
    sara = make.person("سارا کریمی", email="sara@example.com", zone="Asia/Tehran")
    with writing():
        sessions.start(person_id=sara.id, user_agent="Firefox/1", address="192.0.2.1")
        codes.ask(
            email="sara@example.com",
            language="fa",
            act=Act("comments.post", {"body": "راز"}),
        )
    with writing():
        people.erase(actor=make.actor(sara), typed_email=" SARA@example.com ", keeps_texts=False)
    assert heard == [PersonErased(sara.id, keeps_texts=False)]
    for table in (Session, SignInCode, PendingAct, OutgoingMail):
        assert db.session.scalars(select(table)).all() == []
    stone = db.session.scalars(select(Person)).one()
    assert (stone.email, stone.name, stone.name_key, stone.zone) == (None, "", None, None)
    with pytest.raises(Missing):
        queries.get(sara.id)


def test_the_address_is_free_again(app: Flask) -> None:
    sara = make.person("سارا کریمی", email="sara@example.com")
    with writing():
        people.erase(actor=make.actor(sara), typed_email="sara@example.com", keeps_texts=True)
    assert make.person("سارا کریمی", email="sara@example.com").id != sara.id


def test_the_typed_address_must_be_ones_own(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    with pytest.raises(Invalid), writing():
        people.erase(actor=make.actor(sara), typed_email="omid@example.com", keeps_texts=True)
    assert queries.get(sara.id).email == "sara@example.com"


def test_a_stale_session_cannot(app: Flask) -> None:
    sara = make.person(email="sara@example.com")
    with pytest.raises(Forbidden), writing():
        people.erase(
            actor=make.actor(sara, fresh=False), typed_email="sara@example.com", keeps_texts=True
        )


def test_the_last_administrator_stays(app: Flask) -> None:
    dana = make.person(email="dana@example.com", role="administrator")
    with pytest.raises(Conflict), writing():
        people.erase(actor=make.actor(dana), typed_email="dana@example.com", keeps_texts=True)
