"""Work for later: a row of our own transaction is the truth, a message only its delivery.

A job exists exactly when its cause was committed. `lease` hands it to one worker for a while;
a worker that dies loses the lease and the sweep delivers the row again. Functions get their
payload and must be safe to run twice.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, Integer, String, Text, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock, unit_of_work
from forum.core.db import Json, Model, Moment, connection, db, dialect_name, insert_for

Function = Callable[[dict[str, Any]], None]
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
_BACKOFF = timedelta(seconds=10)  # doubled with each attempt, at most an hour
_LONGEST_BACKOFF = timedelta(hours=1)
KEEP_DONE = timedelta(days=7)
KEEP_DEAD = timedelta(days=60)
_FORGOTTEN_AT_ONCE = 500
_SWEPT = 2_000  # jobs delivered again at a time; more than run until the next sweep

log = structlog.get_logger()


class Job(Model):
    """State: waiting → running → done, or dead after the last attempt."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "run_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class QueueState:
    """Counts of rows, and the age of the oldest that is due, in seconds."""

    waiting: int
    running: int
    dead: int
    oldest_due: float


@dataclass(frozen=True)
class Failure:
    """A job that went wrong and is not done; `is_dead`: it is not tried again."""

    payload: dict[str, Any]
    error: str
    attempts: int
    is_dead: bool


_ADD = {
    dialect: insert_for(dialect)(Job)
    .on_conflict_do_nothing(index_elements=["unique_key"])
    .returning(Job.id)
    for dialect in ("sqlite", "postgresql")
}
# (job, lease) of the job that this thread runs.
_held: ContextVar[tuple[int, str] | None] = ContextVar("held", default=None)
_functions: Mapping[str, Function] = {}


def _run_bare(function: Function, payload: dict[str, Any]) -> None:
    function(payload)


def _keep_waiting(job_id: int) -> None:
    """Nobody carries messages (tests, commands): the row waits for a sweep."""


_runner: Callable[[Function, dict[str, Any]], None] = _run_bare
_deliver: Callable[[int], None] = _keep_waiting


def install(
    functions: Mapping[str, Function],
    runner: Callable[[Function, dict[str, Any]], None],
    deliver: Callable[[int], None],
) -> None:
    """Set the table of job functions, what each runs in, and who carries messages."""
    global _functions, _runner, _deliver
    _functions, _runner, _deliver = functions, runner, deliver


def enqueue(
    kind: str,
    payload: dict[str, Any] | None = None,
    *,
    unique_key: str | None = None,
    delay: timedelta = timedelta(0),
) -> int | None:
    """Add a job to the open unit of work; its id, or None when `unique_key` was there already."""
    if kind not in _functions:
        raise KeyError(f"no job of the kind {kind}")
    now = clock.now()
    values = {
        "kind": kind,
        "payload": payload or {},
        "unique_key": unique_key,
        "state": "waiting",
        "attempts": 0,
        "run_at": now + delay,
        "created_at": now,
    }
    job_id: int | None = connection().scalar(_ADD[dialect_name()], values)
    if job_id is not None and not delay:
        unit_of_work.after_commit(lambda: _send(job_id))
    return job_id


def forget(unique_keys: Sequence[str]) -> None:
    """Delete jobs with everything that is known of them, whatever their state."""
    for start in range(0, len(unique_keys), _FORGOTTEN_AT_ONCE):
        db.session.execute(
            delete(Job)
            .where(Job.unique_key.in_(unique_keys[start : start + _FORGOTTEN_AT_ONCE]))
            .execution_options(synchronize_session=False)
        )


def _send(job_id: int) -> None:
    """Deliver now; the row waits for the sweep when the messenger is away."""
    try:
        _deliver(job_id)
    except Exception:
        log.warning("job not delivered, the sweep will", job=job_id, exc_info=True)


def run(job_id: int) -> str:
    """Lease, run and close one job; its state afterwards, or "taken" when it is not ours."""
    lease = secrets.token_hex(8)
    with unit_of_work.writing():
        taken = _take(job_id, lease)
    if taken is None:
        return "taken"
    kind, payload, attempts = taken
    token = _held.set((job_id, lease))
    try:
        _runner(_functions[kind], payload)
    except Exception as error:
        log.exception("job failed", job=job_id, kind=kind, attempt=attempts)
        return _failed(job_id, lease, attempts, error)
    finally:
        _held.reset(token)
    with unit_of_work.writing():
        _close(job_id, lease, state="done", finished_at=clock.now(), last_error=None)
    return "done"


