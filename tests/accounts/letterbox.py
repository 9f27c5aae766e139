"""What the forum mailed: the six figures and links in it."""

import re
from email.message import EmailMessage

from sqlalchemy import select

from forum.core import unit_of_work
from forum.core.db import db
from forum.core.mail import OutgoingMail

_FIGURES = re.compile(r"^    ([0-9]{6})$", re.MULTILINE)


def letters_to(address: str) -> list[OutgoingMail]:
    """Queued mails to an address, oldest first."""
    unit_of_work.end_read()
    found = select(OutgoingMail).where(OutgoingMail.recipient == address).order_by(OutgoingMail.id)
    return list(db.session.scalars(found))


def code_to(address: str) -> str:
    """The figures in the newest mail to an address."""
    found = _FIGURES.search(letters_to(address)[-1].text)
    assert found, letters_to(address)[-1].text
    return found[1]


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())
