"""invitations: one-time links to a role."""

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.actions import invitations
from forum.accounts.queries import invites, people
from forum.core import clock
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import letters_to


def invited(email: str = "reza@example.com", role: Role = Role.PRODUCT) -> str:
    dana = make.person(role="administrator", language="en")
    with writing():
        return invitations.invite(actor=make.actor(dana), email=email, role=role)


def accepted(token: str, email: str = "reza@example.com", name: str = "رضا") -> int:
    with writing():
        return invitations.accept(token=token, email=email, name=name, language="fa")


def test_the_link_comes_by_mail_and_gives_the_role(app: Flask) -> None:
    token = invited()
    assert f"http://localhost/invite/{token}" in letters_to("reza@example.com")[0].text
    person = people.get(accepted(token))
    assert (person.role, person.name, person.email) == ("product", "رضا", "reza@example.com")


def test_somebody_with_an_account_is_promoted(app: Flask) -> None:
    reza = make.person("رضا", email="reza@example.com")
    assert accepted(invited()) == reza.id
    assert people.get(reza.id).role == "product"


def test_only_administrators_invite(app: Flask) -> None:
    layla = make.person(role="moderator")
    with pytest.raises(Forbidden), writing():
        invitations.invite(actor=make.actor(layla), email="x@example.com", role=Role.ADMINISTRATOR)
    with pytest.raises(Forbidden):
        invites.invitations(make.actor(layla))


def test_it_ends_after_a_week(app: Flask) -> None:
    token = invited()
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Missing):
        accepted(token)


def test_a_second_invitation_ends_the_first(app: Flask) -> None:
    first = invited()
    dana = make.person(role="administrator")
    with writing():
        invitations.invite(actor=make.actor(dana), email="reza@example.com", role=Role.MODERATOR)
    with pytest.raises(Missing):
        accepted(first)
    assert [found.role for found in invites.invitations(make.actor(dana))] == ["moderator"]


def test_who_has_the_role_is_not_invited(app: Flask) -> None:
    make.person(email="reza@example.com", role="product")
    with pytest.raises(Invalid):
        invited()


def test_revoke(app: Flask) -> None:
    token = invited()
    dana = make.person(role="administrator")
    (found,) = invites.invitations(make.actor(dana))
    with writing():
        invitations.revoke(actor=make.actor(dana), invitation_id=found.id)
    with pytest.raises(Missing):
        accepted(token)
    with pytest.raises(Missing), writing():
        invitations.revoke(actor=make.actor(dana), invitation_id=found.id)
    assert invites.invitations(make.actor(dana)) == ()


def test_the_last_link_of_the_first_administrator_counts(app: Flask) -> None:
    with writing():
        first = invitations.make_admin_link()
    with writing():
        second = invitations.make_admin_link()
    with pytest.raises(Missing):
        accepted(first)
    assert people.get(accepted(second)).role == "administrator"
    assert people.has_administrator()


def test_the_first_link_is_void_once_there_is_an_administrator(app: Flask) -> None:
    with writing():
        token = invitations.make_admin_link()
    make.person(role="administrator")
    with pytest.raises(Missing):
        accepted(token)
