"""ADV-183: several workers at one queue do each job once; several clocks are as good as one."""

import random
import time
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum import wiring
from forum.core import clock, jobs, mail
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from forum.search.models import DuplicatePair, SearchEntry
from tests import make
from tests.cli.running import beside
from tests.racing import raised, together
from tests.smtp import MailServer

_WORKERS = 4
_MAILS = 200
_PATIENCE = 60.0  # seconds


def test_adv_183_each_job_is_run_by_one_of_many(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are sent to all jobs at once, each in an order of his own."""
    seen: list[int] = []
    monkeypatch.setattr(
        jobs, "_functions", {"tests.note": lambda payload: seen.append(payload["n"])}
    )
    count = 40
    with writing():
        ids = [jobs.enqueue("tests.note", {"n": number}) for number in range(count)]

    def work(seed: int) -> list[str]:
        order = [job_id for job_id in ids if job_id is not None]
        random.Random(seed).shuffle(order)
        return [jobs.run(job_id) for job_id in order]

    results = together(app, *[lambda seed=seed: work(seed) for seed in range(_WORKERS)])
    assert not raised(results)
    said = [state for result in results for state in result]
    assert said.count("done") == count
    assert said.count("taken") == count * (_WORKERS - 1)
    assert sorted(seen) == list(range(count))
    end_read()
    assert set(db.session.execute(select(jobs.Job.state, jobs.Job.attempts))) == {("done", 1)}


def test_adv_183_several_clocks_start_the_regular_work_at_once(
    app: Flask, mails: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is due is delivered by each and done by one; what is found is kept once."""
    board, delivered = make.board(), list[int]()
    for _ in range(3):
        make.suggestion(board, title="Dark mode for the app", body="The screen is too bright.")
    with writing() as session:
        session.execute(update(SearchEntry).values(pairs_due_at=clock.now()))
        mail.queue(mail.Letter("sara@example.com", "news", "text", "<p>", "en"))
    monkeypatch.setattr(jobs, "_deliver", delivered.append)
    for name, (_, act) in wiring.CLOCK.items():
        assert not raised(together(app, *[act] * _WORKERS)), name
    assert len(delivered) == _WORKERS
    states = together(app, *[lambda one=one: jobs.run(one) for one in delivered])
    assert sorted(states) == ["done", *["taken"] * (_WORKERS - 1)]
    assert len(mails) == 1
    end_read()
    found = db.session.scalars(select(DuplicatePair)).all()
    assert len(found) == len({(pair.low_id, pair.high_id) for pair in found}) == 3


@pytest.mark.long
@pytest.mark.xdist_group("servers")
def test_adv_183_two_worker_processes_send_each_mail_once(app: Flask, config: Config) -> None:
    """Each finds all of it due at its start, so that every message is there at least twice."""
    server = MailServer()
    addresses = [f"person{number}@example.com" for number in range(_MAILS)]
    with writing():
        for address in addresses:
            mail.queue(mail.Letter(address, "news", "text", "<p>text</p>", "en"))
    end_read()
    settings = {"FORUM_MAIL_URL": server.url, "FORUM_SECRET_KEY": config.secret_key}
    words = ("worker", "--data-dir", str(config.data_dir))
    address = {} if config.is_sqlite else {"DATABASE_URL": config.database_url}
    first, second = (beside(*words, **settings, **address) for _ in range(2))
    with server.running(), first, second:
        until = time.monotonic() + _PATIENCE
        while jobs.queue_state().waiting or jobs.queue_state().running:
            assert time.monotonic() < until, jobs.queue_state()
            end_read()
            time.sleep(0.1)
    assert server.recipients == dict.fromkeys(addresses, 1)
    end_read()
    assert set(db.session.execute(select(jobs.Job.state, jobs.Job.attempts))) == {("done", 1)}
