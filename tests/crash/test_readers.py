"""ADV-184: who reads for long and who writes for long do not wait for each other (SQLite)."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from structlog.testing import capture_logs

from forum.cli import serving
from forum.core import embedded
from tests import make
from tests.cli.running import Running
from tests.crash.people import signed_in

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.xdist_group("servers")]
_MOST = 64 * 2**20  # bytes of write-ahead log that may lie there for good
_SLOW = 4.0  # seconds; who waits for a lock that is held waits longer, and is refused after five
_PATIENCE = 30.0
_COUNT = "SELECT count(*) FROM vote"


@pytest.fixture
def raw(app: Flask, tmp_path: Path) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Makes connections of somebody who is not the forum."""
    made: list[sqlite3.Connection] = []
    make.person()  # by now the database has its write-ahead log

    def connect() -> sqlite3.Connection:
        made.append(sqlite3.connect(tmp_path / "forum.db", isolation_level=None))
        return made[-1]

    yield connect
    for connection in made:
        connection.close()


def _swell(connection: sqlite3.Connection) -> None:
    """Write more than the log may hold, in steps as an import would."""
    connection.execute("CREATE TABLE ballast (content BLOB)")
    for _ in range(10):
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(8):
            connection.execute("INSERT INTO ballast VALUES (zeroblob(1048576))")
        connection.execute("COMMIT")


@pytest.mark.long
def test_adv_184_a_long_read_keeps_nobody_from_writing_and_its_log_shrinks_again(
    app: Flask, tmp_path: Path, raw: Callable[[], sqlite3.Connection]
) -> None:
    wish = make.suggestion(make.board("ideas"))
    log = tmp_path / "forum.db-wal"
    with Running(tmp_path, FORUM_LIMIT_VOTES="1000000/minute") as server:
        voter, took = signed_in(server, make.person()), list[float]()

        def vote(number: int) -> None:
            start = time.monotonic()
            want = "withdraw" if number % 2 else "cast"
            assert voter.vote(wish.id, want=want).status == 303
            took.append(time.monotonic() - start)

        reader = raw()
        reader.execute("BEGIN")
        before = reader.execute(_COUNT).fetchone()
        _swell(raw())
        for number in range(21):
            vote(number)
            assert server.get("/b/ideas").status == 200
        assert log.stat().st_size > _MOST
        assert reader.execute(_COUNT).fetchone() == before  # one moment, to its end
        assert raw().execute(_COUNT).fetchone() == (before[0] + 1,)
        reader.execute("COMMIT")
        until, number = time.monotonic() + _PATIENCE, 21
        while log.stat().st_size > _MOST:
            assert time.monotonic() < until, "the log stays as long as it was"
            vote(number)
            number += 1
            time.sleep(0.1)
    assert max(took) < _SLOW, sorted(took)[-3:]


@pytest.mark.long
def test_adv_184_a_long_write_keeps_nobody_from_reading(
    app: Flask, tmp_path: Path, raw: Callable[[], sqlite3.Connection]
) -> None:
    wish = make.suggestion(make.board("ideas"))
    with Running(tmp_path) as server:
        voter = signed_in(server, make.person())
        voter.token(f"/s/{wish.id}/vote")
        writer = raw()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE suggestion SET title = 'half written'")
        writer.execute("CREATE TABLE ballast (content BLOB)")
        for _ in range(8):  # more than it can keep in memory until the end
            writer.execute("INSERT INTO ballast VALUES (zeroblob(1048576))")
        waits = threading.Thread(target=voter.vote, args=(wish.id,), kwargs={"want": "cast"})
        waits.start()  # one who writes waits; he takes no place of those who read
        took, until = list[float](), time.monotonic() + 2
        while time.monotonic() < until:
            for cookie in ("", voter.cookie):
                start = time.monotonic()
                page = server.get(f"/s/{wish.id}", cookie)
                took.append(time.monotonic() - start)
                assert page.status in (200, 301)
                assert "half written" not in page.text
        writer.execute("ROLLBACK")
        waits.join(_PATIENCE)
        assert raw().execute(_COUNT).fetchone() == (1,)
    assert max(took) < _SLOW, sorted(took)[-3:]


def test_adv_184_a_log_that_only_grows_is_told(
    app: Flask,
    tmp_path: Path,
    raw: Callable[[], sqlite3.Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once for each time that it happens."""
    monkeypatch.setattr(serving, "_CHECKPOINT_ABOVE", 0)
    monkeypatch.setattr(serving, "_TOO_LONG", 10_000)
    path = tmp_path / "forum.db"
    keeper = serving._Keeper(path, os.getppid())
    reader = raw()
    for _ in range(2):
        reader.execute("BEGIN")
        reader.execute(_COUNT).fetchone()
        for _ in range(3):
            make.person()
        with capture_logs() as told:
            keeper._checkpoint(path)
            keeper._checkpoint(path)
        assert [one["log_level"] for one in told] == ["warning"]
        assert "write-ahead log" in told[0]["event"]
        reader.execute("COMMIT")
        with capture_logs() as told:
            keeper._checkpoint(path)
        assert told == []


def test_adv_184_the_log_begins_anew_within_its_limit(
    app: Flask, tmp_path: Path, raw: Callable[[], sqlite3.Connection]
) -> None:
    reader = raw()
    reader.execute("BEGIN")
    reader.execute(_COUNT).fetchone()
    _swell(raw())
    reader.execute("COMMIT")
    log = tmp_path / "forum.db-wal"
    assert log.stat().st_size > _MOST > embedded.LOG_KEPT
    serving._Keeper(tmp_path / "forum.db", os.getppid())._checkpoint(tmp_path / "forum.db")
    make.person()
    assert log.stat().st_size <= embedded.LOG_KEPT
