"""Adverse cases of moderation and of notices to authors, by their ids."""

import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from forum.audit.models import AuditEntry
from forum.core import clock, jobs, mail
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, DomainError
from forum.core.unit_of_work import end_read, writing
from forum.moderation import actions as moderation
from forum.moderation.actions import Seen
from forum.moderation.models import Flag
from forum.suggestions.actions import review, team
from forum.suggestions.models import StatusChange
from forum.suggestions.queries import single as suggestion_queries
from forum.suggestions.queries import status_rows
from tests import make
from tests.visitor import Visitor

SignIn = Callable[[Any], Visitor]


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("state", ["pending", "hidden", "rejected", "withdrawn"])
def test_adv_041_flagging_what_one_may_not_see_is_as_missing_as_seeing_it(
    sign_in: SignIn, cast: make.Cast, state: str
) -> None:
    gone = make.suggestion(author=cast.sara, state=state)
    private = make.suggestion(make.board(visibility="private"))
    browser = sign_in(cast.omid)
    for subject in (gone.id, private.id, 99_999):
        for answer in (
            browser.get(f"/s/{subject}/flag"),
            browser.post(f"/s/{subject}/flag", {"reason": "spam"}),
        ):
            assert answer.status == 404
            assert gone.title not in answer.text
    comment = make.comment(private)
    assert browser.post(f"/c/{comment.id}/flag", {"reason": "spam"}).status == 404
    assert count(Flag) == 0


def test_adv_155_a_mail_server_away_for_an_hour_gets_each_mail_once(
    app: Flask, run_jobs: Callable[[], int], cast: make.Cast
) -> None:
    class Away(mail.MemoryTransport):
        is_away = True

        def send(self, message: EmailMessage) -> None:
            if self.is_away:
                raise ConnectionRefusedError
            super().send(message)

    transport = Away()
    mail.install(transport, "Sada <sada@localhost>")
    rows = [make.suggestion(author=make.person(), state="pending") for _ in range(5)]
    for row in rows:
        with writing():
            review.approve(actor=make.actor(cast.layla), suggestion_id=row.id)
    run_jobs()
    start = clock.now()
    with clock.at(start + timedelta(hours=1)):
        run_jobs()
    transport.is_away = False
    for hours in (3, 6):
        with clock.at(start + timedelta(hours=hours)):
            run_jobs()
    assert len(transport.sent) == 5
    assert len({message["To"] for message in transport.sent}) == 5


def test_adv_157_what_changed_before_sending_is_not_told(
    mails: list[EmailMessage], run_jobs: Callable[[], int], cast: make.Cast
) -> None:
    """Moved to a board that the author may not see, after it was approved."""
    row, private = (
        make.suggestion(author=cast.sara, state="pending"),
        make.board(visibility="private"),
    )
    with writing():
        review.approve(actor=make.actor(cast.dana), suggestion_id=row.id)
    with writing():
        team.move(actor=make.actor(cast.dana), suggestion_id=row.id, board_id=private.id)
    run_jobs()
    assert mails == []


@pytest.mark.parametrize("_round", range(3))
def test_adv_181_of_two_moderators_at_once_one_wins_and_the_other_is_told(
    app: Flask, cast: make.Cast, _round: int
) -> None:
    row = make.suggestion()
    wanted = [(make.actor(cast.layla), "planned"), (make.actor(cast.reza), "declined")]
    end_read()
    barrier, refusals = threading.Barrier(2), list[DomainError]()

    def decide(actor: Actor, status: str, seen: Seen) -> None:
        with writing():
            moderation.decide(
                actor=actor, suggestion_id=row.id, status_key=status, response=None, seen=seen
            )

    def race(actor: Actor, status: str) -> None:
        with app.app_context():
            barrier.wait()
            try:
                decide(actor, status, Seen("new", 0))
            except DomainError as refusal:
                refusals.append(refusal)

    threads = [threading.Thread(target=race, args=pair) for pair in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(refusal) for refusal in refusals] == [Conflict]
    steps = suggestion_queries.status_steps(row.id)
    assert len(steps) == 1
    assert make.fresh(row).status_id == steps[0].to_status_id
    # Having seen what won, the other may overrule it: then both stand in the history.
    won = status_rows.status_of(steps[0].to_status_id).key
    actor, status = wanted[0 if won == "declined" else 1]
    decide(actor, status, Seen(won, 0))
    assert len(suggestion_queries.status_steps(row.id)) == 2


def test_adv_181_the_page_shows_both(sign_in: SignIn, cast: make.Cast) -> None:
    row = make.suggestion()
    first, second = sign_in(cast.layla), sign_in(cast.dana)
    sent = {"seen_status": "new", "seen_response": "0"}
    act = f"/desk/s/{row.id}/decide?view=unanswered"
    assert first.post(act, {**sent, "status_key": "planned", "body": "بله"}).status == 303
    late = second.post(act, {**sent, "status_key": "declined", "body": "No, sorry."})
    assert late.status == 409
    box = late.html.one("form", id="decide")
    assert box.one("textarea", name="body").text == "No, sorry."
    chosen = [o["value"] for o in box.all("option") if "selected" in o.attributes]
    assert chosen == ["declined"]
    assert "بله" in box.one(class_="note").text
    seen = {name: box.one("input", name=name)["value"] for name in ("seen_status", "seen_response")}
    assert seen == {"seen_status": "planned", "seen_response": "1"}
    assert second.post(act, {**seen, "status_key": "declined", "body": "No."}).status == 303


