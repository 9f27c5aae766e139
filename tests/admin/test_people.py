"""People, roles, blocking and invitations through the pages."""

import re

import pytest

from forum.accounts.models import Session
from forum.accounts.queries import invites, people
from forum.core.errors import Missing
from forum.core.unit_of_work import writing
from tests import make


@pytest.fixture
def dana(sign_in, cast):
    return sign_in(cast.dana)


def test_the_list_is_narrowed_by_name_address_and_role(dana, cast):
    make.person("Zoë Blue", email="zoe@example.com")
    assert "zoe@example.com" in dana.get("/admin/people?q=zoe@ex").text
    found = dana.get("/admin/people", query_string={"q": "ليلي"}).text
    assert "layla@example.com" in found, "folded letters find the name"
    assert "sara@example.com" not in found
    staff = dana.get("/admin/people?role=product").text
    assert "reza@example.com" in staff
    assert "sara@example.com" not in staff
    assert "Nobody found" in dana.get("/admin/people?q=nobodyatall").text


def test_a_long_list_is_read_page_by_page(dana, cast):
    for number in range(60):
        make.person(email=f"many{number}@example.com")
    seen, path = [], "/admin/people?q=many"
    while path:
        page = dana.get(path).html
        seen += re.findall(r"many(\d+)@example", page.one("main").text)
        onward = page.all("a", rel="next")
        path = onward[0]["href"] if onward else ""
    assert sorted(map(int, seen)) == list(range(60))


def test_a_role_is_changed_and_the_person_signs_in_again(dana, sign_in, cast):
    sara = sign_in(cast.sara)
    assert dana.post(f"/admin/people/{cast.sara.id}/role", {"role": "moderator"}).status == 303
    assert people.get(cast.sara.id).role == "moderator"
    assert sara.get("/account").location.startswith("/account/sign-in")


def test_the_last_administrator_keeps_the_role_and_stays(dana, cast):
    answer = dana.post(f"/admin/people/{cast.dana.id}/role", {"role": "customer"})
    assert answer.status == 409
    assert "last administrator" in answer.text
    assert make.fresh(cast.dana).role == "administrator"
    second = make.person(role="administrator")
    assert dana.post(f"/admin/people/{second.id}/role", {"role": "customer"}).status == 303


def test_a_role_that_is_none_is_refused(dana, cast):
    assert dana.post(f"/admin/people/{cast.sara.id}/role", {"role": "god"}).status == 422
    assert make.fresh(cast.sara).role == "customer"


def test_a_blocked_person_is_out_with_the_next_request(dana, sign_in, cast):
    sara = sign_in(cast.sara)
    assert sara.get("/account").status == 200
    assert dana.post(f"/admin/people/{cast.sara.id}/block").status == 303
    assert sara.get("/account").location.startswith("/account/sign-in")
    assert dana.post(f"/admin/people/{cast.sara.id}/unblock").status == 303
    assert make.fresh(cast.sara).blocked_at is None


def test_nobody_blocks_himself(dana, cast):
    assert dana.post(f"/admin/people/{cast.dana.id}/block").status == 403
    assert make.fresh(cast.dana).blocked_at is None


def test_an_invitation_shows_its_link_once_and_is_mailed(dana, mails, run_jobs, cast):
    answer = dana.post("/admin/people/invite", {"email": "new@example.com", "role": "moderator"})
    assert answer.status == 200
    link = answer.html.one("code").text
    token = link.rpartition("/")[2]
    assert invites.open_invitation(token).email == "new@example.com"
    run_jobs()
    (mail,) = mails
    assert mail["To"] == "new@example.com"
    assert link in mail.get_body(("plain",)).get_content()
    assert token not in dana.get("/admin/people").text


def test_an_invitation_taken_back_is_dead(dana, cast):
    shown = dana.post("/admin/people/invite", {"email": "new@example.com", "role": "product"})
    token = shown.html.one("code").text.rpartition("/")[2]
    (row,) = invites.invitations(make.actor(cast.dana))
    assert dana.post(f"/admin/people/invitations/{row.id}/revoke").status == 303
    with pytest.raises(Missing):
        invites.open_invitation(token)
    assert dana.post(f"/admin/people/invitations/{row.id}/revoke").status == 404


@pytest.mark.parametrize(
    "data",
    [
        {"email": "no address", "role": "moderator"},
        {"email": "", "role": "moderator"},
        {"email": "new@example.com", "role": "customer"},
        {"email": "layla@example.com", "role": "moderator"},
    ],
)
def test_an_invitation_that_cannot_be_comes_back(dana, cast, data):
    answer = dana.post("/admin/people/invite", data)
    assert answer.status == 422
    assert answer.html.one("input", name="email")["value"] == data["email"]
    assert invites.invitations(make.actor(cast.dana)) == ()


@pytest.mark.parametrize("act", ["role", "block", "unblock"])
def test_a_stale_sign_in_is_asked_again_and_comes_back_to_the_person(dana, cast, act):
    with writing() as session:
        for row in session.query(Session):
            row.fresh_at = None
    path = f"/admin/people/{cast.sara.id}/{act}"
    assert dana.post(path, {"role": "moderator"}).location == f"/account/confirm?next={path}"
    assert make.fresh(cast.sara).role == "customer"
    assert make.fresh(cast.sara).blocked_at is None
    assert dana.get(path).location == f"/admin/people/{cast.sara.id}"
