"""Comments at the web door."""

import pytest

from forum.comments.limits import BODY_MAX
from tests import make
from tests.comments.acting import act
from tests.drift import no_drift


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board("ideas"), cast.sara)


def test_written_answered_edited_deleted(wish, cast, sign_in):
    omid, sara, page = sign_in(cast.omid), sign_in(cast.sara), f"/s/{wish.id}"
    where = omid.post(
        f"{page}/comments/new", {"body": "من **هم**", "once": "a-first-token"}
    ).location
    assert (
        omid.post(f"{page}/comments/new", {"body": "من **هم**", "once": "a-first-token"}).location
        == where
    )
    comment = int(where.rpartition("#c")[2])
    assert sara.get(where).html.one("article", id=f"c{comment}").one("strong").text == "هم"
    answering = sara.get(f"{page}/comments/new?parent={comment}")
    assert answering.html.one("blockquote").text == "من هم"
    sara.post(f"{page}/comments/new", {"body": "سپاس", "parent": str(comment)})
    replies = omid.get(page).html.one("article", id=f"c{comment}").one("div", class_="replies")
    assert "سپاس" in replies.text
    form = omid.get(f"/c/{comment}/edit").html
    assert form.one("textarea", name="body").raw_text.strip() == "من **هم**"
    omid.post(f"/c/{comment}/edit", {"body": "من نیز", "revision": "1"})
    stale = omid.post(f"/c/{comment}/edit", {"body": "از پنجرهٔ دیگر", "revision": "1"})
    assert stale.status == 409
    assert stale.html.one("textarea", name="body").raw_text.strip() == "از پنجرهٔ دیگر"
    assert "من نیز" in stale.html.one("main").text
    assert omid.get(f"/c/{comment}/delete").html.one("blockquote").text == "من نیز"
    assert omid.follow(omid.post(f"/c/{comment}/delete")).status == 200
    assert "من نیز" not in sara.get(page).text
    assert "سپاس" in sara.get(page).text
    no_drift()


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_what_was_typed_comes_back(wish, sign_in, language):
    visitor = sign_in(make.person(language=language))
    for typed in ("", "\u200b \u3164", "x" * (BODY_MAX + 1)):
        answer = visitor.post(f"/s/{wish.id}/comments/new", {"body": typed, "parent": ""})
        assert answer.status == 422
        assert answer.html.one("html")["lang"] == language
        area = answer.html.one("textarea", name="body")
        assert (area["aria-invalid"], area.raw_text.strip()) == ("true", typed.strip())
    assert make.fresh(wish).comment_count == 0


def test_a_guest_signs_in_first(wish, guest):
    answer = guest.get(f"/s/{wish.id}/comments/new")
    assert answer.location == f"/account/sign-in?next=/s/{wish.id}/comments/new"
    assert guest.post(f"/s/{wish.id}/comments/new", {"body": "سلام"}).status == 303
    htmx = guest.post(f"/s/{wish.id}/comments/new", {"body": "سلام"}, htmx=True)
    assert (htmx.status, htmx.text) == (204, "")
    assert htmx.headers["HX-Redirect"].startswith("/account/sign-in")


def test_a_closed_discussion_says_so_and_keeps_the_text(cast, sign_in):
    wish = make.suggestion(author=cast.sara, is_locked=True)
    omid = sign_in(cast.omid)
    assert f"/s/{wish.id}/comments/new" not in omid.get(f"/s/{wish.id}").text
    answer = omid.post(f"/s/{wish.id}/comments/new", {"body": "دیر رسیدم ولی نوشتم"})
    assert answer.status == 409
    assert answer.html.one("textarea", name="body").raw_text.strip() == "دیر رسیدم ولی نوشتم"


def test_an_answered_comment_that_went_gives_the_text_back(wish, cast, sign_in):
    comment = make.comment(wish, cast.sara)
    act("delete", cast.sara, comment)
    data = {"body": "پاسخ من به تو", "parent": str(comment.id)}
    answer = sign_in(cast.omid).post(f"/s/{wish.id}/comments/new", data)
    assert answer.status == 404
    assert "پاسخ من به تو" in answer.text
    for odd in ("x", "0", "-1", "9" * 12, "2147483648"):
        data = {"body": "پاسخ من به تو", "parent": odd}
        assert sign_in(cast.omid).post(f"/s/{wish.id}/comments/new", data).status in (303, 404)


@pytest.mark.limits(comments_first_day="2/day")
def test_the_first_days_limit(wish, cast, sign_in):
    omid = sign_in(cast.omid)
    for _ in range(2):
        assert omid.post(f"/s/{wish.id}/comments/new", {"body": "نظر"}).status == 303
    answer = omid.post(f"/s/{wish.id}/comments/new", {"body": "باز هم نظر"})
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.html.one("textarea", name="body").raw_text.strip() == "باز هم نظر"


def test_following_and_no_longer(wish, cast, sign_in):
    omid = sign_in(cast.omid)

    def button():
        return omid.get(f"/s/{wish.id}").html.one("form", action=f"/s/{wish.id}/follow")

    assert button().one("input", name="want")["value"] == "ask"
    omid.post(f"/s/{wish.id}/follow", {"want": "ask"})
    assert button().one("button")["aria-pressed"] == "true"
    omid.post(f"/s/{wish.id}/follow", {"want": "stop"})
    assert button().one("input", name="want")["value"] == "ask"
