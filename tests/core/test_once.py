"""A form sent twice acts once; the second sending gets the first one's answer."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core import clock, once
from forum.core.db import db
from forum.core.errors import Conflict
from forum.core.unit_of_work import end_read, writing

TOKEN = "a-token-of-a-form"


def test_the_second_gets_the_first_answer(app: Flask) -> None:
    with writing():
        assert once.claim(TOKEN) is None
        once.answer(TOKEN, "/s/1")
    with writing():
        assert once.claim(TOKEN) == "/s/1"


def test_a_refused_first_sending_leaves_the_token_free(app: Flask) -> None:
    with pytest.raises(Conflict), writing():
        assert once.claim(TOKEN) is None
        raise Conflict("no")
    with writing():
        assert once.claim(TOKEN) is None


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_each_is_a_first(app: Flask, token: str | None) -> None:
    for _ in range(2):
        with writing():
            assert once.claim(token) is None
            once.answer(token, "/s/1")
    end_read()
    assert db.session.scalar(select(func.count()).select_from(once.OnceAnswer)) == 0


def test_a_long_token_is_cut_the_same_way_twice(app: Flask) -> None:
    with writing():
        assert once.claim("x" * 300) is None
        once.answer("x" * 300, "/s/2")
    with writing():
        assert once.claim("x" * 300) == "/s/2"


def test_two_clicks_at_once_act_once(app: Flask) -> None:
    answers: list[str | None] = []
    barrier = threading.Barrier(2)

    def send() -> None:
        with app.app_context():
            barrier.wait()
            with writing():
                first = once.claim(TOKEN)
                if first is None:
                    once.answer(TOKEN, "/s/3")
                answers.append(first)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert set(answers) == {None, "/s/3"}


def test_old_answers_are_forgotten(app: Flask) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with clock.at(noon), writing():
        once.claim(TOKEN)
    with clock.at(noon + once.KEEP + timedelta(minutes=1)), writing():
        once.forget_old()
    with writing():
        assert once.claim(TOKEN) is None
