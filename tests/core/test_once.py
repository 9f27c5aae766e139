"""A form sent twice acts once; the second sending gets the first one's answer."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core import clock, once
from forum.core.db import db
from forum.core.errors import Conflict
from forum.core.unit_of_work import writing

TOKEN = "a-token-of-a-form"


def test_the_second_finds_the_first_answer_and_is_not_kept(app: Flask) -> None:
    assert once.known(TOKEN) is None
    with writing():
        once.keep(TOKEN, "/s/1")
    with pytest.raises(Conflict), writing():
        once.keep(TOKEN, "/s/2")
    assert once.known(TOKEN) == "/s/1"


def test_a_refused_first_sending_leaves_the_token_free(app: Flask) -> None:
    with pytest.raises(Conflict), writing():
        once.keep(TOKEN, "/s/1")
        raise Conflict("no")
    assert once.known(TOKEN) is None
    with writing():
        once.keep(TOKEN, "/s/2")


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_each_is_a_first(app: Flask, token: str | None) -> None:
    for _ in range(2):
        with writing():
            once.keep(token, "/s/1")
    assert once.known(token) is None
    assert db.session.scalar(select(func.count()).select_from(once.OnceAnswer)) == 0


def test_a_long_token_is_cut_the_same_way_twice(app: Flask) -> None:
    with writing():
        once.keep("x" * 300, "/s/2")
    with pytest.raises(Conflict), writing():
        once.keep("x" * 300, "/s/3")


def test_two_clicks_at_once_act_once(app: Flask) -> None:
    twins: list[bool] = []
    barrier = threading.Barrier(2)

    def send() -> None:
        with app.app_context():
            barrier.wait()
            try:
                with writing():
                    once.keep(TOKEN, "/s/3")
                twins.append(False)
            except Conflict:
                twins.append(True)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(twins) == [False, True]
    assert once.known(TOKEN) == "/s/3"


def test_old_answers_are_forgotten(app: Flask) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with clock.at(noon), writing():
        once.keep(TOKEN, "/s/1")
    with clock.at(noon + once.KEEP + timedelta(minutes=1)), writing():
        once.forget_old()
    assert once.known(TOKEN) is None
