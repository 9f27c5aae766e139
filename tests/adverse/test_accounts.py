"""Adverse cases about accounts: the first administrator, invitations, roles, addresses."""

import threading

from flask import Flask

from forum.accounts.actions import codes, invitations, people
from forum.accounts.queries import invites
from forum.accounts.queries import people as queries
from forum.core.db import db
from forum.core.errors import Missing
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import code_to
from tests.accounts.signing import people_count, try_password
from tests.visitor import Visitor


def test_adv_015_no_default_account_and_setup_is_gone_after_the_first(guest: Visitor) -> None:
    for email, password in (("admin", "admin"), ("admin@example.com", "")):
        assert try_password(guest, email, password).status == 422
    with writing():
        token = invitations.make_admin_link()
    data = {"email": "dana@example.com", "name": "Dana"}
    assert guest.post(f"/welcome/{token}", data).status == 303
    again = guest.post(f"/welcome/{token}", {"email": "eve@example.com", "name": "Eve"})
    assert again.status == 404
    assert queries.by_email("eve@example.com") is None


def test_adv_015_two_at_once_make_one_administrator(app: Flask) -> None:
    with writing():
        token = invitations.make_admin_link()
    start, won, lost = threading.Barrier(2), [], []

    def accept(email: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with writing():
                    won.append(
                        invitations.accept(token=token, email=email, name=email[:4], language="en")
                    )
            except Missing as refusal:
                lost.append(refusal)
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=accept, args=(f"{who}@example.com",)) for who in ("dana", "evey")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 1)
    assert people_count() == 1


def test_adv_016_an_invitation_for_another_twice_or_revoked(guest: Visitor) -> None:
    dana = make.person(role="administrator", language="en")
    with writing():
        token = invitations.invite(
            actor=make.actor(dana), email="reza@example.com", role=Role.PRODUCT
        )
    data = {"email": "eve@example.com", "name": "Eve"}
    assert guest.post(f"/invite/{token}", data).status == 422
    assert queries.by_email("eve@example.com") is None
    data = {"email": "reza@example.com", "name": "Reza"}
    assert guest.post(f"/invite/{token}", data).status == 303
    assert guest.post(f"/invite/{token}", data).status == 404
    with writing():
        other = invitations.invite(
            actor=make.actor(dana), email="layla@example.com", role=Role.MODERATOR
        )
    (found,) = invites.invitations(make.actor(dana))
    with writing():
        invitations.revoke(actor=make.actor(dana), invitation_id=found.id)
    assert guest.post(f"/invite/{other}", {"email": "layla@example.com", "name": "L"}).status == 404


def test_adv_017_a_block_and_a_new_role_act_on_the_next_request(sign_in) -> None:
    dana, omid = make.person(role="administrator"), make.person(language="en")
    browser = sign_in(omid)
    assert browser.get("/account").status == 200
    with writing():
        people.block(actor=make.actor(dana), person_id=omid.id)
    assert browser.get("/account").location == "/account/sign-in?next=/account"
    layla = make.person(role="moderator", language="en")
    browser = sign_in(layla)
    with writing():
        people.set_role(actor=make.actor(dana), person_id=layla.id, role=Role.CUSTOMER)
    assert browser.get("/account").status == 303


def test_adv_122_an_address_in_any_case_is_one_account(guest: Visitor) -> None:
    for email in ("A@x-example.com", "a@X-Example.COM", "a@x-example.com"):
        guest.post("/account/sign-in", {"email": email})
        assert guest.post("/account/code", {"code": code_to("a@x-example.com")}).status == 303
        guest.post("/account/sign-out")
    assert people_count() == 1


def test_adv_122_both_writings_of_a_domain_are_one_account(app: Flask) -> None:
    with writing():
        first = codes.ask(email="ali@xn--mgba3gch31f.com", language="fa")
    with writing():
        second = codes.ask(email="ali@" + b"xn--mgba3gch31f".decode("idna") + ".com", language="fa")
    assert first.email == second.email


def test_adv_124_a_guests_vote_counts_once_an_address_and_only_confirmed(app: Flask) -> None:
    wanted = make.suggestion()
    for _ in range(2):
        browser = Visitor(app)
        asked = browser.post(f"/s/{wanted.id}/vote", {"email": "sara@example.com"})
        assert asked.location == "/account/code"
    assert make.fresh(wanted).vote_count == 0
    assert queries.by_email("sara@example.com") is None
    browser.post("/account/code", {"code": code_to("sara@example.com")})
    assert make.fresh(wanted).vote_count == 1
    private = Visitor(app)
    private.post(f"/s/{wanted.id}/vote", {"email": "SARA@example.com"})
    private.post("/account/code", {"code": code_to("sara@example.com")})
    assert make.fresh(wanted).vote_count == 1


def test_adv_038_no_guest_page_of_a_suggestion_holds_an_address(guest: Visitor) -> None:
    author = make.person("سارا", email="author@example.com")
    voter = make.person("امید", email="voter@example.com")
    wanted = make.suggestion(make.board(), author)
    make.vote(wanted, voter)
    make.comment(wanted, voter)
    pages = [
        guest.get(f"/s/{wanted.id}{part}", follow_redirects=True)
        for part in ("", "/history", "/vote", "/activity", "/voters", "/readers", "/comments.json")
    ]
    assert pages[0].status == 200
    assert [page.status for page in pages[3:]] == [404] * 4
    for page in pages:
        for name in ("author@", "voter@"):
            assert name not in page.text
