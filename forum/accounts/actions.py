"""Writing people and sessions."""

import secrets

from sqlalchemy import delete, update

from forum.accounts import queries
from forum.accounts.models import Person, Session
from forum.core import clock
from forum.core.db import db
from forum.core.errors import N_, Missing


def start_session(
    *, person_id: int, user_agent: str, address: str, ended_token: str | None = None
) -> str:
    """Begin a session and end the one of `ended_token`; returns the new cookie's secret."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise Missing(N_("This account does not exist."))
    if ended_token:
        end_session(token=ended_token)
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        Session(
            token_hash=queries.token_hash(token),
            person_id=person_id,
            stamp=person.stamp,
            user_agent=user_agent[:300],
            address=address,
            created_at=now,
            seen_at=now,
            fresh_at=now,
        )
    )
    return token


def touch_session(*, session_id: int) -> None:
    """Note that the session is in use."""
    db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=clock.now()))


def end_session(*, token: str) -> None:
    """Sign out: the row is gone, a replayed cookie finds nothing."""
    db.session.execute(delete(Session).where(Session.token_hash == queries.token_hash(token)))
