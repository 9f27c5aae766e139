"""The desk's pages: every act as a plain form, the next row after it, refusals with what was
typed."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.suggestions import drafting
from forum.suggestions.actions import authors, review
from forum.suggestions.queries import single as suggestion_queries
from forum.suggestions.queries import status_rows
from tests import make
from tests.visitor import Visitor

SignIn = Callable[[Any], Visitor]


def titles(browser: Visitor, path: str) -> list[str]:
    return [row.text for row in browser.get(path).html.all("a", class_="row-title")]


def form(browser: Visitor, path: str, verb: str) -> str:
    """Where the form of this verb on the page is sent."""
    found = [f["action"] for f in browser.get(path).html.all("form") if f"/{verb}" in f["action"]]
    assert len(found) == 1, found
    return found[0]


def test_begins_with_the_first_view_that_is_ones_own(sign_in: SignIn, cast: make.Cast) -> None:
    assert sign_in(cast.layla).get("/desk").location == "/desk/waiting"
    assert sign_in(cast.reza).get("/desk").location == "/desk/unanswered"
    assert sign_in(cast.sara).get("/desk").status == 403


def test_an_unknown_view_is_not_found(sign_in: SignIn, cast: make.Cast) -> None:
    assert sign_in(cast.layla).get("/desk/everything").status == 404
    assert sign_in(cast.reza).get("/desk/waiting").status == 403


def test_approve_leads_to_the_next_row(sign_in: SignIn, cast: make.Cast) -> None:
    board = make.board()
    rows = [make.suggestion(board, title=f"خواستهٔ {n}", state="pending") for n in (1, 2, 3)]
    browser = sign_in(cast.layla)
    act = form(browser, f"/desk/waiting?id={rows[1].id}", "approve")
    answer = browser.post(act)
    assert answer.location == f"/desk/waiting?id={rows[2].id}&done=approve&was={rows[1].id}"
    page = browser.follow(answer).html
    assert page.one("h2", class_="pane-title").text == "خواستهٔ 3"
    assert "خواستهٔ 2" in page.one(class_="banner").text
    assert titles(browser, "/desk/waiting") == ["خواستهٔ 1", "خواستهٔ 3"]
    assert make.fresh(rows[1]).state == "published"


def test_reject_wants_a_reason_and_keeps_what_was_chosen(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(state="pending"), sign_in(cast.layla)
    act = form(browser, f"/desk/waiting?id={row.id}&mode=reject", "reject")
    empty = browser.post(act, {"reason": " \u200c"})
    assert empty.status == 422
    assert empty.html.one(id="error-summary").text
    long = browser.post(act, {"reason": "چرا " * 200})
    assert long.status == 422
    assert "چرا چرا" in long.html.one("textarea", name="reason").text
    assert make.fresh(row).state == "pending"
    assert browser.post(act, {"reason": "این از قبل هست."}).status == 303
    assert make.fresh(row).reason == "این از قبل هست."


def test_a_ready_made_reason_is_in_the_language_of_the_suggestion(
    sign_in: SignIn, cast: make.Cast
) -> None:
    english = make.suggestion(
        make.board(language="en"), title="Dark mode please", body="At night", state="pending"
    )
    browser = sign_in(cast.layla)
    page = browser.get(f"/desk/waiting?id={english.id}&mode=reject").html
    shown = page.one("input", name="canned", value="support")
    assert shown["type"] == "radio"
    browser.post(f"/desk/s/{english.id}/reject?view=waiting", {"canned": "support"})
    assert make.fresh(english).reason == (
        "This is a question for our support rather than a suggestion."
    )


def test_hide_restore_lock_unlock_can_be_taken_back(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(), sign_in(cast.layla)
    for verb, undo, read in (
        ("hide", "restore", lambda: make.fresh(row).state == "hidden"),
        ("restore", "hide", lambda: make.fresh(row).state == "published"),
        ("lock", "unlock", lambda: make.fresh(row).is_locked),
        ("unlock", "lock", lambda: not make.fresh(row).is_locked),
    ):
        page = browser.follow(browser.post(f"/desk/s/{row.id}/{verb}?view=all")).html
        assert read(), verb
        banner = page.one(class_="banner")
        assert banner.one("form")["action"].startswith(f"/desk/s/{row.id}/{undo}?")


def test_edit_keeps_the_earlier_words_and_refuses_an_old_form(
    sign_in: SignIn, cast: make.Cast
) -> None:
    board = make.board()
    category = make.category(board)
    row, browser = make.suggestion(board), sign_in(cast.layla)
    act = form(browser, f"/desk/all?id={row.id}&mode=edit", "edit")
    sent = {"title": "حالت شب", "body": "بهتر", "category": str(category.id), "revision": "1"}
    assert browser.post(act, sent).status == 303
    assert (make.fresh(row).title, make.fresh(row).category_id) == ("حالت شب", category.id)
    assert make.fresh(row).editor_id == cast.layla.id
    late = browser.post(act, {**sent, "title": "چیز دیگر"})
    assert late.status == 409
    assert late.html.one("input", name="title")["value"] == "چیز دیگر"
    assert late.html.one("input", name="revision")["value"] == "2"
    assert make.fresh(row).title == "حالت شب"


def test_move_to_a_category_of_another_board(sign_in: SignIn, cast: make.Cast) -> None:
    row, other = make.suggestion(), make.board(name="موبایل")
    category, browser = make.category(other, "اندروید"), sign_in(cast.layla)
    page = browser.get(f"/desk/all?id={row.id}&mode=move").html
    choices = [option["value"] for option in page.one("select", name="place").all("option")]
    assert f"{other.id}.{category.id}" in choices
    browser.post(f"/desk/s/{row.id}/move?view=all", {"place": f"{other.id}.{category.id}"})
    assert (make.fresh(row).board_id, make.fresh(row).category_id) == (other.id, category.id)
    foreign = browser.post(f"/desk/s/{row.id}/move?view=all", {"place": f"{other.id}.99"})
    assert foreign.status == 422


def test_block_asks_first(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(author=cast.sara), sign_in(cast.layla)
    act = form(browser, f"/desk/all?id={row.id}&mode=block", "block")
    assert make.fresh(cast.sara).blocked_at is None
    assert browser.post(act).status == 303
    assert make.fresh(cast.sara).blocked_at is not None


def test_decide_sets_status_and_response(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(), sign_in(cast.reza)
    act = form(browser, f"/desk/unanswered?id={row.id}", "decide")
    sent = {"status_key": "planned", "body": "**بله**", "seen_status": "new", "seen_response": "0"}
    assert browser.post(act, sent).status == 303
    response = suggestion_queries.response_of(row.id)
    assert response is not None
    assert "<strong>بله</strong>" in response.body_html
    again = browser.post(act, {**sent, "seen_status": "planned", "seen_response": "1"})
    assert again.status == 422
    assert status_rows.status_of(make.fresh(row).status_id).key == "planned"


def test_settling_flags_from_the_pane(sign_in: SignIn, cast: make.Cast) -> None:
    row = make.suggestion()
    with writing():
        moderation.flag(
            actor=make.actor(cast.omid),
            subject_kind="suggestion",
            subject_id=row.id,
            reason="abuse",
            note="توهین است",
        )
    browser = sign_in(cast.layla)
    page = browser.get(f"/desk/flagged?id={row.id}").html
    assert "توهین است" in page.one(class_="flag").text
    act = page.one(class_="flag").one("form")["action"]
    sent = {"kind": "suggestion", "subject": str(row.id), "resolution": "kept"}
    assert browser.post(act, sent).status == 303
    assert titles(browser, "/desk/flagged") == []
    assert browser.post(act, sent).status == 404


def test_bulk_says_what_became_of_each(sign_in: SignIn, cast: make.Cast) -> None:
    board = make.board()
    one, two = (make.suggestion(board, state="pending") for _ in range(2))
    browser = sign_in(cast.layla)
    with writing():
        review.approve(actor=make.actor(cast.dana), suggestion_id=two.id)
    answer = browser.post(
        "/desk/bulk?view=waiting", {"verb": "approve", "id": [str(one.id), str(two.id), "x"]}
    )
    assert answer.status == 200
    lines = answer.html.one(class_="outcomes").all("li")
    assert len(lines) == 2
    assert [bool(line.all(class_="quiet-text")) for line in lines] == [False, True]
    assert make.fresh(one).state == "published"


def test_bulk_reject_wants_a_reason(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(state="pending"), sign_in(cast.layla)
    sent = {"verb": "reject", "id": str(row.id), "canned": ""}
    refused = browser.post("/desk/bulk?view=waiting", sent)
    assert refused.status == 422
    assert make.fresh(row).state == "pending"
    (tick,) = refused.html.all("input", name="id")
    assert tick["value"] == str(row.id)
    assert "checked" in tick.attributes
    assert refused.html.one(class_="bulk").one(role="alert").text
    assert browser.post("/desk/bulk?view=nowhere", {**sent, "canned": "rules"}).status == 404
    assert make.fresh(row).state == "pending"
    assert browser.post("/desk/bulk", {**sent, "canned": "rules"}).status == 200
    assert make.fresh(row).state == "rejected"


@pytest.mark.parametrize("verb", ["reject", "edit", "move", "block"])
def test_a_refused_form_asked_for_again_is_the_desk(
    sign_in: SignIn, cast: make.Cast, verb: str
) -> None:
    """A reload, or a change of language, after a refusal."""
    row, browser = make.suggestion(state="pending"), sign_in(cast.layla)
    answer = browser.get(f"/desk/s/{row.id}/{verb}?view=waiting")
    assert answer.location == f"/desk/waiting?id={row.id}&mode={verb}"
    assert browser.follow(answer).status == 200


def test_buttons_are_those_one_may_press(sign_in: SignIn, cast: make.Cast) -> None:
    row = make.suggestion()
    product = sign_in(cast.reza).get(f"/desk/all?id={row.id}").text
    moderator = sign_in(cast.layla).get(f"/desk/all?id={row.id}").text
    for verb in ("hide", "lock"):
        assert f"/desk/s/{row.id}/{verb}" not in product
        assert f"/desk/s/{row.id}/{verb}" in moderator
    assert f"/desk/s/{row.id}/decide" in product


def test_old_wordings_and_names_cannot_break_out(sign_in: SignIn, cast: make.Cast) -> None:
    row = make.suggestion(author=make.person("<b>x</b>"), title="<script>alert(1)</script>")
    with writing():
        authors.edit(
            actor=make.actor(cast.layla),
            suggestion_id=row.id,
            draft=drafting.draft(title="بی‌خطر", body="", language="fa"),
            category_id=None,
            seen_revision=1,
        )
    text = sign_in(cast.layla).get(f"/desk/all?id={row.id}&mode=history").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "<b>x</b>" not in text


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_every_text_has_its_own_direction(sign_in: SignIn, cast: make.Cast, language: str) -> None:
    english = make.suggestion(make.board(language="en"), title="Dark mode", body="At night")
    moderator = make.person(role="moderator", language=language)
    page = sign_in(moderator).get(f"/desk/all?id={english.id}").html
    assert page.one("html")["dir"] == ("ltr" if language == "en" else "rtl")
    heading = page.one("h2", class_="pane-title")
    assert (heading["lang"], heading["dir"]) == ("en", "ltr")
    row = page.one("a", class_="row-title")
    assert (row["lang"], row["dir"]) == ("en", "ltr")


def test_only_the_chosen_form_is_there(sign_in: SignIn, cast: make.Cast) -> None:
    """A form of another mode would show the deciding form without what stands there now."""
    row, browser = make.suggestion(status="planned"), sign_in(cast.layla)
    page = browser.get(f"/desk/all?id={row.id}").html
    chosen = [o["value"] for o in page.one("form", id="decide").all("option", selected="")]
    assert chosen == ["planned"]
    for mode in ("move", "edit", "block", "history"):
        assert not browser.get(f"/desk/all?id={row.id}&mode={mode}").html.all("form", id="decide")


def test_own_words_are_added_to_a_ready_made_reason(sign_in: SignIn, cast: make.Cast) -> None:
    row = make.suggestion(state="pending")
    chosen = {"canned": "support", "reason": "لطفاً تماس بگیرید."}
    sign_in(cast.layla).post(f"/desk/s/{row.id}/reject?view=waiting", chosen)
    reason = make.fresh(row).reason
    assert reason.endswith(" لطفاً تماس بگیرید.")
    assert len(reason) > len(" لطفاً تماس بگیرید.")


def test_only_what_was_sent_is_no_draft_any_more(sign_in: SignIn, cast: make.Cast) -> None:
    row, browser = make.suggestion(), sign_in(cast.layla)
    for verb, sent, is_gone in (
        ("lock", {}, False),
        ("decide", {"status_key": "planned", "seen_status": "new", "seen_response": "0"}, True),
    ):
        answer = browser.post(f"/desk/s/{row.id}/{verb}?view=all", sent)
        done = browser.follow(answer).html.one("div", class_="banner", role="status")
        assert (done.get("data-draft-done") == f"answer-{row.id}") is is_gone
