"""ADV-190: what lies on the disk when the power goes is a forum, and all that was safe is in it.

A copy of the database and its write-ahead log stands for the disk. The log's end may be missing or
torn: of it only what was synchronised is sure to be there, which is everything before the last
checkpoint (FORUM_SQLITE_SYNC=NORMAL) or before the last commit (FULL).
"""

import random
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.votes import actions as votes
from tests import make

pytestmark = pytest.mark.database("sqlite")
_HEAD, _FRAME = 32, 24  # bytes before all frames of the log, and before the page of each
_VOTERS = 4
_PATIENCE = 30.0  # seconds
_DRIFTED = (
    "SELECT id FROM suggestion WHERE vote_count <>"
    " (SELECT count(*) FROM vote WHERE suggestion_id = suggestion.id)"
)
Ballot = tuple[Actor, int]  # of whom, for what


@dataclass(frozen=True)
class Disk:
    """A copy of the files."""

    database: bytes
    log: bytes

    @classmethod
    def of(cls, path: Path, folder: Path) -> "Disk":
        log = path.with_name(path.name + "-wal")
        # By another process: a file that this one closes is no longer locked by its SQLite. The
        # database first: what is added to the log meanwhile is what a later moment had.
        subprocess.run(["cp", path, log, folder], check=True)
        return cls((folder / path.name).read_bytes(), (folder / log.name).read_bytes())

    @property
    def end(self) -> int:
        """Where the log ends. What lies behind is left from before the last time it began anew."""
        page = int.from_bytes(self.log[8:12])
        at = _HEAD
        while self.log[at + 8 : at + 16] == self.log[16:24] and at + _FRAME + page <= len(self.log):
            at += _FRAME + page
        return at

    def cut(self, at: int, rest: bytes = b"") -> "Disk":
        """The log ends here, or goes on with what happened to lie there."""
        return Disk(self.database, self.log[:at] + rest)


def cast_on(disk: Disk, folder: Path) -> set[tuple[int, int]]:
    """The votes that a forum finds that starts from it; the database is whole, each count true."""
    path = folder / "found.db"
    path.write_bytes(disk.database)
    path.with_name("found.db-wal").write_bytes(disk.log)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute(_DRIFTED).fetchall() == []
        found = set(connection.execute("SELECT voter_id, suggestion_id FROM vote"))
    path.unlink()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "copies"
    found.mkdir()
    return found


@pytest.fixture
def ballots(app: Flask) -> list[Ballot]:
    """Who will vote for what, in which order."""
    board = make.board()
    wishes = [make.suggestion(board).id for _ in range(6)]
    people = [make.actor(make.person()) for _ in range(20)]
    found = [(person, wish) for person in people for wish in wishes]
    random.Random(190).shuffle(found)
    unit_of_work.end_read()
    return found


def rows(ballots: Iterable[Ballot]) -> set[tuple[int, int]]:
    return {(actor.person_id or 0, wish) for actor, wish in ballots}


def path_of(app: Flask) -> Path:
    return Path(app.extensions["forum_config"].database_url.removeprefix("sqlite:///"))


@pytest.mark.config(sqlite_sync="FULL")
def test_adv_190_a_torn_log_loses_only_what_was_not_safe(
    app: Flask, ballots: list[Ballot], folder: Path
) -> None:
    """Torn anywhere: a forum with the first votes, all before the last checkpoint among them; torn
    behind the last commit: with all of them."""
    dice, path = random.Random(1), path_of(app)
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
    safe = lost = restarted = 0
    for number, (actor, wish) in enumerate(ballots):
        is_copied = dice.random() < 0.2
        with writing():
            votes.cast(actor=actor, suggestion_id=wish)
            if is_copied:  # in the middle: the votes before this one
                assert cast_on(Disk.of(path, folder), folder) == rows(ballots[:number])
        if is_copied:
            disk, known = Disk.of(path, folder), number + 1
            torn = dice.randint(0, disk.end)
            restarted += disk.end < len(disk.log)
            for at, rest in [
                (disk.end, b""),
                (disk.end, dice.randbytes(9000)),
                (torn, b""),
                (torn, bytes(9000)),
            ]:
                found = cast_on(disk.cut(at, rest), folder)
                assert found == rows(ballots[: len(found)])
                assert len(found) >= (known if at == disk.end else safe)
                lost += known - len(found)
        elif dice.random() < 0.08:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            safe = number + 1  # and the next vote begins the log anew
    assert lost, "no cut took anything away"
    assert restarted, "no log had an older end"


def test_adv_190_the_power_goes_while_many_vote(
    app: Flask, ballots: list[Ballot], folder: Path
) -> None:
    """Who was told that his vote counts finds it again."""
    told: list[Ballot] = []
    dice, path = random.Random(2), path_of(app)
    turns = threading.Semaphore(0)  # a few votes for each look, however slow the machine is

    def vote(share: list[Ballot]) -> None:
        with app.app_context():
            for actor, wish in share:
                turns.acquire()
                with writing():
                    votes.cast(actor=actor, suggestion_id=wish)
                told.append((actor, wish))

    threads = [
        threading.Thread(target=vote, args=(ballots[start::_VOTERS],), daemon=True)
        for start in range(_VOTERS)
    ]
    for thread in threads:
        thread.start()
    for released in range(0, len(ballots), 2 * _VOTERS):
        until = time.monotonic() + _PATIENCE
        while len(told) < released:
            assert time.monotonic() < until, "somebody's vote failed"
            time.sleep(0.001)
        known = rows(told)
        turns.release(2 * _VOTERS)
        disk = Disk.of(path, folder)
        assert cast_on(disk, folder) >= known
        cast_on(disk.cut(dice.randint(0, disk.end)), folder)
    for thread in threads:
        thread.join()
    assert len(told) == len(ballots)