def _take(job_id: int, lease: str) -> tuple[str, dict[str, Any], int] | None:
    now = clock.now()
    lost = (Job.state == "running") & (Job.leased_until < now) & (Job.attempts < MAX_ATTEMPTS)
    due = or_(Job.state == "waiting", lost)
    row = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.run_at <= now, due)
        .values(state="running", lease=lease, leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.kind, Job.payload, Job.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return (row.kind, row.payload, row.attempts) if row else None


def renew() -> None:
    """For long work that notes its progress: the job of this worker (if it is one) is alive, and
    nobody else may take it for a lease from now on. Part of the open unit of work."""
    held = _held.get()
    if held is None:
        return
    job_id, lease = held
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease)
        .values(leased_until=clock.now() + LEASE)
        .execution_options(synchronize_session=False)
    )


def _close(job_id: int, lease: str, **values: object) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease)
        .values(lease=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def _failed(job_id: int, lease: str, attempts: int, error: Exception) -> str:
    state = "dead" if attempts >= MAX_ATTEMPTS else "waiting"
    wait = min(_BACKOFF * 2 ** (attempts - 1), _LONGEST_BACKOFF)
    with unit_of_work.writing():
        _close(
            job_id,
            lease,
            state=state,
            run_at=clock.now() + wait,
            finished_at=clock.now() if state == "dead" else None,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
    return state


def due_ids(limit: int = 100) -> list[int]:
    """Jobs that wait or whose lease ran out, oldest first."""
    now = clock.now()
    due = or_(
        (Job.state == "waiting") & (Job.run_at <= now),
        (Job.state == "running") & (Job.leased_until < now) & (Job.attempts < MAX_ATTEMPTS),
    )
    return list(db.session.scalars(select(Job.id).where(due).order_by(Job.run_at).limit(limit)))


def sweep() -> int:
    """Deliver again what is due and forget what was done long ago; how many were sent."""
    ids = due_ids(_SWEPT)
    unit_of_work.end_read()
    for job_id in ids:
        _send(job_id)
    with unit_of_work.writing() as session:
        _bury()
        session.execute(
            delete(Job)
            .where(
                or_(
                    (Job.state == "done") & (Job.finished_at < clock.now() - KEEP_DONE),
                    (Job.state == "dead") & (Job.finished_at < clock.now() - KEEP_DEAD),
                )
            )
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def _bury() -> None:
    """A job that took its worker down with it each time is dead, not for ever due again."""
    db.session.execute(
        update(Job)
        .where(
            Job.state == "running",
            Job.leased_until < clock.now(),
            Job.attempts >= MAX_ATTEMPTS,
        )
        .values(
            state="dead",
            lease=None,
            leased_until=None,
            finished_at=clock.now(),
            last_error="its worker ended every time",
        )
        .execution_options(synchronize_session=False)
    )


def run_all(limit: int = 1000) -> int:
    """Run what is due here and now, until nothing is left (tests, commands); how many ran."""
    ran = 0
    while ran < limit:
        ids = due_ids()
        unit_of_work.end_read()
        if not ids:
            return ran
        for job_id in ids:
            run(job_id)
            ran += 1
    return ran


def queue_state() -> QueueState:
    """What waits, runs and died."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    counts = {str(row[0]): int(row[1]) for row in rows}
    oldest = db.session.scalar(
        select(func.min(Job.run_at)).where(Job.state == "waiting", Job.run_at <= clock.now())
    )
    age = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return QueueState(
        waiting=counts.get("waiting", 0),
        running=counts.get("running", 0),
        dead=counts.get("dead", 0),
        oldest_due=age,
    )


def failures(kind: str, limit: int = 50) -> list[Failure]:
    """The newest jobs of a kind that went wrong and are not done."""
    rows = db.session.execute(
        select(Job.payload, Job.last_error, Job.attempts, Job.state)
        .where(Job.kind == kind, Job.state != "done", Job.last_error.is_not(None))
        .order_by(Job.id.desc())
        .limit(limit)
    )
    return [Failure(row.payload, row.last_error, row.attempts, row.state == "dead") for row in rows]
