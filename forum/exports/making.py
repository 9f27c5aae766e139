"""Making the files: rows from one snapshot through a format into storage, step by step.

Safe to run twice: every attempt writes a file of its own, and only the one that the row names
counts.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import structlog

from forum.boards import queries as boards
from forum.core import clock, jobs, storage, unit_of_work
from forum.core.actor import Actor
from forum.core.errors import DomainError
from forum.core.unit_of_work import writing
from forum.exports import actions, naming, queries
from forum.exports.actions import Plan
from forum.exports.definition import Definition
from forum.exports.formats.registry import FORMATS
from forum.exports.queries import Snapshot
from forum.exports.rows import Row
from forum.i18n.locale import Profile

STEP = 1_000  # rows between two notes of progress

log = structlog.get_logger()


class _TakenOverError(Exception):
    """Another attempt makes this file now."""


def run(payload: dict[str, Any]) -> None:
    """The job: make one file, whatever became of an earlier attempt."""
    make(payload["export_id"], payload["base_url"])


def ensure(actor: Actor, export_id: int, base_url: str) -> None:
    """Make a small file here and now if nobody has begun it. Raises Missing."""
    row = queries.mine_of(actor, export_id)
    is_wanted = row.is_ready and row.state == "waiting"
    unit_of_work.end_read()
    if is_wanted:
        make(export_id, base_url, may_take_over=False)


def make(export_id: int, base_url: str, *, may_take_over: bool = True) -> None:
    """Make one file; nothing when it is done already. A lost right ends it as failed."""
    with writing():
        plan = actions.begin(export_id=export_id, may_take_over=may_take_over)
    if plan is None:
        return
    try:
        _write(plan, base_url)
    except _TakenOverError:
        storage.remove(plan.key)
    except DomainError as error:
        log.warning("export refused", export=export_id, reason=error.message)
        storage.remove(plan.key)
        with writing():
            actions.fail(plan=plan)


def _write(plan: Plan, base_url: str) -> None:
    actor = boards.actor_for(plan.person_id, via="job")
    queries.check(actor, plan.definition)
    unit_of_work.end_read()
    with storage.prepare(plan.key).open("xb") as target:
        found = write(
            target,
            actor=actor,
            definition=plan.definition,
            format=plan.format,
            profile=plan.profile,
            base_url=base_url,
            watched=functools.partial(_noting, plan),
        )
    with writing():
        is_ours = actions.finish(
            actor=actor, plan=plan, rows=found.total, board_ids=found.board_ids
        )
    if not is_ours:
        raise _TakenOverError


def write(
    target: BinaryIO,
    *,
    actor: Actor,
    definition: Definition,
    format: str,
    profile: Profile,
    base_url: str,
    watched: Callable[[Snapshot], Iterable[Row]] = lambda found: found.rows,
) -> Snapshot:
    """Write the whole file to `target`; what was in it (its rows are used up).

    `watched` passes the rows on, and may show or note how far they are.
    """
    head = naming.head(definition, profile, clock.now())
    with queries.snapshot(actor, definition, profile, base_url) as found:
        FORMATS[format].write(target, head, watched(found))
    return found


def _noting(plan: Plan, found: Snapshot) -> Iterator[Row]:
    """The rows, with a note of progress every STEP of them."""
    for done, row in enumerate(found.rows):
        if done % STEP == 0:
            with writing():
                is_ours = actions.progress(plan=plan, rows_done=done, rows_total=found.total)
                jobs.renew()
            if not is_ours:
                raise _TakenOverError
        yield row


def expire() -> int:
    """The clock's errand: files past their day go, then their rows; how many."""
    now = clock.now()
    gone = queries.expired(now, now - actions.GIVEN_UP)
    unit_of_work.end_read()
    for _, key in gone:
        if key:
            storage.remove(key)
    if gone:
        with writing():
            actions.forget(export_ids=[export_id for export_id, _ in gone])
    return len(gone)
