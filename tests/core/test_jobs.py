"""A job exists exactly when its cause was committed, and is done although workers die."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock, jobs, messages
from forum.core.config import Config
from forum.core.db import db
from forum.core.errors import Conflict
from forum.core.unit_of_work import end_read, writing

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
KIND = "tests.note"


class Notes:
    """What the test's job did; `fail` makes it fail."""

    def __init__(self) -> None:
        self.seen: list[Mapping[str, Any]] = []
        self.delivered: list[int] = []
        self.fail = False

    def note(self, payload: dict[str, Any]) -> None:
        self.seen.append(payload)
        if self.fail:
            raise ValueError("the printer is on fire")


@pytest.fixture
def notes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    made = Notes()
    monkeypatch.setattr(jobs, "_functions", {KIND: made.note})
    monkeypatch.setattr(jobs, "_deliver", made.delivered.append)
    with clock.at(NOON):
        yield made


def enqueue(**more: Any) -> int | None:
    with writing():
        return jobs.enqueue(KIND, {"n": 1}, **more)


def the_job() -> jobs.Job:
    end_read()
    return db.session.scalars(select(jobs.Job)).one()


def test_committed_is_delivered_and_run_once(notes: Notes) -> None:
    job_id = enqueue()
    assert notes.delivered == [job_id]
    assert jobs.run(notes.delivered[0]) == "done"
    assert jobs.run(notes.delivered[0]) == "taken"
    assert notes.seen == [{"n": 1}]
    assert (the_job().state, the_job().attempts, the_job().lease) == ("done", 1, None)


def test_rolled_back_is_not_there(notes: Notes) -> None:
    with pytest.raises(Conflict), writing():
        jobs.enqueue(KIND)
        raise Conflict("no")
    assert notes.delivered == []
    assert jobs.queue_state() == jobs.QueueState(0, 0, 0, 0.0)


def test_an_unknown_kind_is_refused(notes: Notes) -> None:
    with writing(), pytest.raises(KeyError):
        jobs.enqueue("tests.nobody")


def test_a_unique_key_makes_one_job(notes: Notes) -> None:
    assert enqueue(unique_key="digest:1") is not None
    assert enqueue(unique_key="digest:1") is None
    assert jobs.run_all() == 1


def test_a_delayed_job_waits(notes: Notes) -> None:
    job_id = enqueue(delay=timedelta(hours=1))
    assert notes.delivered == []
    assert job_id is not None
    assert jobs.run(job_id) == "taken"
    assert jobs.run_all() == 0
    with clock.at(NOON + timedelta(minutes=61)):
        assert jobs.sweep() == 1
        assert notes.delivered == [job_id]
        assert jobs.run_all() == 1


def test_failing_backs_off_and_dies_at_last(notes: Notes) -> None:
    notes.fail = True
    enqueue()
    moment, waits = NOON, []
    while the_job().state == "waiting":
        with clock.at(moment):
            assert jobs.run_all() == 1
        waits.append((the_job().run_at - moment).total_seconds())
        moment = the_job().run_at
    assert the_job().state == "dead"
    assert the_job().last_error == "ValueError: the printer is on fire"
    assert len(notes.seen) == jobs.MAX_ATTEMPTS
    assert waits[:4] == [10, 20, 40, 80]
    assert max(waits) <= 3600
    assert jobs.queue_state().dead == 1
    with clock.at(moment + timedelta(days=1)):
        assert jobs.run_all() == 0


def test_a_killed_worker_loses_its_lease_and_the_sweep_delivers_again(notes: Notes) -> None:
    job_id = enqueue()
    assert job_id is not None
    with writing():
        taken = jobs._take(job_id, "the worker that will be killed")
    assert taken is not None
    assert jobs.run(job_id) == "taken"
    with clock.at(NOON + jobs.LEASE - timedelta(seconds=1)):
        assert jobs.sweep() == 0
    with clock.at(NOON + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.sweep() == 1
        assert jobs.run(notes.delivered[-1]) == "done"
    assert (len(notes.seen), the_job().attempts) == (1, 2)


def test_who_lost_the_lease_cannot_close_the_job(notes: Notes) -> None:
    job_id = enqueue()
    assert job_id is not None
    with writing():
        jobs._take(job_id, "slow")
    with clock.at(NOON + jobs.LEASE * 2), writing():
        assert jobs._take(job_id, "quick") is not None
    with writing():
        jobs._close(job_id, "slow", state="done")
    assert (the_job().state, the_job().lease) == ("running", "quick")


def test_long_work_that_notes_its_progress_is_not_taken_over(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = enqueue()
    assert job_id is not None
    later = NOON + jobs.LEASE * 0.9

    def work(function: jobs.Function, payload: dict[str, Any]) -> None:
        with clock.at(later), writing():
            jobs.renew()
        with clock.at(later + jobs.LEASE * 0.5):
            assert jobs.run(job_id) == "taken"
            assert jobs.sweep() == 0

    monkeypatch.setattr(jobs, "_runner", work)
    assert jobs.run(job_id) == "done"
    with writing():
        jobs.renew()  # outside a job it is nothing


def test_a_messenger_that_is_away_fails_no_request(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(job_id: int) -> None:
        raise OSError("no queue")

    monkeypatch.setattr(jobs, "_deliver", away)
    job_id = enqueue()
    monkeypatch.setattr(jobs, "_deliver", notes.delivered.append)
    jobs.sweep()
    assert notes.delivered == [job_id]


@pytest.mark.parametrize(
    ("address", "mark"), [("redis://127.0.0.1/2", "?"), ("redis://127.0.0.1/2?client_name=a", "&")]
)
def test_adv_197_a_silent_redis_keeps_nobody_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, mark: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(messages, "RedisHuey", lambda name, *, url, **more: opened.append(url))
    settings = Config(tmp_path, "x" * 40, database_url="sqlite://", redis_url=address)
    messages.open_queue(settings)
    assert opened == [f"{address}{mark}socket_timeout=2&socket_connect_timeout=2"]


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_kept(notes: Notes) -> None:
    enqueue()
    jobs.run_all()
    with clock.at(NOON + jobs.KEEP_DONE + timedelta(hours=1)):
        jobs.sweep()
    end_read()
    assert db.session.scalars(select(jobs.Job)).all() == []


def test_the_age_of_the_queue_is_told(notes: Notes) -> None:
    enqueue()
    with clock.at(NOON + timedelta(minutes=3)):
        assert jobs.queue_state() == jobs.QueueState(1, 0, 0, 180.0)


def test_a_job_that_kills_its_workers_is_buried(app: Flask) -> None:
    """After the last attempt nobody is sent to it again."""
    with writing() as session:
        row = jobs.Job(
            kind="core.send_mail",
            payload={"mail_id": 1},
            state="running",
            attempts=jobs.MAX_ATTEMPTS,
            run_at=clock.now() - timedelta(hours=1),
            leased_until=clock.now() - timedelta(minutes=1),
            lease="gone",
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()
        job_id = row.id
    assert job_id not in jobs.due_ids()
    assert jobs.run(job_id) == "taken"
    jobs.sweep()
    assert jobs.queue_state().dead == 1
