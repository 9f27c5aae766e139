"""`kill -9` under voting load: what was acknowledged is there afterwards."""

import contextlib
import http.client
import random
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.actions import sessions
from forum.core.db import db
from forum.core.unit_of_work import writing
from tests import make
from tests.cli.running import Running, Voter

_VOTERS = 8
_SUGGESTIONS = 25


@dataclass
class Client(threading.Thread):
    """Votes and takes back in turn, and remembers what the server said yes to."""

    server: Running
    person_id: int
    cookie: str
    dice: random.Random
    suggestions: list[int]
    # What stands after the last acknowledged click; None while an answer is outstanding.
    stands: dict[int, bool | None] = field(default_factory=dict)
    acknowledged: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        voter = Voter(self.server, self.cookie)
        # The server is killed in the middle of a request: that is the point.
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                one = self.dice.choice(self.suggestions)
                wanted = not self.stands.get(one)
                known, self.stands[one] = self.stands.get(one), None
                answer = voter.vote(one, want="cast" if wanted else "withdraw")
                assert answer.status == 303, (answer.status, known)
                self.stands[one] = wanted
                self.acknowledged += 1


@pytest.mark.database("sqlite")
@pytest.mark.long
@pytest.mark.xdist_group("servers")
def test_adv_186_no_acknowledged_vote_is_lost(app: Flask, tmp_path: Path, full: bool) -> None:
    dice = random.Random(7)
    suggestions = [make.suggestion().id for _ in range(_SUGGESTIONS)]
    people = []
    for _ in range(_VOTERS):
        person = make.person()
        with writing():
            token = sessions.start(person_id=person.id, user_agent="", address="")
        people.append((person.id, f"sada_session={token}"))
    db.session.remove()
    db.engine.dispose()

    stands: dict[int, dict[int, bool | None]] = {person_id: {} for person_id, _ in people}
    total = 0
    for _ in range(20 if full else 3):
        with Running(tmp_path, FORUM_LIMIT_VOTES="1000000/minute") as server:
            clients = [
                Client(server, person_id, cookie, random.Random(dice.random()), suggestions)
                for person_id, cookie in people
            ]
            for client in clients:
                client.stands = stands[client.person_id]
                client.start()
            _wait(clients, dice.randint(5, 60))
            time.sleep(dice.uniform(0, 0.3))
            server.kill()
            for client in clients:
                client.join(30)
                total += client.acknowledged
        _judge(tmp_path / "forum.db", stands)
    assert total >= 15


def _wait(clients: list[Client], votes: int) -> None:
    """Until so many clicks were acknowledged in this round, however slow the machine is."""
    deadline = time.monotonic() + 60
    while sum(client.acknowledged for client in clients) < votes:
        assert time.monotonic() < deadline, "nobody can vote"
        time.sleep(0.002)


def _judge(path: Path, stands: dict[int, dict[int, bool | None]]) -> None:
    """The rows are what was acknowledged, the stored counts are the rows."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = set(connection.execute("SELECT voter_id, suggestion_id FROM vote"))
        drifted = connection.execute(
            "SELECT id FROM suggestion WHERE vote_count <>"
            " (SELECT count(*) FROM vote WHERE suggestion_id = suggestion.id)"
        ).fetchall()
    assert drifted == []
    for person_id, votes in stands.items():
        for suggestion_id, stood in votes.items():
            if stood is None:
                # Killed before the answer: either outcome is right; go on from the true one.
                votes[suggestion_id] = (person_id, suggestion_id) in rows
            else:
                assert ((person_id, suggestion_id) in rows) is stood
