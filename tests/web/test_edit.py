"""Editing and withdrawing at the web door."""

import pytest

from forum.boards.actions import categories
from forum.core.unit_of_work import writing
from tests import make
from tests.drift import no_drift
from tests.suggestions.acting import edit


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board("ideas"), cast.sara, title="خروجی فهرست", body="متن نخست")


def form_of(page, path):
    form = page.html.one("form", action=path)
    values = {field["name"]: field.get("value") for field in form.all("input")}
    return values | {area["name"]: area.raw_text.strip() for area in form.all("textarea")}


def test_edited_with_history_for_author_and_team(wish, cast, sign_in, guest):
    sara, path = sign_in(cast.sara), f"/s/{wish.id}/edit"
    values = form_of(sara.get(path), path)
    assert (values["title"], values["body"], values["revision"]) == ("خروجی فهرست", "متن نخست", "1")
    answer = sara.post(path, {**values, "title": "خروجی CSV", "body": "متن دوم"})
    assert sara.get(answer.location).html.one("h1").text == "خروجی CSV"
    for visitor in (sara, sign_in(cast.layla)):
        history = visitor.get(f"/s/{wish.id}/history")
        assert history.html.one("article").one("h2").text == "خروجی فهرست"
        assert "متن نخست" in history.text
    for visitor in (guest, sign_in(cast.omid)):
        assert visitor.get(f"/s/{wish.id}/history").status == 404
        assert "/history" not in visitor.get(f"/s/{wish.id}").text


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_who_saw_an_older_wording_sees_both(cast, sign_in, language):
    author = make.person(language=language)
    wish = make.suggestion(make.board(), author, title="Original title")
    visitor, path = sign_in(author), f"/s/{wish.id}/edit"
    values = form_of(visitor.get(path), path)
    edit(cast.layla, wish, title="From the moderator")
    refused = visitor.post(path, {**values, "title": "From the author", "body": "My own words"})
    assert refused.status == 409
    again = form_of(refused, path)
    assert (again["title"], again["body"]) == ("From the author", "My own words")
    assert "From the moderator" in refused.html.one("main").text
    assert make.fresh(wish).title == "From the moderator"
    assert visitor.post(path, again).status == 303, "having seen both he may save"
    assert make.fresh(wish).title == "From the author"


def test_a_refused_edit_keeps_its_text(wish, cast, sign_in):
    answer = sign_in(cast.sara).post(
        f"/s/{wish.id}/edit", {"title": "\u200b", "body": "نوشتهٔ تازه", "revision": "1"}
    )
    assert answer.status == 422
    assert form_of(answer, f"/s/{wish.id}/edit")["body"] == "نوشتهٔ تازه"
    for revision in ("", "x", "9" * 30, "-1"):
        typed = {"title": "عنوان تازه", "body": "متن", "revision": revision}
        assert sign_in(cast.sara).post(f"/s/{wish.id}/edit", typed).status == 409
    assert make.fresh(wish).title == "خروجی فهرست"


def test_others_are_kept_away(wish, cast, sign_in, guest):
    omid = sign_in(cast.omid)
    for verb in ("edit", "withdraw"):
        assert guest.get(f"/s/{wish.id}/{verb}").location.startswith("/account/sign-in?next=")
        data = {"title": "عنوان دیگر", "body": "متن", "revision": "1", "reason": "نه"}
        assert omid.post(f"/s/{wish.id}/{verb}", data).status == 403
    assert omid.get(f"/s/{wish.id}/edit").status == 403
    page = omid.get(f"/s/{wish.id}")
    assert f"/s/{wish.id}/edit" not in page.text
    assert (make.fresh(wish).title, make.fresh(wish).state) == ("خروجی فهرست", "published")


def test_withdrawn_with_a_reason(wish, cast, sign_in, guest):
    sara, path = sign_in(cast.sara), f"/s/{wish.id}/withdraw"
    assert sara.get(path).html.one("form", action=path)
    refused = sara.post(path, {"reason": " \u200b"})
    assert refused.status == 422
    assert refused.html.one("input", name="reason")["aria-invalid"] == "true"
    too_long = sara.post(path, {"reason": "ر" * 501})
    assert too_long.status == 422
    assert too_long.html.one("input", name="reason")["value"] == "ر" * 501
    page = sara.follow(sara.post(path, {"reason": "دوباره فرستادم"}))
    assert page.html.one("article", id=f"s{wish.id}")
    assert guest.get(f"/s/{wish.id}").status == 404
    assert "دوباره فرستادم" in sara.get(f"/s/{wish.id}").text
    no_drift()


def test_an_archived_category_stays_where_it_is(app, sign_in, cast):
    board = make.board()
    kept, other = make.category(board, "موبایل"), make.category(board, "وب")
    mine = make.suggestion(board, cast.sara, category=kept)
    with writing():
        categories.archive(actor=make.actor(cast.dana), category_id=kept.id)
    page = sign_in(cast.sara).get(f"/s/{mine.id}/edit").html
    offered = [option["value"] for option in page.one("select", name="category").all("option")]
    assert offered == ["", str(kept.id), str(other.id)]
    sent = {"title": mine.title, "body": mine.body, "revision": "1", "category": str(kept.id)}
    assert sign_in(cast.sara).post(f"/s/{mine.id}/edit", sent).status == 303
    assert make.fresh(mine).category_id == kept.id
    new = sign_in(cast.sara).post(f"/b/{board.slug}/new", sent | {"title": "یک پیشنهاد تازه"})
    assert new.status == 422


def test_what_was_rejected_is_changed_and_posted_again(sign_in, cast):
    board = make.board("ideas")
    mine = make.suggestion(board, cast.sara, body="**متن** من", state="rejected")
    page = sign_in(cast.sara).get(f"/s/{mine.id}").html
    link = page.one("a", href=f"/b/ideas/new?from={mine.id}")
    form = form_of(sign_in(cast.sara).get(link["href"]), "/b/ideas/new")
    assert form["body"] == "**متن** من"
    assert (
        sign_in(cast.sara).get(link["href"]).html.one("input", name="title")["value"] == mine.title
    )
    assert sign_in(cast.omid).get(link["href"]).status == 404
    public = make.suggestion(board, cast.sara)
    assert sign_in(cast.sara).get(f"/b/ideas/new?from={public.id}").status == 404
