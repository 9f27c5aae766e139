"""Asking for exports in tests, and what came of it."""

from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit.models import AuditEntry
from forum.core import clock, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.exports import actions, making, queries
from forum.exports.definition import Definition
from forum.exports.rows import Row
from forum.i18n import locale
from forum.i18n.locale import Profile
from forum.suggestions.models import OfficialResponse, Suggestion

BASE = "http://localhost"
FA = locale.profile_for("fa", zone="Asia/Tehran")


def asked(
    actor: Actor, wanted: Definition | None = None, format: str = "csv", profile: Profile = FA
) -> int:
    with writing():
        export = actions.ask(
            actor=actor,
            definition=wanted or Definition(),
            format=format,
            profile=profile,
            base_url=BASE,
        )
    return export.id


def fetched(actor: Actor, export_id: int) -> bytes:
    making.ensure(actor, export_id, BASE)
    with writing():
        return actions.fetch(actor=actor, export_id=export_id).path.read_bytes()


def rows_of(actor: Actor, wanted: Definition | None = None, profile: Profile = FA) -> list[Row]:
    unit_of_work.end_read()
    with queries.snapshot(actor, wanted or Definition(), profile, BASE) as found:
        return list(found.rows)


def audit(action: str) -> list[AuditEntry]:
    unit_of_work.end_read()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()
    unit_of_work.end_read()
    return list(entries)


def respond(on: Suggestion, author: Person, body: str) -> None:
    with writing() as session:
        session.add(
            OfficialResponse(
                suggestion_id=on.id,
                author_id=author.id,
                body=body,
                body_html=body,
                renderer=1,
                language="fa",
                dir="rtl",
                created_at=clock.now(),
                updated_at=clock.now(),
            )
        )
