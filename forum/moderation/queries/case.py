"""One suggestion as it lies on the desk, and the record of what was done to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts import policy as people
from forum.accounts.models import Person
from forum.audit.models import AuditEntry
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Missing
from forum.core.permissions import Permission
from forum.i18n.catalog import N_
from forum.moderation import policy
from forum.moderation.queries import flags
from forum.suggestions.models import (
    OfficialResponse,
    OfficialResponseRevision,
    StatusChange,
    Suggestion,
    SuggestionRevision,
)
from forum.suggestions.queries import lists
from forum.suggestions.queries import single as suggestions

RECORD_LIMIT = 200  # lines; the newest are shown
APPROVED_LIMIT = 100
TOLD_ELSEWHERE = ("suggestion.status_set", "suggestion.edited", "suggestion.responded")


@dataclass(frozen=True)
class Author:
    """Who wrote it, as the team needs to know him. `approved` is counted to APPROVED_LIMIT."""

    name: str
    joined_at: datetime
    is_blocked: bool
    may_be_blocked: bool
    approved: int


@dataclass(frozen=True)
class Case:
    """What the reading pane shows; `may` are the permissions the reader holds on its board."""

    suggestion: Suggestion
    author: Author
    response: OfficialResponse | None
    flags: tuple[flags.FlagGroup, ...]
    may: frozenset[Permission]


@dataclass(frozen=True)
class RecordLine:
    """Something that happened. `kind` is an audit action, "status" or "revision".

    `details` holds ids and plain values; `title` and `body` an earlier wording.
    """

    at: datetime
    kind: str
    actor: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    title: str = ""
    body: str = ""


def case(actor: Actor, suggestion_id: int) -> Case:
    """The suggestion with all the desk shows. Raises Missing for whoever is not its staff."""
    suggestion = _staffed(actor, suggestion_id)
    return Case(
        suggestion=suggestion,
        author=_author(actor, suggestion.author_id),
        response=suggestions.response_of(suggestion_id),
        flags=flags.open_groups(actor, suggestion_id),
        may=frozenset(held for held in Permission if actor.may(held, suggestion.board_id)),
    )


def _staffed(actor: Actor, suggestion_id: int) -> Suggestion:
    suggestion = suggestions.get(actor, suggestion_id)
    if not policy.may_see_desk(actor, suggestion.board_id):
        raise Missing(N_("This suggestion does not exist."))
    return suggestion


def _author(actor: Actor, person_id: int) -> Author:
    person = db.session.get_one(Person, person_id)
    is_there = person.blocked_at is None and person.erased_at is None
    return Author(
        name=person.name,
        joined_at=person.created_at,
        is_blocked=person.blocked_at is not None,
        may_be_blocked=is_there and people.may_block(actor, person),
        approved=lists.published_count(person_id, up_to=APPROVED_LIMIT),
    )


def record(actor: Actor, suggestion_id: int) -> tuple[RecordLine, ...]:
    """Acts, changes of status and earlier wordings, newest first. For its staff; Missing else."""
    _staffed(actor, suggestion_id)
    lines = [
        *_acts(suggestion_id),
        *_statuses(suggestion_id),
        *_wordings(suggestion_id),
        *_responses(suggestion_id),
    ]
    lines.sort(key=lambda line: line.at, reverse=True)
    return tuple(lines[:RECORD_LIMIT])


def _acts(suggestion_id: int) -> list[RecordLine]:
    """Lines of the audit log, without those that a table of history tells better."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "suggestion",
            AuditEntry.subject_id == suggestion_id,
            AuditEntry.action.not_in(TOLD_ELSEWHERE),
        )
        .order_by(AuditEntry.id.desc())
        .limit(RECORD_LIMIT)
    ).all()
    names = _names(entry.actor_id for entry in entries)
    return [
        RecordLine(
            at=entry.at,
            kind=entry.action,
            actor=names.get(entry.actor_id),
            before=entry.before or {},
            after=entry.after or {},
        )
        for entry in entries
    ]


def _statuses(suggestion_id: int) -> list[RecordLine]:
    changes = db.session.scalars(
        select(StatusChange)
        .where(StatusChange.suggestion_id == suggestion_id)
        .order_by(StatusChange.id.desc())
        .limit(RECORD_LIMIT)
    ).all()
    names = _names(change.actor_id for change in changes)
    return [
        RecordLine(
            at=change.at,
            kind="status",
            actor=names.get(change.actor_id),
            before={"status_id": change.from_status_id},
            after={"status_id": change.to_status_id},
        )
        for change in changes
    ]


def _wordings(suggestion_id: int) -> list[RecordLine]:
    revisions = db.session.scalars(
        select(SuggestionRevision)
        .where(SuggestionRevision.suggestion_id == suggestion_id)
        .order_by(SuggestionRevision.revision.desc())
        .limit(RECORD_LIMIT)
    ).all()
    names = _names(revision.editor_id for revision in revisions)
    return [
        RecordLine(
            at=revision.at,
            kind="revision",
            actor=names.get(revision.editor_id),
            before={"revision": revision.revision},
            after={},
            title=revision.title,
            body=revision.body,
        )
        for revision in revisions
    ]


def _responses(suggestion_id: int) -> list[RecordLine]:
    rows = db.session.execute(
        select(OfficialResponseRevision, Person.name)
        .join(OfficialResponse, OfficialResponse.id == OfficialResponseRevision.response_id)
        .join(Person, Person.id == OfficialResponseRevision.author_id)
        .where(OfficialResponse.suggestion_id == suggestion_id)
        .order_by(OfficialResponseRevision.revision.desc())
        .limit(RECORD_LIMIT)
    )
    return [
        RecordLine(
            at=revision.at,
            kind="response",
            actor=name,
            before={},
            after={"revision": revision.revision},
            body=revision.body,
        )
        for revision, name in rows
    ]


def _names(ids: Iterable[int | None]) -> dict[int | None, str]:
    wanted: Sequence[int] = sorted({found for found in ids if found is not None})
    if not wanted:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
