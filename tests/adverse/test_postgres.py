"""ADV-195: PostgreSQL ends connections, refuses them, or gives a unit of work up."""

import dataclasses
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, make_url, select

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.core.wire import Wire
from forum.votes.models import Vote
from tests import make
from tests import town as towns
from tests.cli.calling import call
from tests.databases import Postgres
from tests.drift import no_drift
from tests.racing import together
from tests.visitor import Answer, Visitor

pytestmark = pytest.mark.database("postgres")
Rival = psycopg.Connection[tuple[object, ...]]
_PATIENCE = 20.0  # seconds
_FEW = 3


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


def _connect(address: str) -> Rival:
    return psycopg.connect(address.replace("+psycopg", ""))


@pytest.fixture
def rival(database: str) -> Iterator[Rival]:
    """Somebody else in the same database, in a transaction of his own."""
    with closing(_connect(database)) as connection:
        # He outlasts the forum wherever two wait for each other, but not for ever.
        connection.execute("SET SESSION deadlock_timeout = '1min'")
        connection.execute("SET SESSION lock_timeout = '20s'")
        connection.execute("SET SESSION statement_timeout = 0")
        connection.commit()
        yield connection


def _is_said(answer: Answer) -> bool:
    """503 with words in the reader's language and when to come back."""
    assert answer.status == 503, answer.text[:500]
    assert int(answer.headers["Retry-After"]) > 0
    return answer.html.one("html")["lang"] == "fa"


def _stands(town: towns.Town) -> bool:
    """Whether Omid's vote for the wish is there; each count equals its rows."""
    no_drift()
    db.session.rollback()
    found = (Vote.suggestion_id == town.wish.id) & (Vote.voter_id == town.cast.omid.id)
    return db.session.scalar(select(func.count()).select_from(Vote).where(found)) == 1


def test_adv_195_ended_connections_cost_one_answer_at_most(
    app: Flask, town: towns.Town, postgres_source: Postgres
) -> None:
    omid = Visitor(app).sign_in(town.cast.omid)
    browsers = [Visitor(app).sign_in(town.cast.sara) for _ in range(4)]
    path = f"/s/{town.wish.id}/vote"
    token, lost = omid.csrf_token(), 0
    for number in range(6):
        # Several connections lie in the pool, used a moment ago.
        reads = [lambda one=one: one.get("/b/ideas").status for one in browsers]
        assert together(app, *reads) == [200] * 4
        db.session.remove()
        postgres_source.throw_out()
        want = "cast" if number % 2 else "withdraw"
        first, *others = [
            omid.post(path, {"want": want}, language="fa", token=token) for _ in range(4)
        ]
        assert first.status == 303 or _is_said(first)
        lost += first.status == 503
        assert [answer.status for answer in others] == [303] * 3
        assert omid.get("/readyz").status == 200
        assert _stands(town) == bool(number % 2)
    assert lost, "each connection was asked first, which costs every request a round trip"


def _last_word(database: str, postgres_source: Postgres) -> psycopg.Error:
    """What the server says on a connection that it ends."""
    with closing(_connect(database)) as ended, pytest.raises(psycopg.Error) as caught:
        postgres_source.throw_out()
        ended.execute("SELECT 1")
    assert caught.value.sqlstate == "57P01"
    return caught.value


@pytest.mark.parametrize("is_said", [True, False], ids=["said", "noticed"])
def test_adv_195_a_connection_is_over_before_the_driver_knows(
    app: Flask,
    town: towns.Town,
    database: str,
    postgres_source: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_said: bool,
) -> None:
    """libpq takes it for open: the server's last word came, or the end of the socket, alone."""
    omid = Visitor(app).sign_in(town.cast.omid)
    closed = psycopg.OperationalError("connection socket closed")
    last = _last_word(database, postgres_source) if is_said else closed
    over, ask = list[Wire](), Wire.ask

    def end_the_first(wire: Wire, sql: str, values: Sequence[object] = ()) -> object:
        over.append(wire)
        if wire is over[0]:
            raise last
        return ask(wire, sql, values)

    _new_connections()
    assert omid.get("/b/ideas").status == 200
    monkeypatch.setattr(Wire, "ask", end_the_first)
    assert _is_said(omid.get("/b/ideas", language="fa"))
    assert [omid.get("/b/ideas").status for _ in range(3)] == [200] * 3


def _while_it_waits(
    app: Flask, database: str, act: Callable[[], Answer], then: Callable[[], object]
) -> Answer:
    """The answer to a request that has to wait for the rival, who then does something."""
    found: list[Answer] = []

    def run() -> None:
        with app.app_context():
            found.append(act())

    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    thread = threading.Thread(target=run, daemon=True)
    with closing(_connect(database)) as watch:
        watch.autocommit = True
        thread.start()
        until = time.monotonic() + _PATIENCE
        while watch.execute(waiting).fetchone() != (1,):
            assert time.monotonic() < until, "nobody waits"
    then()
    thread.join(_PATIENCE)
    assert found, "the request hangs"
    return found[0]


