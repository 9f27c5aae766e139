"""The outbox: a mail is a row of the transaction that caused it, sent by a job.

Delivered at least once: a worker that dies between the server's "250" and our mark sends it
again, with the same Message-ID. Without FORUM_MAIL_URL mails become files in the data folder.
"""

import secrets
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import ColumnElement, Integer, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock, jobs, unit_of_work
from forum.core.config import Config
from forum.core.db import Model, Moment, db, dialect_name, insert_for

SEND = "core.send_mail"
KEEP_SENT = timedelta(days=30)
_TIMEOUT = 20  # seconds


class OutgoingMail(Model):
    __tablename__ = "outgoing_mail"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(Integer, index=True)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    message_id: Mapped[str] = mapped_column(String(200))
    is_secret: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Letter:
    """What is sent: one recipient, a subject, the text in both forms and its language."""

    recipient: str
    subject: str
    text: str
    html: str
    language: str


class Transport(Protocol):
    def send(self, message: EmailMessage) -> None: ...


class SmtpTransport:
    """smtp://[user:password@]host[:port] with STARTTLS when offered; smtps:// with TLS."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        url = self._url
        host = url.hostname or "localhost"
        client: smtplib.SMTP
        if url.scheme == "smtps":
            client = smtplib.SMTP_SSL(host, url.port or 465, timeout=_TIMEOUT)
        else:
            client = smtplib.SMTP(host, url.port or 25, timeout=_TIMEOUT)
        with client:
            if url.scheme == "smtp" and client.has_extn("starttls"):
                client.starttls()
            if url.username:
                client.login(unquote(url.username), unquote(url.password or ""))
            client.send_message(message)


class FileTransport:
    """One .eml file a mail, for a forum that has no mail server yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # In their order; several workers may write at one moment.
        name = f"{clock.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.eml"
        (self._folder / name).write_bytes(message.as_bytes(policy=SMTP))


class MemoryTransport:
    """The tests' double: keeps what would have been sent."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


_transport: Transport = MemoryTransport()
_sender = "Sada <sada@localhost>"


def install(transport: Transport, sender: str) -> None:
    """Set where mails go and who they come from."""
    global _transport, _sender
    _transport, _sender = transport, sender


def transport_for(config: Config) -> Transport:
    """SMTP when FORUM_MAIL_URL is set, files otherwise."""
    if config.mail_url:
        return SmtpTransport(config.mail_url)
    return FileTransport(config.data_dir / "mail")


def queue(
    letter: Letter,
    *,
    person_id: int | None = None,
    unique_key: str | None = None,
    is_secret: bool = False,
) -> None:
    """Put a mail in the open unit of work; with a `unique_key` that is there already, nothing.

    `is_secret`: it holds a code; its text is wiped once it is sent.
    """
    domain = parseaddr(_sender)[1].rpartition("@")[2] or "localhost"
    statement = (
        insert_for(dialect_name())(OutgoingMail)
        .values(
            unique_key=unique_key,
            person_id=person_id,
            recipient=letter.recipient,
            subject=letter.subject[:400],
            text=letter.text,
            html=letter.html,
            language=letter.language,
            message_id=make_msgid(domain=domain),
            is_secret=is_secret,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["unique_key"])
        .returning(OutgoingMail.id)
    )
    mail_id = db.session.execute(statement).scalar_one_or_none()
    if mail_id is not None:
        jobs.enqueue(SEND, {"mail_id": mail_id}, unique_key=_job_key(mail_id))


def _job_key(mail_id: int) -> str:
    return f"{SEND}:{mail_id}"


def send_now(letter: Letter) -> None:
    """Send without a row (a test mail). Raises OSError or smtplib.SMTPException."""
    domain = parseaddr(_sender)[1].rpartition("@")[2] or "localhost"
    _transport.send(_message(letter, make_msgid(domain=domain)))


def send_queued(payload: dict[str, Any]) -> None:
    """The job: send one row that has not been sent yet."""
    row = db.session.get(OutgoingMail, payload["mail_id"])
    if row is None or row.sent_at is not None:
        unit_of_work.end_read()
        return
    letter = Letter(row.recipient, row.subject, row.text, row.html, row.language)
    message_id = row.message_id
    unit_of_work.end_read()
    _transport.send(_message(letter, message_id))
    with unit_of_work.writing() as session:
        sent = session.get(OutgoingMail, payload["mail_id"])
        if sent is not None:
            sent.sent_at = clock.now()
            if sent.is_secret:
                sent.text = sent.html = ""


def _message(letter: Letter, message_id: str) -> EmailMessage:
    name, address = parseaddr(_sender)
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _deliverable(letter.recipient)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language  # content headers before the content are lost
    return message


def _deliverable(address: str) -> str:
    """The address with its domain in ASCII, as any mail server takes it."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def latest(limit: int = 20) -> list[OutgoingMail]:
    """The newest mails, for the administrator's page."""
    return list(
        db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit))
    )


def redirect(person_id: int, address: str) -> None:
    """What was not sent yet goes to the person's new address; codes for the old one do not."""
    waiting = (OutgoingMail.person_id == person_id) & OutgoingMail.sent_at.is_(None)
    _forget(waiting & OutgoingMail.is_secret.is_(True))
    db.session.execute(update(OutgoingMail).where(waiting).values(recipient=address))


def forget_person(person_id: int) -> None:
    """Erase what was written to a person."""
    _forget(OutgoingMail.person_id == person_id)


def forget_recipient(address: str) -> None:
    """Erase what was written to an address."""
    _forget(OutgoingMail.recipient == address)


def _forget(which: ColumnElement[bool]) -> None:
    """Delete mails, and their jobs: why a mail could not be sent may name its address."""
    gone = db.session.scalars(delete(OutgoingMail).where(which).returning(OutgoingMail.id)).all()
    jobs.forget([_job_key(mail_id) for mail_id in gone])


def forget_old() -> None:
    """Drop mails that were sent long ago, and those that could not be sent in all that time."""
    _forget(OutgoingMail.created_at < clock.now() - KEEP_SENT)
