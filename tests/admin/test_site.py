"""Site settings, mails, the audit log and the first run through the pages."""

import pytest

from forum.accounts.queries import invites
from forum.audit import actions as audit
from forum.boards import queries as boards
from forum.core import jobs, mail
from forum.core.unit_of_work import writing
from forum.site import queries as site
from forum.site import schema
from tests import make


@pytest.fixture
def dana(sign_in, cast):
    return sign_in(cast.dana)


def settings(**changed):
    return schema.DEFAULTS | changed


def test_every_setting_of_the_table_is_on_the_page(dana):
    page = dana.get("/admin/site").html
    for field in schema.FIELDS:
        assert [found for found in page.walk() if found.get("name") == field.key], field.key


def test_a_new_name_stands_in_the_header_of_guests_at_once(dana, guest):
    assert "Sada" in guest.get("/account/sign-in").html.one("header").one("a", class_="brand").text
    answer = dana.post("/admin/site", settings(name_fa="صدای مشتری"))
    assert dana.follow(answer).html.one("div", class_="flashes").text == "The settings are saved."
    assert (
        "صدای مشتری"
        in guest.get("/account/sign-in").html.one("header").one("a", class_="brand").text
    )


def test_the_brand_colour_becomes_a_stylesheet(dana, guest):
    dana.post("/admin/site", settings(brand_colour="#7a1fa2"))
    page = guest.get("/account/sign-in").html
    (sheet,) = [link["href"] for link in page.all("link") if "brand" in link["href"]]
    assert "#7a1fa2" in guest.get(sheet).text


def test_a_refused_setting_comes_back_as_typed(dana):
    answer = dana.post("/admin/site", settings(brand_colour="#ffd54f", tagline_en="typed"))
    assert answer.status == 422
    assert answer.html.one("textarea", name="tagline_en").text == "typed"
    assert answer.html.one("input", name="brand_colour")["aria-invalid"] == "true"
    assert site.current().tagline == ""


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("#0a6b66", "Readable"), ("#FFD54F", "Too light"), ("", "Readable"), ("#12", "")],
)
def test_a_colour_is_judged_while_it_is_typed(dana, typed, verdict):
    answer = dana.get("/admin/site/colour", query_string={"brand_colour": typed}, htmx=True)
    assert answer.status == 200
    badges = answer.html.all("span", class_="badge")
    assert [badge.text for badge in badges] == ([verdict] if verdict else [])


def test_the_overview_names_what_is_wrong(dana):
    text = dana.get("/admin").text
    assert "No mail server is set" in text
    assert "forum db upgrade" not in text


@pytest.mark.config(mail_url="smtp://localhost:2525")
def test_with_a_mail_server_the_overview_is_calm(dana):
    assert "Everything runs as it should" in dana.get("/admin").text


def test_the_first_run_leads_from_name_to_board_to_colleague(dana, cast, run_jobs):
    for someone in (cast.layla, cast.reza):
        with writing() as session:
            session.get_one(type(someone), someone.id).role = "customer"
    steps = [step.classes for step in dana.get("/admin").html.all("span", class_="step")]
    assert steps == [["step"], ["step"], ["step"]]
    dana.post("/admin/start/site", {"name": "صدای ما", "default_language": "fa"})
    board = {"board_name": "موبایل", "language": "fa", "visibility": "public"}
    assert dana.post("/admin/start/board", board).location == "/admin/start#invite"
    sent = dana.post("/admin/start/invite", {"email": "new@example.com", "role": "product"})
    assert "/invite/" in sent.html.one("code").text
    assert "Getting started" not in dana.get("/admin").text
    assert (site.current().default_language, site.current().name_fa) == ("fa", "صدای ما")
    assert boards.visible_boards(make.actor(cast.dana))[0].names == {"fa": "موبایل"}
    assert invites.invitations(make.actor(cast.dana))[0].email == "new@example.com"


def test_the_first_run_proposes_the_language_it_is_read_in(sign_in, app):
    page = sign_in(make.person(role="administrator", language="ar")).get("/admin/start").html
    for name in ("default_language", "language"):
        chosen = [
            o for o in page.one("select", name=name).all("option") if "selected" in o.attributes
        ]
        assert [option["value"] for option in chosen] == ["ar"]


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("site", {"name": " ", "default_language": "fa"}, "name"),
        ("board", {"board_name": " ", "language": "fa", "visibility": "public"}, "board_name"),
        ("invite", {"email": "nowhere", "role": "moderator"}, "email"),
    ],
)
def test_a_step_of_the_first_run_that_is_refused_says_why(dana, step, data, field):
    answer = dana.post(f"/admin/start/{step}", data)
    assert answer.status == 422
    assert answer.html.one("input", name=field)["aria-invalid"] == "true"


