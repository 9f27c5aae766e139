"""The author's mails: in his language, about what still is so, once, and never about himself."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from forum.accounts.actions import people
from forum.core import clock
from forum.core.unit_of_work import writing
from forum.notifications import authors
from forum.suggestions import drafting
from forum.suggestions.actions import authors as suggestion_authors
from forum.suggestions.actions import review, team
from forum.suggestions.models import Suggestion
from tests import html, make

FSI, PDI = "\u2068", "\u2069"
Run = Callable[[], int]


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def parsed(message: EmailMessage) -> html.Element:
    return html.parse(part(message, "html"), is_part=False)


def approve(row: Suggestion, who: Any) -> None:
    with writing():
        review.approve(actor=make.actor(who), suggestion_id=row.id)


def reject(row: Suggestion, who: Any, reason: str = "این از قبل هست.") -> None:
    with writing():
        review.reject(actor=make.actor(who), suggestion_id=row.id, reason=reason)


def respond(row: Suggestion, who: Any, body: str = "در **نسخهٔ بعدی** می‌آید.") -> None:
    with writing():
        team.respond(
            actor=make.actor(who),
            suggestion_id=row.id,
            body=drafting.response(body=body, language="fa"),
        )


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_each_mail_is_in_the_authors_language(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast, language: str, direction: str
) -> None:
    author = make.person("Amir", language=language)
    rows = [
        make.suggestion(author=author, state="pending"),
        make.suggestion(author=author, state="pending"),
        make.suggestion(author=author),
    ]
    approve(rows[0], cast.layla)
    reject(rows[1], cast.layla)
    respond(rows[2], cast.layla)
    run_jobs()
    assert len(mails) == 3
    for message, row in zip(mails, rows, strict=True):
        assert message["To"] == author.email
        assert f"{FSI}{row.title}{PDI}" in message["Subject"]
        assert message["Content-Language"] == language
        root = parsed(message).one("html")
        assert (root["lang"], root["dir"]) == (language, direction)
        cells = [cell for cell in root.all("td") if cell.get("dir") == direction]
        assert any(f"direction:{direction}" in c.get("style").replace(" ", "") for c in cells)
        assert f"http://localhost/s/{row.id}" in [a["href"] for a in root.all("a")]
        assert f"http://localhost/s/{row.id}" in part(message, "plain")


def test_reason_and_response_are_quoted_in_their_own_direction(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    author = make.person("Amy", language="en")
    waiting, public = (
        make.suggestion(author=author, state="pending"),
        make.suggestion(author=author),
    )
    reject(waiting, cast.layla)
    respond(public, cast.layla)
    run_jobs()
    for message, words in zip(mails, ("این از قبل هست.", "در نسخهٔ بعدی می‌آید."), strict=True):
        quotes = [
            found
            for found in parsed(message).walk()
            if found.get("lang") == "fa" and words in found.text
        ]
        assert quotes
        assert {found.get("dir") for found in quotes} == {"rtl"}
        assert f"> {FSI}{words}{PDI}" in part(message, "plain")


def test_a_post_that_needed_no_approval_is_no_news(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    board = make.board()
    with writing():
        suggestion_authors.post(
            actor=make.actor(cast.sara),
            board_id=board.id,
            draft=drafting.draft(title="حالت تاریک", body="", language="fa"),
        )
    run_jobs()
    assert mails == []


def test_a_corrected_response_is_no_news(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    row = make.suggestion(author=cast.sara)
    respond(row, cast.layla)
    respond(row, cast.layla, "درست‌تر: در خرداد می‌آید.")
    run_jobs()
    respond(row, cast.layla, "باز هم درست‌تر")
    run_jobs()
    assert len(mails) == 1
    assert "درست‌تر: در خرداد می‌آید." in part(mails[0], "plain")


def test_nobody_is_told_what_he_said_himself(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    respond(make.suggestion(author=cast.layla), cast.layla)
    run_jobs()
    assert mails == []


def test_a_refused_act_tells_nobody(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    row = make.suggestion(author=cast.sara, state="pending")
    with pytest.raises(ZeroDivisionError), writing():
        review.approve(actor=make.actor(cast.layla), suggestion_id=row.id)
        raise ZeroDivisionError
    run_jobs()
    assert mails == []


def test_a_rejection_taken_back_is_told_as_it_ended(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    row = make.suggestion(author=make.person(language="en"), state="pending")
    reject(row, cast.layla)
    approve(row, cast.layla)
    run_jobs()
    assert [message["Subject"] for message in mails] == [
        f"Your suggestion is public: {FSI}{row.title}{PDI}"
    ]


def test_hidden_before_the_mail_is_written(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    row = make.suggestion(author=cast.sara, state="pending")
    approve(row, cast.layla)
    with writing():
        review.hide(actor=make.actor(cast.layla), suggestion_id=row.id)
    run_jobs()
    assert mails == []


def test_blocked_before_the_mail_is_written(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    approve(make.suggestion(author=cast.sara, state="pending"), cast.layla)
    with writing():
        people.block(actor=make.actor(cast.layla), person_id=cast.sara.id)
    run_jobs()
    assert mails == []


def test_a_job_run_twice_writes_one_mail(
    mails: list[EmailMessage], run_jobs: Run, cast: make.Cast
) -> None:
    row = make.suggestion(author=cast.sara, state="pending")
    approve(row, cast.layla)
    run_jobs()
    authors.tell_author({"news": "approved", "suggestion_id": row.id})
    run_jobs()
    assert len(mails) == 1


def test_what_was_not_told_while_it_was_hidden_is_told_when_it_is_back(
    cast: Any, mails: list[EmailMessage], run_jobs: Run
) -> None:
    row = make.suggestion(make.board(), cast.sara, state="pending")
    approve(row, cast.layla)
    for act in (review.hide, review.restore, review.hide, review.restore):
        with writing():
            act(actor=make.actor(cast.layla), suggestion_id=row.id)
        run_jobs()
    assert [row.title in str(one["Subject"]) for one in mails] == [True]


def test_what_is_long_past_is_not_told_when_it_is_back(
    cast: Any, mails: list[EmailMessage], run_jobs: Run
) -> None:
    row = make.suggestion(make.board(), cast.sara, state="pending")
    approve(row, cast.layla)
    run_jobs()
    with clock.at(clock.now() + timedelta(days=40)):
        for act in (review.hide, review.restore):
            with writing():
                act(actor=make.actor(cast.layla), suggestion_id=row.id)
        run_jobs()
    assert len(mails) == 1
