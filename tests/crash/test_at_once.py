"""Many people at one running server, in the same moment, on both databases."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.core.config import Config
from forum.core.db import db
from forum.suggestions.models import Suggestion
from tests import make
from tests.cli.running import Running, Voter
from tests.crash.people import settings_of, signed_in
from tests.drift import no_drift

pytestmark = pytest.mark.xdist_group("servers")

PEOPLE, ROUNDS = 40, 5
_SLOW = 2.5  # seconds: a vote that waits for a lock held by a body or a sign-in waits longer
_DRIP = 10.0


@pytest.fixture
def server(app: Flask, config: Config) -> Iterator[Running]:
    """`forum up` on the test's own database, with limits that let the load through."""
    limits = dict.fromkeys(
        (
            "FORUM_LIMIT_VOTES",
            "FORUM_LIMIT_SIGN_IN_ACCOUNT",
            "FORUM_LIMIT_SIGN_IN_ADDRESS",
        ),
        "100000/minute",
    )
    with Running(config.data_dir, **limits, **settings_of(config)) as running:
        yield running


def voters(server: Running, count: int) -> list[Voter]:
    """People who are signed in, each with a cookie of his own."""
    return [signed_in(server, make.person()) for _ in range(count)]


def all_at_once(acts: list[Callable[[], float]]) -> list[float]:
    """Seconds each act took, all begun in one moment; a failed one raises here."""
    barrier = threading.Barrier(len(acts))
    took: list[float | Exception] = [0.0] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(30)
            took[place] = acts[place]()
        except Exception as error:
            took[place] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    failures = [one for one in took if isinstance(one, Exception)]
    assert not failures, failures
    return [one for one in took if isinstance(one, float)]


def voting(voter: Voter, suggestion_id: int, want: str) -> Callable[[], float]:
    def act() -> float:
        start = time.monotonic()
        answer = voter.vote(suggestion_id, want=want)
        assert answer.status == 303, answer.text[:500]
        return time.monotonic() - start

    return act


def count_of(suggestion_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Suggestion, suggestion_id, populate_existing=True).vote_count


def test_forty_people_five_rounds(app: Flask, server: Running) -> None:
    """No error, and after each round the tally is the number of rows."""
    wanted = make.suggestion(make.board())
    people = voters(server, PEOPLE)
    for one in people:
        one.token(f"/s/{wanted.id}/vote")
    for number in range(ROUNDS):
        want = "withdraw" if number % 2 else "cast"
        all_at_once([voting(one, wanted.id, want) for one in people])
        assert count_of(wanted.id) == (0 if number % 2 else PEOPLE)
        no_drift()


def test_barrier_rounds(app: Flask, server: Running, full: bool) -> None:
    """Two and three voters at a time, the tally looked at after every round: a bulk race heals
    itself and would hide the fault."""
    wanted = make.suggestion(make.board())
    three = voters(server, 3)
    for one in three:
        one.token(f"/s/{wanted.id}/vote")
    for people in (three[:2], three):
        for number in range(100 if full else 10):
            want = "withdraw" if number % 2 else "cast"
            all_at_once([voting(one, wanted.id, want) for one in people])
            assert count_of(wanted.id) == (0 if number % 2 else len(people))
    no_drift()


def test_slow_bodies_and_sign_ins_delay_no_vote(app: Flask, server: Running, full: bool) -> None:
    """A body that drips in holds no lock, and neither does the hashing of passwords."""
    wanted = make.suggestion(make.board())
    people = voters(server, 4)
    for one in people:
        one.token(f"/s/{wanted.id}/vote")
    over, tried = threading.Event(), list[int]()
    seconds = _DRIP if full else 3.0
    noise = [
        threading.Thread(target=drip, args=(server, people[0], wanted.id, over)),
        threading.Thread(target=keep_signing_in, args=(server, over, tried)),
    ]
    for thread in noise:
        thread.start()
    took: list[float] = []
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        want = "withdraw" if turn % 2 else "cast"
        took += all_at_once([voting(one, wanted.id, want) for one in people[1:]])
        turn += 1
    over.set()
    for thread in noise:
        thread.join(20)
    assert turn > 2
    assert tried
    assert set(tried) == {422}
    assert max(took) < _SLOW, sorted(took)[-5:]
    no_drift()


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_that_breaks_off_is_no_vote(app: Flask, server: Running, is_chunked: bool) -> None:
    """Half a text would be posted, with all that was typed after it lost."""
    wanted = make.suggestion(make.board())
    [voter] = voters(server, 1)
    body = f"csrf_token={voter.token('/')}&want=cast&note=".encode() + b"x" * 100
    length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body) + 100}"
    head = (
        f"POST /s/{wanted.id}/vote HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Cookie: {voter.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"{length}\r\n\r\n"
    )
    sent = b"%x\r\n%s\r\n" % (len(body), body) if is_chunked else body
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        wire.sendall(head.encode() + sent)
        wire.shutdown(socket.SHUT_WR)
        answer = wire.recv(1000)
    assert not answer or b" 400 " in answer.partition(b"\r\n")[0], answer
    assert voter.vote(wanted.id, want="withdraw").status == 303  # it goes on
    assert count_of(wanted.id) == 0
    no_drift()


def drip(server: Running, voter: Voter, suggestion_id: int, over: threading.Event) -> None:
    """A vote whose body comes a byte at a time, for as long as the test goes on."""
    body = f"csrf_token={voter.token('/')}&want=cast&note=" + "x" * 4000
    head = (
        f"POST /s/{suggestion_id}/vote HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Cookie: {voter.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire,
    ):
        wire.sendall(head.encode())
        for letter in body:
            if over.is_set():
                return
            wire.sendall(letter.encode())
            time.sleep(0.02)


def keep_signing_in(server: Running, over: threading.Event, tried: list[int]) -> None:
    """Wrong passwords, one after the other: each burns a hash."""
    page = server.get("/account/sign-in/password")
    headers = {name.lower(): value for name, value in page.headers.items()}
    cookie = headers["set-cookie"].partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    form = {"csrf_token": token[1], "email": "nobody@example.com", "password": "not the one"}
    while not over.is_set():
        tried.append(server.post("/account/sign-in/password", form, cookie).status)
