"""The outbox: a row with its cause, sent at least once, always the same message."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from forum.core import clock, jobs, mail
from forum.core.db import db
from forum.core.errors import Conflict
from forum.core.unit_of_work import end_read, writing

LETTER = mail.Letter(
    recipient="sara@example.com",
    subject="پیشنهاد شما پذیرفته شد",
    text="سلام سارا",
    html='<p dir="rtl" lang="fa">سلام سارا</p>',
    language="fa",
)


def queue(**more: Any) -> None:
    with writing():
        mail.queue(LETTER, **more)


def row() -> mail.OutgoingMail:
    end_read()
    return db.session.scalars(select(mail.OutgoingMail)).one()


def test_it_is_sent_by_the_job_and_marked(mails: list[EmailMessage], run_jobs: Any) -> None:
    queue()
    assert mails == []
    assert run_jobs() == 1
    sent = mails[0]
    assert sent["Subject"] == LETTER.subject
    assert sent["To"] == LETTER.recipient
    assert sent["Content-Language"] == "fa"
    assert sent["Message-ID"] == row().message_id
    assert row().sent_at is not None
    text, html = sent.get_body(("plain",)), sent.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().strip() == LETTER.text
    assert html.get_content().strip() == LETTER.html


def test_a_refused_act_mails_nobody(mails: list[EmailMessage], run_jobs: Any) -> None:
    with pytest.raises(Conflict), writing():
        mail.queue(LETTER)
        raise Conflict("no")
    assert run_jobs() == 0
    assert mails == []


def test_one_mail_by_event_and_person(mails: list[EmailMessage], run_jobs: Any) -> None:
    queue(unique_key="approved:1:2")
    queue(unique_key="approved:1:2")
    run_jobs()
    assert len(mails) == 1


def test_what_was_sent_is_not_sent_again(mails: list[EmailMessage], run_jobs: Any) -> None:
    queue()
    run_jobs()
    mail.send_queued({"mail_id": row().id})
    assert len(mails) == 1


def test_a_worker_killed_before_the_mark_sends_the_same_message_again(
    mails: list[EmailMessage], run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    with monkeypatch.context() as killed:

        def killed_here() -> None:
            raise SystemExit("kill -9 between the server's 250 and our mark")

        killed.setattr(clock, "now", _dies_after(mails, clock.now, killed_here))
        with pytest.raises(SystemExit):
            mail.send_queued({"mail_id": row().id})
    assert (len(mails), row().sent_at) == (1, None)
    run_jobs()
    assert len(mails) == 2
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]


def _dies_after(mails: list[EmailMessage], now: Any, die: Any) -> Any:
    def moment() -> Any:
        if mails:
            die()
        return now()

    return moment


def test_codes_are_wiped_once_they_are_sent(mails: list[EmailMessage], run_jobs: Any) -> None:
    queue(is_secret=True)
    run_jobs()
    assert (row().text, row().html) == ("", "")
    text = mails[0].get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == LETTER.text


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\u2028", "\x0b"])
def test_a_subject_stays_one_header(
    mails: list[EmailMessage], run_jobs: Any, line_end: str
) -> None:
    """ADV-058: no header can be smuggled in by a title."""
    with writing():
        mail.queue(
            mail.Letter("a@example.com", f"hello{line_end}Bcc: all@example.com", "t", "<p>", "en")
        )
    run_jobs()
    assert mails[0]["Bcc"] is None
    head = message_from_bytes(mails[0].as_bytes(), policy=default)
    assert [name for name in head if name == "Bcc"] == []
    assert head["Subject"] == "hello Bcc: all@example.com"


def test_a_server_that_is_away_leaves_the_mail_waiting(app: Flask, run_jobs: Any) -> None:
    mail.install(mail.SmtpTransport("smtp://127.0.0.1:1"), "Sada <sada@localhost>")
    queue()
    assert run_jobs() == 1
    end_read()
    job = db.session.scalars(select(jobs.Job)).one()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert "refused" in (job.last_error or "").lower()
    assert row().sent_at is None


def test_without_a_server_mails_become_files(app: Flask, run_jobs: Any, tmp_path: Path) -> None:
    mail.install(mail.FileTransport(tmp_path / "letters"), "Sada <sada@localhost>")
    queue()
    run_jobs()
    (path,) = (tmp_path / "letters").iterdir()
    found = message_from_bytes(path.read_bytes(), policy=default)
    assert found["Subject"] == LETTER.subject


def test_two_letters_of_one_moment_are_two_files(tmp_path: Path) -> None:
    folder = mail.FileTransport(tmp_path)
    with clock.at(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        for text in ("one", "two"):
            letter = EmailMessage()
            letter.set_content(text)
            folder.send(letter)
    assert len(list(tmp_path.glob("*.eml"))) == 2


class Inbox:
    """An SMTP server's handler that keeps envelopes."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self.lock:
            self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


def test_a_real_server_gets_the_letter(app: Flask, run_jobs: Any, smtp: tuple[Inbox, int]) -> None:
    inbox, port = smtp
    mail.install(mail.SmtpTransport(f"smtp://127.0.0.1:{port}"), "صدا <sada@example.com>")
    queue()
    assert run_jobs() == 1
    (envelope,) = inbox.envelopes
    assert envelope.rcpt_tos == ["sara@example.com"]
    assert envelope.mail_from == "sada@example.com"
    assert message_from_bytes(envelope.content, policy=default)["Subject"] == LETTER.subject


def test_what_waits_follows_a_changed_address_and_codes_for_the_old_one_are_dropped(
    mails: list[EmailMessage], run_jobs: Any
) -> None:
    queue(person_id=7)
    queue(person_id=7, is_secret=True)
    queue(person_id=8)
    with writing():
        mail.redirect(7, "new@example.com")
    run_jobs()
    assert [one["To"] for one in mails] == ["new@example.com", LETTER.recipient]


def test_a_forgotten_address_is_not_left_in_what_went_wrong(app: Flask, run_jobs: Any) -> None:
    class Refusing:
        def send(self, message: EmailMessage) -> None:
            raise OSError(f"no such user: {message['To']}")

    mail.install(Refusing(), "Sada <sada@localhost>")
    queue(person_id=7)
    run_jobs()
    assert "sara" in jobs.failures(mail.SEND)[0].error
    with writing():
        mail.forget_person(7)
    assert jobs.failures(mail.SEND) == []
