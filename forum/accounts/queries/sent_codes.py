"""Codes under way, as their browsers may see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import SignInCode
from forum.accounts.queries.browsers import token_hash
from forum.core import clock
from forum.core.db import db

MAX_TRIES = 5
KEEP_CODE = timedelta(days=1)


@dataclass(frozen=True)
class WaitingCode:
    """A code under way, as its browser may see it; `is_spent`: tried too often, `is_over`: too
    old, but another one may be asked for in its place."""

    email: str
    purpose: str
    next_path: str
    has_act: bool
    is_spent: bool
    is_over: bool
    expires_at: datetime


def waiting_code(handle: str | None) -> WaitingCode | None:
    """The unused code that belongs to a browser's handle, for as long as it can be renewed."""
    if not handle:
        return None
    row = db.session.scalar(
        select(SignInCode).where(
            SignInCode.handle_hash == token_hash(handle),
            SignInCode.used_at.is_(None),
            SignInCode.created_at > clock.now() - KEEP_CODE,
        )
    )
    if row is None:
        return None
    return WaitingCode(
        email=row.email,
        purpose=row.purpose,
        next_path=row.next_path,
        has_act=row.pending_act_id is not None,
        is_spent=row.attempts >= MAX_TRIES,
        is_over=row.expires_at <= clock.now(),
        expires_at=row.expires_at,
    )


def last_address(handle: str) -> str | None:
    """The address this browser's last code was sent to, also when the code ran out."""
    return db.session.scalar(
        select(SignInCode.email).where(SignInCode.handle_hash == token_hash(handle))
    )
