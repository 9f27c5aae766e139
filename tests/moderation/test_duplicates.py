"""Likely duplicates for the team: on a suggestion's page and over a whole board."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from forum.search import limits
from forum.search.actions import pairs
from forum.search.rows import Similar
from tests import make

ONE, OTHER, THIRD = "خروجی اکسل", "Excel export", "تصدير إلى إكسل"
PATH = "/desk/duplicates"


@pytest.fixture
def board(app):
    return make.board("ideas", names={"fa": "پیشنهادها", "ar": "الأفكار", "en": "Ideas"})


@pytest.fixture
def pair(board, cast):
    """Two suggestions and what is thought of them."""
    one = make.suggestion(board, cast.sara, title=ONE)
    other = make.suggestion(board, cast.omid, title=OTHER, body="every month")
    propose(one.id, Similar(other.id, 0.83, ("words", "meaning")))
    return one, other


def propose(suggestion_id, *likely):
    with writing():
        pairs.propose(suggestion_id=suggestion_id, likely=likely)


def named(pair, **more):
    return {"low": str(pair[0].id), "high": str(pair[1].id), **more}


def told(answer):
    """The titles on the page, pair by pair."""
    found = answer.html.all("ul", class_="twins")
    rows = [li for ul in found for li in ul.all("li", class_="box")]
    return [[p.text for p in row.all("p", class_="twin-title")] for row in rows]


def audited():
    end_read()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.mark.parametrize(
    ("language", "percent", "reasons"),
    [
        ("fa", "۸۳٪", ["واژه‌های مشترک", "معنای یکسان"]),
        ("ar", "83", ["كلمات مشتركة", "معنى واحد"]),
        ("en", "83%", ["shared words", "same meaning"]),
    ],
)
def test_the_desk_shows_both_side_by_side(pair, sign_in, language, percent, reasons):
    layla = sign_in(make.person(role="moderator", language=language))
    page = layla.get(PATH)
    assert told(page) == [[ONE, OTHER]]
    row = page.html.one("li", class_="box")
    assert row.one("b").text.startswith(percent)
    assert [badge.text for badge in row.all("span", class_="badge")] == reasons
    sides = row.all("p", class_="twin-title")
    assert [side["lang"] for side in sides] == ["fa", "en"]
    assert page.html.one("a", href=PATH)["aria-current"] == "page"


def test_dismissed_it_is_gone_and_can_be_taken_back(pair, cast, sign_in):
    layla = sign_in(cast.layla)
    done = layla.follow(layla.post(f"{PATH}/dismiss", named(pair)))
    assert told(done) == []
    undo = done.html.one("form", action=f"{PATH}/restore")
    sent = {field["name"]: field["value"] for field in undo.all("input")}
    assert told(layla.follow(layla.post(f"{PATH}/restore", sent))) == [[ONE, OTHER]]
    assert audited() == ["search.pair_dismissed", "search.pair_restored"]
    assert layla.post(f"{PATH}/restore", sent).status == 303, "twice is once"
    assert len(audited()) == 2


def test_the_page_of_a_suggestion_names_the_other(pair, cast, sign_in):
    layla = sign_in(cast.layla)
    for here, there in (pair, pair[::-1]):
        box = layla.get(f"/s/{here.id}").html.one("section", aria_labelledby="twins-title")
        assert [link.text for link in box.all("a", class_="twin-title")] == [there.title]
    for visitor in (sign_in(cast.omid), sign_in(make.person())):
        assert "twins-title" not in visitor.get(f"/s/{pair[0].id}").text


def test_a_guest_sees_no_pair(pair, guest):
    assert "twins-title" not in guest.get(f"/s/{pair[0].id}").text
    assert guest.get(PATH).location.startswith("/account/sign-in")


def test_htmx_swaps_the_line_and_offers_a_way_back(pair, cast, sign_in):
    layla, of = sign_in(cast.layla), str(pair[0].id)
    gone = layla.post(f"{PATH}/dismiss", named(pair, of=of), htmx=True)
    assert OTHER in gone.html.one("p", role="status").text
    assert gone.html.one("form")["data-hx-post"] == f"{PATH}/restore"
    back = layla.post(f"{PATH}/restore", named(pair, of=of), htmx=True)
    assert back.html.one("a", class_="twin-title").text == OTHER
    assert back.html.one("form")["data-hx-post"] == f"{PATH}/dismiss"


def test_without_scripts_one_is_led_back_to_the_suggestion(pair, cast, sign_in):
    layla = sign_in(cast.layla)
    answer = layla.post(f"{PATH}/dismiss", named(pair, of=str(pair[1].id)))
    assert answer.location == f"/s/{pair[1].id}"
    page = layla.follow(answer)
    assert "twins-title" not in page.text
    assert page.html.one("div", class_="flashes")


@pytest.mark.parametrize("verb", ["dismiss", "restore"])
@pytest.mark.parametrize("sent", [{}, {"low": "x", "high": "2"}, {"low": "1", "high": "4711"}])
def test_what_is_no_pair_is_missing(pair, cast, sign_in, verb, sent):
    assert sign_in(cast.layla).post(f"{PATH}/{verb}", sent).status == 404


def test_customers_judge_nothing(pair, cast, sign_in):
    assert sign_in(cast.sara).post(f"{PATH}/dismiss", named(pair)).status == 403
    assert told(sign_in(cast.layla).get(PATH)) == [[ONE, OTHER]]


def test_whoever_works_on_one_of_the_boards_only_may_look(pair, cast, sign_in):
    elsewhere = make.suggestion(make.board("other"), title=THIRD)
    propose(pair[0].id, Similar(elsewhere.id, 0.7, ("words",)))
    board_id = pair[0].board_id
    make.member(make.boards.directory().by_id[elsewhere.board_id], cast.omid, "moderator")
    omid = sign_in(cast.omid)
    page = omid.get(PATH)
    assert told(page) == [[ONE, THIRD]]
    assert not page.html.all("form", action=f"{PATH}/dismiss")
    assert omid.post(f"{PATH}/dismiss", named((pair[0], elsewhere))).status == 403
    assert omid.get(f"{PATH}?board={board_id}").status == 403


def test_what_one_may_not_see_is_in_no_pair(pair, cast, sign_in):
    private = make.board("secret", visibility="private", roles=["product"])
    secret = make.suggestion(private, cast.reza, title="رازی بزرگ")
    propose(pair[0].id, Similar(secret.id, 0.9, ("words",)))
    layla = sign_in(cast.layla)
    for path in (PATH, f"/s/{pair[0].id}"):
        assert "رازی" not in layla.get(path).text
    assert layla.get(f"{PATH}?board={private.id}").status == 404
    assert "رازی" not in layla.get(f"{PATH}?was={pair[0].id}-{secret.id}").text
    assert "رازی" in sign_in(cast.reza).get(PATH).text


def test_boards_and_pages_can_be_chosen(pair, cast, sign_in, monkeypatch):
    monkeypatch.setattr(limits, "PAIRS_PAGE", 1)
    third = make.suggestion(make.boards.directory().by_id[pair[0].board_id], title=THIRD)
    propose(third.id, Similar(pair[0].id, 0.6, ("spelling",)))
    other = make.board("other", names={"fa": "دیگر", "ar": "أخرى"})
    layla = sign_in(cast.layla)
    first = layla.get(PATH)
    assert told(first) == [[ONE, OTHER]]
    rest = layla.get(first.html.one("a", rel="next")["href"])
    assert told(rest) == [[ONE, THIRD]]
    assert rest.html.one("form", action=f"{PATH}/dismiss").one("input", name="page")["value"]
    assert told(layla.get(rest.html.one("a", rel="prev")["href"])) == [[ONE, OTHER]]
    empty = layla.get(f"{PATH}?board={other.id}")
    assert empty.html.one("div", class_="empty")
    assert f"{PATH}?board={other.id}" in [link["href"] for link in first.html.all("a")]


@pytest.mark.parametrize("query", ["board=4711", "board=x", "was=1-", "was=9-10", "was=x"])
def test_odd_addresses(pair, cast, sign_in, query):
    answer = sign_in(cast.layla).get(f"{PATH}?{query}")
    assert answer.status == (404 if query == "board=4711" else 200)
