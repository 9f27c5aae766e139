"""ADV-162 and 197: the mail server is away, full, slow to trust, or does not know somebody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock, jobs, mail
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from forum.suggestions.actions import review
from tests import make
from tests.drift import no_drift
from tests.smtp import MailServer
from tests.visitor import Visitor

_MANY = 100
_A_DAY = timedelta(days=1)
RunJobs = Callable[[], int]


@pytest.fixture
def server(app: Flask) -> MailServer:
    """The mail server of the forum, away until a test runs it."""
    found = MailServer()
    mail.install(mail.SmtpTransport(found.url), "Sada <sada@localhost>")
    return found


def _to_all(count: int) -> list[str]:
    addresses = [f"person{number}@example.com" for number in range(count)]
    with writing():
        for address in addresses:
            mail.queue(mail.Letter(address, "news", "text", "<p>text</p>", "en"))
    return addresses


def _run_for_a_day(run_jobs: RunJobs) -> None:
    """Each try at its time, as the sweep would."""
    moment, end = clock.now(), clock.now() + _A_DAY
    while moment < end:
        with clock.at(moment):
            run_jobs()
        end_read()
        due = select(jobs.Job.run_at).where(jobs.Job.state == "waiting").order_by(jobs.Job.run_at)
        later = db.session.scalars(due.limit(1)).first()
        if later is None:
            return
        moment = max(later, moment) + timedelta(seconds=1)


@pytest.mark.long
def test_adv_162_one_who_is_not_known_keeps_no_mail_from_the_others(
    server: MailServer, run_jobs: RunJobs
) -> None:
    everybody = _to_all(_MANY)
    unknown = everybody[40]
    server.refusals[unknown] = ["550 5.1.1 no such user"]
    with server.running():
        run_jobs()
        assert server.recipients.keys() == set(everybody) - {unknown}
        _run_for_a_day(run_jobs)
    assert set(server.recipients.values()) == {1}
    assert unknown not in server.recipients
    assert server.asked[unknown] == jobs.MAX_ATTEMPTS  # and never again
    (failure,) = jobs.failures(mail.SEND)
    assert failure.is_dead
    assert "no such user" in failure.error
    assert jobs.queue_state() == jobs.QueueState(0, 0, 1, 0.0)


def test_adv_162_who_is_refused_for_now_gets_his_mail_later_and_once(
    server: MailServer, run_jobs: RunJobs
) -> None:
    """A grey list and a full mailbox."""
    grey, full, _ = _to_all(3)
    server.refusals[grey] = ["451 4.7.1 come back later"]
    server.refusals[full] = ["452 4.2.2 mailbox full"] * 5
    with server.running():
        run_jobs()
        assert jobs.queue_state().waiting == 2
        _run_for_a_day(run_jobs)
    assert (server.asked[grey], server.asked[full]) == (2, 6)
    assert server.recipients[grey] == server.recipients[full] == 1
    assert jobs.queue_state() == jobs.QueueState(0, 0, 0, 0.0)
    assert jobs.failures(mail.SEND) == []


def test_adv_197_without_a_mail_server_the_forum_goes_on(
    app: Flask, server: MailServer, cast: make.Cast, run_jobs: RunJobs
) -> None:
    """Mails wait with a reason that the administrator sees, and go out once it is back."""
    board = make.board("ideas")
    wishes = [make.suggestion(board, make.person(), state="pending") for _ in range(3)]
    omid, dana = Visitor(app).sign_in(cast.omid), Visitor(app).sign_in(cast.dana)
    for wish in wishes:
        with writing():
            review.approve(actor=make.actor(cast.layla), suggestion_id=wish.id)
    for _ in range(2):
        run_jobs()  # the notices, then their mails
    waiting = jobs.queue_state().waiting
    assert waiting == 3
    assert omid.post(f"/s/{wishes[0].id}/vote", {"want": "cast"}).status == 303
    assert omid.post("/b/ideas/new", {"title": "عنوانی تازه", "body": "متنی تازه"}).status == 303
    comment = {"body": "من هم همین را می‌خواهم"}
    assert omid.post(f"/s/{wishes[0].id}/comments/new", comment).status == 303
    assert omid.get("/readyz").status == 200
    assert "Connection refused" in dana.get("/admin/mail").text
    with server.running():
        _run_for_a_day(run_jobs)
    assert sorted(server.recipients.values()) == [1, 1, 1]
    assert jobs.failures(mail.SEND) == []
    assert "Connection refused" not in dana.get("/admin/mail").text
    no_drift()