def test_a_test_mail_goes_to_the_administrator_and_is_listed(dana, mails, run_jobs, cast):
    assert dana.post("/admin/mail/test").status == 303
    assert "Waiting" in dana.get("/admin/mail").text
    run_jobs()
    (sent,) = mails
    assert sent["To"] == cast.dana.email
    assert "Written to a file" in dana.get("/admin/mail").text


def test_a_mail_that_failed_says_why(dana, run_jobs, cast):
    class Broken:
        def send(self, message):
            raise OSError("connection refused by mail.example.com")

    mail.install(Broken(), "Sada <sada@localhost>")
    dana.post("/admin/mail/test")
    run_jobs()
    text = dana.get("/admin/mail").text
    assert "Trying again" in text
    assert "connection refused by mail.example.com" in text
    assert jobs.failures(mail.SEND)[0].attempts == 1


def test_the_log_tells_in_words_who_did_what(dana, cast):
    board = make.board(name="موبایل")
    dana.post(f"/admin/people/{cast.sara.id}/role", {"role": "moderator"})
    dana.post(f"/admin/boards/{board.id}/categories", {"name_fa": "ظاهر"})
    text = dana.get("/admin/audit").html.one("main").text
    assert "Role changed سارا" in text
    assert "Role: Customer Moderator" in text
    assert "Category added" in text
    assert "Dana" in text


def test_the_log_is_narrowed_by_kind_board_and_person(dana, sign_in, cast):
    here, there = make.board(name="اینجا"), make.board(name="آنجا")
    other = make.person("Other", role="administrator")
    dana.post(f"/admin/boards/{here.id}/categories", {"name_fa": "ظاهر"})
    sign_in(other).post(f"/admin/boards/{there.id}/categories", {"name_fa": "ظاهر"})
    dana.post("/admin/site", settings(name_fa="نو"))

    def count(**narrowing):
        page = dana.get("/admin/audit", query_string=narrowing).html
        return len(page.all("ol", class_="log")[0].all("time")) if page.all("ol") else 0

    assert count() == 3
    assert count(kind="boards") == 2
    assert count(board=str(here.id)) == 1
    assert count(person=str(other.id)) == 1
    assert count(kind="site", board=str(here.id)) == 0
    assert count(kind="nonsense", board="x", person="9" * 30) == 3


def test_a_long_log_is_read_page_by_page_both_ways(dana, cast):
    board = make.board()
    for number in range(60):
        dana.post(f"/admin/boards/{board.id}/categories", {"name_fa": f"دستهٔ {number}"})
    first = dana.get("/admin/audit").html
    second = dana.get(first.one("a", rel="next")["href"]).html
    assert len(first.one("ol", class_="log").all("time")) == 50
    assert len(second.one("ol", class_="log").all("time")) == 10
    back = dana.get(second.one("a", rel="prev")["href"]).html
    assert back.one("ol", class_="log").text == first.one("ol", class_="log").text
    assert dana.get("/admin/audit?page=nonsense").status == 422


def test_the_first_run_shows_the_name_in_the_language_it_would_save_it_in(sign_in, cast):
    dana = sign_in(make.person(role="administrator", language="fa"))
    dana.post("/admin/site", settings(name_fa="آوای مشتری", name_en="Customer Voice"))
    page = dana.get("/admin/start").html
    kept = {"name": page.one("input", name="name")["value"], "default_language": "en"}
    assert kept["name"] == "Customer Voice"
    dana.post("/admin/start/site", kept)
    assert (site.current().name_fa, site.current().name_en) == ("آوای مشتری", "Customer Voice")


def test_the_log_speaks_of_exports_and_proofs_in_the_readers_words(sign_in, cast):
    dana = sign_in(make.person(role="administrator", language="fa"))
    for before, after in ((None, {"by": "link"}), (None, {"order": "votes", "rows": 61})):
        with writing():
            audit.record(
                actor=make.actor(cast.dana),
                action="site.changed",
                subject_kind="site",
                subject_id=None,
                before=before,
                after=after,
            )
    text = dana.get("/admin/audit").html.one("main").text
    assert "لینک" in text
    assert "۶۱" in text
    assert "votes" not in text
