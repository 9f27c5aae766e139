"""ADV-195 at a running server: PostgreSQL ends its connections again and again, and goes away."""

import random
import threading
import time
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import end_read
from forum.votes.models import Vote
from tests import make
from tests.cli.running import Answer, Running, Voter
from tests.crash.people import settings_of, signed_in
from tests.databases import Postgres
from tests.drift import no_drift

pytestmark = [pytest.mark.database("postgres"), pytest.mark.xdist_group("servers")]
_VOTERS = 6
_PATIENCE = 30.0  # seconds


@dataclass(eq=False)  # a thread is itself alone
class Clicking(threading.Thread):
    """Votes and takes back in turn until it is over, and remembers what it was told."""

    voter: Voter
    wishes: list[int]
    over: threading.Event
    dice: random.Random
    # What was said last of each; None after a 503, which may have come when it was saved already.
    stands: dict[int, bool | None] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        while not self.over.is_set():
            one = self.dice.choice(self.wishes)
            wanted = not self.stands.get(one)
            answer = self.voter.vote(one, want="cast" if wanted else "withdraw")
            self.told.append(answer.status)
            if answer.status != 303 and not _is_said(answer):
                self.wrong.append(f"{answer.status}: {answer.text[:300]}")
            self.stands[one] = wanted if answer.status == 303 else None


def _is_said(answer: Answer) -> bool:
    headers = {name.lower() for name in answer.headers}
    return answer.status == 503 and "retry-after" in headers and 'lang="' in answer.text


@pytest.mark.long
def test_adv_195_no_vote_is_lost_or_doubled_when_connections_end(
    app: Flask, config: Config, postgres_source: Postgres, full: bool
) -> None:
    wishes = [make.suggestion().id for _ in range(10)]
    people = [make.person() for _ in range(_VOTERS)]
    settings = {
        **settings_of(config),
        "FORUM_LIMIT_VOTES": "1000000/minute",
        "FORUM_LOG_LEVEL": "error",  # nobody reads what it prints meanwhile
    }
    with Running(config.data_dir, **settings) as server:
        voters = [signed_in(server, person) for person in people]
        for voter in voters:
            voter.token(f"/s/{wishes[0]}/vote")
        over, dice = threading.Event(), random.Random(195)
        clicking = [Clicking(voter, wishes, over, random.Random(dice.random())) for voter in voters]
        for one in clicking:
            one.start()
        for _ in range(40 if full else 6):
            time.sleep(dice.uniform(0.05, 0.4))
            db.session.remove()
            db.engine.dispose()
            postgres_source.throw_out()
        time.sleep(1.5)  # whatever lay idle that long is asked whether it lives
        last = [len(one.told) for one in clicking]
        time.sleep(0.5)
        over.set()
        for one in clicking:
            one.join(_PATIENCE)
        assert [one.wrong for one in clicking] == [[]] * _VOTERS
        told = [status for one in clicking for status in one.told]
        assert 503 in told, "nobody was hit"
        late = [one.told[at:] for one, at in zip(clicking, last, strict=True)]
        assert {status for those in late for status in those} == {303}, "it did not recover"
        _goes_away_and_comes_back(server, postgres_source, voters[0], wishes[0])
        assert server.stop() == 0
    end_read()
    rows = db.session.execute(select(Vote.voter_id, Vote.suggestion_id))
    found = {(row.voter_id, row.suggestion_id) for row in rows}
    no_drift()
    for person, one in zip(people[1:], clicking[1:], strict=True):
        for wish, stood in one.stands.items():
            if stood is not None:
                assert ((person.id, wish) in found) is stood


def _goes_away_and_comes_back(server: Running, source: Postgres, voter: Voter, wish: int) -> None:
    db.session.remove()
    db.engine.dispose()
    pages = [("/", ""), (f"/s/{wish}", voter.cookie)]
    with source.away():
        for _ in range(2):
            found = {page: server.get(page, cookie) for page, cookie in pages}
            assert {page for page, answer in found.items() if not _is_said(answer)} == set()
            assert _is_said(voter.vote(wish, want="cast"))
        assert server.get("/healthz").status == 200
        ready = server.get("/readyz")
        assert (ready.status, ready.text) == (503, "database unavailable\n")
    # A worker that nobody asked meanwhile hears of it now.
    found = [voter.vote(wish, want="cast").status for _ in range(20)]
    assert found.count(503) <= 2
    assert set(found) <= {303, 503}
    assert {server.get("/readyz").status for _ in range(8)} == {200}
    assert {server.get(*page).status for page in pages} <= {200, 301}