def test_adv_195_a_statement_that_takes_too_long_saves_nothing(
    app: Flask, database: str, town: towns.Town, rival: Rival, postgres_source: Postgres
) -> None:
    omid = Visitor(app).sign_in(town.cast.omid)
    omid.csrf_token()
    typed = "پاسخی بلند که نباید از دست برود"
    asked = (f"/s/{town.wish.id}/comments/new", {"body": typed})
    with postgres_source.setting("statement_timeout", "1s"):
        _new_connections()
        rival.execute(f"UPDATE suggestion SET title = title WHERE id = {town.wish.id}")
        before = make.fresh(town.wish).comment_count
        answer = _while_it_waits(
            app, database, lambda: omid.post(*asked, language="fa"), lambda: None
        )
        assert _is_said(answer)
        assert typed in answer.text
        assert omid.get(f"/s/{town.wish.id}").status == 200  # reading waits for nobody
        rival.rollback()
        assert make.fresh(town.wish).comment_count == before
        no_drift()
        assert omid.post(*asked).status == 303
    assert make.fresh(town.wish).comment_count == before + 1
    no_drift()
    _new_connections()


def _new_connections() -> None:
    db.session.remove()
    db.engine.dispose()


def test_adv_195_who_loses_a_deadlock_saved_nothing_and_may_come_again(
    app: Flask, database: str, town: towns.Town, rival: Rival
) -> None:
    """The vote holds the suggestion and wants the follow; the rival the other way round."""
    reza = town.cast.reza
    browser = Visitor(app).sign_in(reza)
    browser.csrf_token()
    rival.execute(
        "INSERT INTO follow (person_id, suggestion_id, reason, is_muted, created_at)"
        f" VALUES ({reza.id}, {town.wish.id}, 'asked', false, now())"
    )
    before = make.fresh(town.wish).vote_count
    count = f"UPDATE suggestion SET title = title WHERE id = {town.wish.id}"
    vote = (f"/s/{town.wish.id}/vote", {"want": "cast"})
    answer = _while_it_waits(
        app, database, lambda: browser.post(*vote, language="fa"), lambda: rival.execute(count)
    )
    assert _is_said(answer)
    rival.rollback()
    assert make.fresh(town.wish).vote_count == before
    no_drift()
    assert browser.post(*vote).status == 303
    assert make.fresh(town.wish).vote_count == before + 1
    no_drift()


def test_adv_195_what_cannot_be_serialised_saved_nothing_and_may_come_again(
    app: Flask, database: str, town: towns.Town, rival: Rival, postgres_source: Postgres
) -> None:
    """On a server whose administrator asks for more than we need."""
    omid = Visitor(app).sign_in(town.cast.omid)
    vote = (f"/s/{town.wish.id}/vote", {"want": "withdraw"})
    omid.csrf_token()
    with postgres_source.setting("default_transaction_isolation", "repeatable read"):
        _new_connections()
        rival.execute(f"UPDATE suggestion SET title = title WHERE id = {town.wish.id}")
        answer = _while_it_waits(
            app, database, lambda: omid.post(*vote, language="fa"), rival.commit
        )
        assert _is_said(answer)
        assert _stands(town)
        assert omid.post(*vote).status == 303
        assert not _stands(town)
    _new_connections()


@pytest.fixture
def few(database: str) -> Iterator[str]:
    """The address of the same database for somebody who may have few connections at a time."""
    name = f"sada_few_{os.getpid()}"
    with closing(_connect(database)) as owner:
        owner.autocommit = True
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'few' CONNECTION LIMIT {_FEW}")
        owner.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
        owner.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {name}")
        address = make_url(database).set(username=name, password="few")
        yield address.render_as_string(hide_password=False)
        owner.execute(f"DROP OWNED BY {name}")
        owner.execute(f"DROP ROLE {name}")


def test_adv_195_no_connection_is_left(app: Flask, config: Config, few: str) -> None:
    make.board("ideas")
    app = create_app(dataclasses.replace(config, database_url=few))
    guest = app.test_client()
    with ExitStack() as others:
        for _ in range(_FEW):
            others.enter_context(closing(_connect(few)))
        answer = guest.get("/b/ideas", headers={"Accept-Language": "ar"})
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert 'lang="ar"' in answer.get_data(as_text=True)
        assert guest.get("/healthz").status_code == 200
        assert guest.get("/readyz").get_data() == b"database unavailable\n"
    _until(lambda: guest.get("/readyz").status_code == 200)
    assert guest.get("/b/ideas").status_code == 200
    with app.app_context():
        db.engine.dispose()


def _until(condition: Callable[[], bool]) -> None:
    """PostgreSQL notices a moment later that somebody is gone."""
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def test_adv_195_a_server_that_is_not_there_at_the_start_is_named(config: Config) -> None:
    away = make_url(config.database_url).set(host="127.0.0.1", port=1)
    address = away.render_as_string(hide_password=False)
    for words in (("up", "--port", "65000"), ("worker",), ("db", "upgrade")):
        result = call(dataclasses.replace(config, database_url=address), *words)
        assert result.exit_code == 3, result.output
        assert "The database does not answer" in result.stderr
