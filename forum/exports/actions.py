"""Asking for files, making them step by step, fetching them, and their end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update

from forum.audit import actions as audit
from forum.core import clock, jobs, storage
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.exports import queries
from forum.exports.definition import Definition
from forum.exports.formats.registry import FORMATS
from forum.exports.models import Export
from forum.i18n import locale
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile

MAKE = "exports.make"
KEPT = timedelta(days=7)
GIVEN_UP = timedelta(days=1)  # a file that is not done by then never will be
# A small file is made when its owner fetches it; if he never does, or the process dies over it,
# the job makes it.
_RESCUE = timedelta(minutes=2)


@dataclass(frozen=True)
class Plan:
    """What the maker of a file needs; `key` names this attempt's file."""

    export_id: int
    person_id: int
    definition: Definition
    format: str
    profile: Profile
    key: str


@dataclass(frozen=True)
class Fetched:
    """A finished file and what it is called after."""

    path: Path
    format: str
    definition: Definition
    made_at: datetime


def ask(
    *, actor: Actor, definition: Definition, format: str, profile: Profile, base_url: str
) -> Export:
    """Note the wish for a file, written for `profile`; a job makes it.

    Raises Forbidden without the right, Invalid for what there is not.
    """
    if format not in FORMATS:
        raise Invalid(N_("Choose one of the list."), field="format")
    queries.check(actor, definition)
    if actor.person_id is None:
        raise Forbidden(N_("You may not export."))
    count = queries.count_up_to(actor, definition, queries.SMALL + 1)
    row = Export(
        person_id=actor.person_id,
        definition={**definition.to_json(), "reader": _reader(profile), "boards_in_file": []},
        format=format,
        language=profile.language,
        state="waiting",
        rows_done=0,
        rows_total=count,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _note(actor, "exports.asked", row.id, {"format": format, **definition.to_json()})
    jobs.enqueue(
        MAKE,
        {"export_id": row.id, "base_url": base_url},
        unique_key=f"{MAKE}:{row.id}",
        delay=_RESCUE if count <= queries.SMALL else timedelta(0),
    )
    return row


def _reader(profile: Profile) -> dict[str, str]:
    return {
        "region": profile.region,
        "digits": profile.digits,
        "calendar": profile.calendar,
        "zone": profile.zone,
    }


def begin(*, export_id: int, may_take_over: bool) -> Plan | None:
    """Start an attempt; None when the file is made, given up, or another's work.

    `may_take_over`: an attempt under way is dead (its job came again) and its file is dropped.
    """
    row = db.session.get(Export, export_id, with_for_update=True)
    if row is None or row.state not in ("waiting", "running"):
        return None
    if row.state == "running" and not may_take_over:
        return None
    if row.storage_key:
        storage.remove(row.storage_key)
    row.state, row.rows_done = "running", 0
    row.storage_key = storage.new_key("exports", FORMATS[row.format].extension)
    return Plan(
        export_id=row.id,
        person_id=row.person_id,
        definition=Definition.from_json(row.definition),
        format=row.format,
        profile=locale.profile_for(row.language, **row.definition["reader"]),
        key=row.storage_key,
    )


def progress(*, plan: Plan, rows_done: int, rows_total: int) -> bool:
    """Note how far the file is; False when another attempt took over."""
    return _move(plan, rows_done=rows_done, rows_total=rows_total)


def finish(*, actor: Actor, plan: Plan, rows: int, board_ids: tuple[int, ...]) -> bool:
    """The file is whole; its link lives for KEPT. False when another attempt took over."""
    now = clock.now()
    stored = {
        **plan.definition.to_json(),
        "reader": _reader(plan.profile),
        "boards_in_file": list(board_ids),
    }
    ours = _move(
        plan,
        state="done",
        rows_done=rows,
        rows_total=rows,
        definition=stored,
        finished_at=now,
        expires_at=now + KEPT,
    )
    if ours:
        after = {"format": plan.format, "rows": rows, **plan.definition.to_json()}
        _note(actor, "exports.made", plan.export_id, after)
    return ours


def fail(*, plan: Plan) -> None:
    """It cannot be made and will not be tried again; the row stays for its owner to see."""
    now = clock.now()
    _move(plan, state="failed", storage_key=None, finished_at=now, expires_at=now + KEPT)


def _move(plan: Plan, **values: Any) -> bool:
    """Change the row as long as this attempt is the one that counts."""
    moved = db.session.execute(
        update(Export)
        .where(Export.id == plan.export_id, Export.storage_key == plan.key)
        .where(Export.state == "running")
        .values(**values)
        .returning(Export.id)
        .execution_options(synchronize_session=False)
    )
    return moved.scalar_one_or_none() is not None


def fetch(*, actor: Actor, export_id: int) -> Fetched:
    """The file, for its owner, while he still may read all of it; each fetch is in the audit.

    Raises Missing for another's or an expired one, Conflict while it is being made or when that
    failed, Forbidden after a loss of rights.
    """
    row = queries.get(actor, export_id)
    if row.state == "failed":
        raise Conflict(N_("This file could not be made. Please ask for it again."))
    if row.state != "done" or row.storage_key is None or row.finished_at is None:
        raise Conflict(N_("This file is still being made. Please try again in a moment."))
    definition = Definition.from_json(row.definition)
    in_file = set(row.definition["boards_in_file"])
    if not in_file <= {board.id for board in queries.exportable_boards(actor)}:
        raise Forbidden(N_("You may no longer read everything in this file."))
    path = storage.path_for(row.storage_key)
    if not path.is_file():  # a restored database comes without files
        raise Missing(N_("This export has expired. Please make it again."))
    after = {"format": row.format, "rows": row.rows_done, **definition.to_json()}
    _note(actor, "exports.fetched", row.id, after)
    return Fetched(
        path=path,
        format=row.format,
        definition=definition,
        made_at=row.finished_at,
    )


def note_direct(*, actor: Actor, definition: Definition, format: str, rows: int) -> None:
    """Audit a file that was written straight away (command line)."""
    after = {"format": format, "rows": rows, **definition.to_json()}
    _note(actor, "exports.made", None, after)


def _note(actor: Actor, action: str, export_id: int | None, after: dict[str, Any]) -> None:
    audit.record(
        actor=actor, action=action, subject_kind="export", subject_id=export_id, after=after
    )


def forget(*, export_ids: list[int]) -> None:
    """Drop rows whose files are gone."""
    db.session.execute(delete(Export).where(Export.id.in_(export_ids)))
