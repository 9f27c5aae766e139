"""People and their ways in. Secrets are stored as hashes only."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Json, Model, Moment


class Person(Model):
    """A person; after erasure a tombstone without name and address, never deleted.

    `stamp` is raised whenever all sessions must end. `email` is lower case, NFC.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "role IN ('customer', 'moderator', 'product', 'administrator')", name="role"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    name_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    role: Mapped[str] = mapped_column(String(20), default="customer", index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    stamp: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="en")
    calendar: Mapped[str | None] = mapped_column(String(12))
    digits: Mapped[str | None] = mapped_column(String(8))
    zone: Mapped[str | None] = mapped_column(String(64))
    theme: Mapped[str] = mapped_column(String(8), default="")
    has_shortcuts: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    blocked_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Session(Model):
    """A signed-in browser. The cookie carries a random token, this row its SHA-256."""

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stamp: Mapped[int] = mapped_column(default=0)
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    fresh_at: Mapped[datetime | None] = mapped_column(Moment)


class PendingAct(Model):
    """What a guest wanted before he confirmed his address: a verb and ids, done once.

    `earlier_id`: what the same browser wanted before with the same address, and waits as well.
    Of several with the same verb and subject the last counts.
    """

    __tablename__ = "pending_act"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    earlier_id: Mapped[int | None] = mapped_column(
        ForeignKey("pending_act.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInCode(Model):
    """A six-digit code sent to an address. `handle_hash` binds it to the asking browser."""

    __tablename__ = "sign_in_code"
    __table_args__ = (Index("ix_sign_in_code_email", "email", "created_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    handle_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320))
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    pending_act_id: Mapped[int | None] = mapped_column(
        ForeignKey("pending_act.id", ondelete="SET NULL")
    )
    language: Mapped[str] = mapped_column(String(8))
    code_hash: Mapped[str] = mapped_column(String(64))
    next_path: Mapped[str] = mapped_column(String(500), default="/")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(Model):
    """A one-time link to a role; without an address it is the first administrator's."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(20))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