def test_adv_218_history_and_audit_cannot_be_rewritten(app: Flask, cast: make.Cast) -> None:
    row = make.suggestion()
    with writing():
        team.set_status(actor=make.actor(cast.layla), suggestion_id=row.id, status_key="planned")
    for model, column in ((StatusChange, "actor_id"), (AuditEntry, "actor_id")):
        for statement in (update(model).values({column: None}), delete(model)):
            with pytest.raises(DBAPIError, match="append-only"), writing() as session:
                session.execute(statement)
        assert count(model) == 1
    end_read()
    rules = [rule.rule for rule in app.url_map.iter_rules() if "DELETE" in (rule.methods or ())]
    assert rules == []


def test_adv_220_reporters_are_shown_to_staff_alone(sign_in: SignIn, cast: make.Cast) -> None:
    board = make.board()
    row = make.suggestion(board, cast.sara)
    reporter = make.person("گزارشگر پنهان")
    with writing():
        moderation.flag(
            actor=make.actor(reporter),
            subject_kind="suggestion",
            subject_id=row.id,
            reason="abuse",
            note="خصوصی",
        )
    assert "گزارشگر پنهان" in sign_in(cast.layla).get(f"/desk/flagged?id={row.id}").text
    with writing():
        moderation.resolve_flags(
            actor=make.actor(cast.layla),
            subject_kind="suggestion",
            subject_id=row.id,
            resolution="kept",
        )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("moderation.flags_resolved", cast.layla.id)
    assert entry.before == {"open": 1}
    assert entry.after == {"open": 0, "resolution": "kept"}
    end_read()
    author = sign_in(cast.sara)
    for path in (f"/s/{row.id}", f"/s/{row.id}/flag", "/me/suggestions"):
        text = author.get(path).text
        assert "گزارشگر پنهان" not in text
        assert "خصوصی" not in text


def test_adv_221_fifty_flags_hide_nothing(cast: make.Cast) -> None:
    row, crowd = make.suggestion(), [make.actor(make.person()) for _ in range(50)]
    for reporter in crowd:
        with writing():
            moderation.flag(
                actor=reporter,
                subject_kind="suggestion",
                subject_id=row.id,
                reason="spam",
            )
    assert make.fresh(row).state == "published"
    with writing():
        moderation.resolve_flags(
            actor=make.actor(cast.layla),
            subject_kind="suggestion",
            subject_id=row.id,
            resolution="kept",
        )
    assert {flag.resolution for flag in db.session.scalars(select(Flag))} == {"kept"}


@pytest.mark.limits(flags="20/day")
def test_adv_221_one_account_flags_twenty_a_day(sign_in: SignIn, cast: make.Cast) -> None:
    board = make.board()
    rows = [make.suggestion(board, cast.sara) for _ in range(22)]
    browser = sign_in(cast.omid)
    answers = [browser.post(f"/s/{row.id}/flag", {"reason": "spam"}) for row in rows]
    assert [answer.status for answer in answers] == [303] * 20 + [429] * 2
    assert count(Flag) == 20


def test_each_act_of_a_moderator_leaves_one_line(cast: make.Cast) -> None:
    """Who, what, before and after; no texts."""
    layla, board, other = make.actor(cast.layla), make.board(), make.board()
    waiting = [make.suggestion(board, cast.sara, state="pending") for _ in range(2)]
    row = make.suggestion(board, cast.sara)
    with writing():
        review.approve(actor=layla, suggestion_id=waiting[0].id)
        review.reject(actor=layla, suggestion_id=waiting[1].id, reason="راز")
        review.hide(actor=layla, suggestion_id=row.id)
        review.restore(actor=layla, suggestion_id=row.id)
        team.lock_comments(actor=layla, suggestion_id=row.id, is_locked=True)
        team.move(actor=layla, suggestion_id=row.id, board_id=other.id)
        moderation.block_author(actor=layla, suggestion_id=row.id)
    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(line.action, line.before, line.after) for line in lines[:5]] == [
        ("suggestion.published", {"state": "pending"}, {"state": "published"}),
        ("suggestion.rejected", {"state": "pending"}, {"state": "rejected"}),
        ("suggestion.hidden", {"state": "published"}, {"state": "hidden"}),
        ("suggestion.published", {"state": "hidden"}, {"state": "published"}),
        ("suggestion.locked", {"is_locked": False}, {"is_locked": True}),
    ]
    assert [line.action for line in lines[5:]] == ["suggestion.moved", "accounts.blocked"]
    assert {line.actor_id for line in lines} == {cast.layla.id}
    assert "راز" not in str([(line.before, line.after) for line in lines])
    assert jobs.queue_state().dead == 0
