"""Adverse cases of the administration, by their ids."""

import pytest

from forum.audit import queries as log
from forum.boards import queries as boards
from forum.core.clock import now
from forum.core.errors import Forbidden
from forum.http import assets
from forum.site import queries as site
from forum.site import schema
from tests import make

COLOURS = (
    "red;background:url(//evil)",
    "expression(alert(1))",
    "</style><script>alert(1)</script>",
    "#0a6b66;}*{display:none",
    "#0a6b6",
    "#0a6b660",
    "#0A6B6G",
    "#٠a6b66",
    "#0a6b66\u202e",
    "rgb(0,0,0)",
    "var(--x)",
)


@pytest.fixture
def on_one_board(sign_in, cast):
    """Sara moderates one board of two; her browser, the two boards."""
    mine, theirs = make.board(name="من"), make.board(name="دیگران", visibility="private")
    make.member(mine, cast.sara, "moderator")
    return sign_in(cast.sara), mine, theirs


def test_adv_042_a_boards_moderator_reaches_nothing_of_the_administration(on_one_board, cast):
    sara, mine, theirs = on_one_board
    tried = [
        sara.post(f"/admin/people/{cast.omid.id}/role", {"role": "administrator"}),
        sara.post(f"/admin/people/{cast.sara.id}/role", {"role": "administrator"}),
        sara.post("/admin/people/invite", {"email": "x@example.com", "role": "administrator"}),
        sara.post(f"/admin/boards/{mine.id}", {"name_fa": "نو", "language": "fa"}),
        sara.post(f"/admin/boards/{theirs.id}/members", {"email": "sara@example.com"}),
        sara.post("/admin/site", schema.DEFAULTS | {"name_en": "Mine"}),
        sara.post("/admin/mail/test"),
        sara.get("/admin/audit", query_string={"board": str(theirs.id)}),
        sara.get("/admin/audit", query_string={"board": str(mine.id)}),
        sara.get("/admin/people"),
        sara.get("/admin/mail"),
    ]
    assert [answer.status for answer in tried] == [403] * len(tried)
    assert make.fresh(cast.omid).role == make.fresh(cast.sara).role == "customer"
    assert make.fresh(mine).names == {"fa": "من"}
    assert site.current().name == "Sada"
    assert list(boards.grants_of(cast.sara.id)) == [mine.id]
    with pytest.raises(Forbidden):
        log.entries_page(actor=make.actor(cast.sara), only=log.Narrowing(board_id=mine.id))


def test_adv_043_fields_beyond_the_form_change_nothing(sign_in, cast):
    board = make.board(slug="mine", name="من", position=3)
    extra = {
        "id": "4711",
        "is_demo": "1",
        "position": "0",
        "created_at": "2001-01-01",
        "roles_administrator": "1",
        "role": "administrator",
        "is_admin": "1",
    }
    values = {"name_fa": "نو", "language": "fa", "visibility": "public", "approval": "all"}
    dana = sign_in(cast.dana)
    dana.post(f"/admin/boards/{board.id}", values | extra)
    after = make.fresh(board)
    assert after.names == {"fa": "نو"}, "the form itself was taken"
    assert (after.is_demo, after.position, after.roles) == (False, 3, [])
    assert after.created_at == board.created_at < now()
    dana.post(
        "/admin/site", schema.DEFAULTS | {"tagline_en": "x", "secret_key": "x", "is_admin": "1"}
    )
    assert site.current() == site.Settings(**(schema.DEFAULTS | {"tagline_en": "x"}))
    dana.post(f"/admin/people/{cast.sara.id}/role", {"role": "moderator", "email": "x@example.com"})
    assert make.fresh(cast.sara).email == "sara@example.com"


@pytest.mark.parametrize("colour", COLOURS)
def test_adv_061_a_brand_colour_carries_no_style(sign_in, guest, cast, colour):
    dana = sign_in(cast.dana)
    answer = dana.post("/admin/site", schema.DEFAULTS | {"brand_colour": colour})
    if answer.status == 303:  # what is invisible is dropped before it is judged
        assert site.current().brand_colour == "#0a6b66"
    else:
        assert answer.status == 422
        assert site.current().brand_colour == ""
    part = dana.get("/admin/site/colour", query_string={"brand_colour": colour}, htmx=True)
    assert "evil" not in part.text
    assert "<script" not in part.text
    served = guest.get("/account/sign-in").text
    assert "evil" not in served
    assert assets.brand_sheet("#0a6b66")[1].count(b"{") == 2


def seen_on(page):
    return page.one("input", name="seen")["value"]


def test_adv_137_a_form_made_before_another_saved_overwrites_nothing(sign_in, cast):
    board = make.board(name="من", approval="none")
    path = f"/admin/boards/{board.id}"
    dana, other = sign_in(cast.dana), sign_in(make.person("Other", role="administrator"))
    base = {"name_fa": "من", "language": "fa", "visibility": "public", "is_open": "1"}
    base |= {"seen": seen_on(dana.get(path).html)}
    assert other.post(path, base | {"approval": "newcomers"}).status == 303
    refused = dana.post(path, base | {"approval": "all", "description_fa": "شرح من"})
    assert refused.status == 409
    assert make.fresh(board).approval == "newcomers"
    page = refused.html
    assert page.one("textarea", name="description_fa").text == "شرح من"
    told = page.one("ul", class_="changes").text
    assert "For newcomers" in told, "what is stored"
    assert "For all" in told, "what was typed"
    again = base | {"approval": "all", "seen": seen_on(page)}
    assert dana.post(path, again).status == 303
    assert make.fresh(board).approval == "all"


def test_adv_137_a_refused_form_still_knows_what_it_was_made_from(sign_in, cast):
    board = make.board(name="من", approval="none")
    path = f"/admin/boards/{board.id}"
    dana = sign_in(cast.dana)
    seen = seen_on(dana.get(path).html)
    values = {"language": "fa", "visibility": "public", "approval": "all", "seen": seen}
    sign_in(make.person(role="administrator")).post(path, values | {"name_fa": "نو"})
    blank = dana.post(path, values | {"name_fa": " "})
    assert blank.status == 422
    assert seen_on(blank.html) == seen
    assert dana.post(path, values | {"name_fa": "کهنه"}).status == 409
    assert make.fresh(board).names == {"fa": "نو"}
