"""People with passwords, tries to sign in, and what the pages say to them."""

from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import func, select

from forum.accounts.actions import passwords
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from tests import make
from tests.visitor import Answer, Visitor

PASSWORD = "سه کلمهٔ آسان برای من"


def with_password(email: str = "sara@example.com", password: str = PASSWORD) -> Person:
    """A person of this address who may come in with the password."""
    sara = make.person("سارا", email=email, language="en")
    made = passwords.hashed(actor=make.actor(sara), password=password)
    with writing():
        passwords.set_hash(actor=make.actor(sara), password_hash=made)
    return sara


def try_password(browser: Visitor, email: str, password: str, address: str = "") -> Answer:
    """Sign in by password, from a network address if one is given."""
    return browser.post(
        "/account/sign-in/password",
        {"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": address} if address else {},
    )


def people_count() -> int:
    end_read()
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def errors_of(answer: Answer) -> list[str]:
    """What is said beside the fields."""
    return [found.text for found in answer.html.all("p", class_="error")]


def later(**delta: float) -> AbstractContextManager[None]:
    return clock.at(clock.now() + timedelta(**delta))
