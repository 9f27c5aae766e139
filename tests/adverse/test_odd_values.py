"""Values that no form of ours makes: refused or passed over, never a fault of ours."""

import base64

import pytest
from flask import Flask

from forum.core.permissions import Role
from tests import make
from tests.visitor import Visitor

HUGE = "9" * 30


@pytest.mark.parametrize("target", ["//[x", "http://[", "//\u2100.com", "/\\[x", "//[::1"])
def test_a_target_that_no_address_can_be_leads_home(app: Flask, target: str) -> None:
    guest = Visitor(app)
    assert guest.get("/account/sign-in", query_string={"next": target}).status == 200
    answer = guest.post("/preferences", {"language": "fa", "next": target})
    assert (answer.status, answer.location) == (303, "/")


@pytest.mark.parametrize(
    "path",
    [
        f"/exports/{HUGE}/file",
        f"/exports/{HUGE}/row",
        f"/admin/boards/{HUGE}",
        f"/admin/boards/{HUGE}/categories",
        f"/admin/boards/{HUGE}/members",
        f"/admin/people/{HUGE}",
    ],
)
def test_a_number_no_row_can_have_is_not_found(app: Flask, path: str) -> None:
    dana = Visitor(app).sign_in(make.person(role=Role.ADMINISTRATOR))
    assert dana.get(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/admin/boards/{HUGE}/order",
        f"/admin/boards/{HUGE}/members",
        f"/admin/boards/{HUGE}/categories",
        f"/admin/boards/{HUGE}/members/{HUGE}/remove",
        f"/admin/people/{HUGE}/block",
        f"/admin/people/{HUGE}/role",
        f"/admin/invitations/{HUGE}/revoke",
        f"/admin/people/invitations/{HUGE}/revoke",
    ],
)
def test_nothing_is_done_to_a_number_no_row_can_have(app: Flask, path: str) -> None:
    dana = Visitor(app).sign_in(make.person(role=Role.ADMINISTRATOR))
    data = {"way": "up", "email": "x@example.com", "role": "moderator", "name_fa": "نام"}
    assert dana.post(path, data).status == 404


@pytest.mark.parametrize("number", [HUGE, "00000000001" + "9" * 20, "1" * 5000, "²", "-1"])
@pytest.mark.parametrize("name", ["person", "board"])
def test_an_odd_number_does_not_narrow_the_log(app: Flask, name: str, number: str) -> None:
    dana = Visitor(app).sign_in(make.person(role=Role.ADMINISTRATOR))
    assert dana.get("/admin/audit", query_string={name: number}).status == 200


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("path", ["/desk/waiting", "/desk/all", "/b/ideas?sort=new"])
def test_a_page_at_the_end_of_time_is_refused(app: Flask, path: str, moment: str) -> None:
    make.board("ideas")
    layla = Visitor(app).sign_in(make.person(role=Role.MODERATOR))
    cursor = base64.urlsafe_b64encode(f'["a","{moment}",1]'.encode()).decode().rstrip("=")
    separator = "&" if "?" in path else "?"
    assert layla.get(f"{path}{separator}page={cursor}").status == 422


def test_a_title_whose_letters_unfold_is_kept_whole(app: Flask) -> None:
    """One code point that compatibility forms write as eighteen."""
    make.board("ideas", approval="none")
    sara = Visitor(app).sign_in(make.person())
    answer = sara.post("/b/ideas/new", {"title": "ﷺ" * 120, "body": ""})
    assert answer.status == 303
    assert "ﷺ" * 120 in sara.follow(answer).text


def test_a_name_whose_letters_unfold_is_refused_in_words(app: Flask) -> None:
    sara = Visitor(app).sign_in(make.person())
    assert sara.post("/account", {"name": "ﷺ" * 60}).status == 422
