"""On SQLite a process works on one request at a time, and nobody waits long for his turn."""

import threading
import time

import pytest
from flask import Flask

from forum.http import turns
from forum.http.turns import Turns
from tests.visitor import Visitor


def _called(inner: Turns, environ: dict[str, object]) -> threading.Thread:
    thread = threading.Thread(target=lambda: list(inner(environ, lambda *_: None)))
    thread.start()
    return thread


def test_two_that_take_turns_do_not_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PATIENCE", 5)
    at_work, most = 0, 0

    def work(environ: dict[str, object], start: object) -> list[bytes]:
        nonlocal at_work, most
        environ["forum.turns"].take()
        at_work += 1
        most = max(most, at_work)
        time.sleep(0.02)
        at_work -= 1
        return [b""]

    inner = Turns(work)
    threads = [_called(inner, {}) for _ in range(5)]
    for thread in threads:
        thread.join()
    assert most == 1


def test_whoever_waited_a_moment_goes_on_beside_a_slow_one() -> None:
    is_slow = threading.Event()

    def work(environ: dict[str, object], start: object) -> list[bytes]:
        environ["forum.turns"].take()
        if environ.get("slow"):
            is_slow.set()
            time.sleep(0.5)
        return [b""]

    inner = Turns(work)
    slow = _called(inner, {"slow": True})
    is_slow.wait(5)
    began = time.monotonic()
    _called(inner, {}).join()
    assert time.monotonic() - began < 0.3
    slow.join()
    # The one that went on without a turn gave none back.
    assert inner._turn.acquire(blocking=False)


def test_a_turn_ends_with_a_request_that_fails() -> None:
    def work(environ: dict[str, object], start: object) -> list[bytes]:
        environ["forum.turns"].take()
        raise ValueError

    inner = Turns(work)
    with pytest.raises(ValueError):
        inner({}, lambda *_: None)
    assert inner._turn.acquire(blocking=False)


def test_only_sqlite_has_turns(app: Flask, guest: Visitor) -> None:
    asked: list[bool] = []

    @app.before_request
    def look() -> None:
        asked.append("forum.turns" in turns.request.environ)

    guest.get("/account/sign-in")
    is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    assert asked == [is_sqlite]


def test_whoever_is_over_takes_no_turn() -> None:
    environ: dict[str, object] = {}
    inner = Turns(lambda environ, start: [b""])
    inner(environ, lambda *_: None)
    environ["forum.turns"].take()
    assert inner._turn.acquire(blocking=False)
