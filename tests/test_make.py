"""The factories and the visitor do what the other tests rely on."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask, g

from forum.accounts.models import Person
from forum.core.db import db
from forum.suggestions.models import SuggestionTally
from tests import html, make
from tests.counting import Counted
from tests.visitor import Visitor


def test_tallies_are_true(app: Flask) -> None:
    board = make.board()
    wish = make.suggestion(board)
    make.suggestion(board, state="pending")
    make.vote(wish)
    make.vote(wish)
    make.comment(wish)
    found = make.fresh(wish)
    assert (found.vote_count, found.comment_count) == (2, 1)
    assert found.heat > 0
    assert [row.count for row in db.session.query(SuggestionTally)] == [1]


def test_each_test_starts_empty(app: Flask, cast: make.Cast) -> None:
    assert db.session.query(Person).count() == 5
    assert cast.sara.id == 1
    assert make.fresh(cast.dana).role == "administrator"


def test_requests_do_not_share_a_context(app: Flask, cast: make.Cast) -> None:
    g.mine = True
    first, second = Visitor(app).sign_in(cast.sara), Visitor(app)
    assert first.csrf_token() != second.csrf_token()
    assert first.get("/healthz").status == 200
    assert "actor" not in g


def test_a_guest_posts_with_a_token(guest: Visitor) -> None:
    answer = guest.post("/preferences", {"theme": "dark", "next": "/healthz"})
    assert (answer.status, answer.location) == (303, "/healthz")
    assert guest.post("/preferences", {"theme": "dark"}, token="").status == 400


def test_queries_are_counted(queries: Callable[[], AbstractContextManager[Counted]]) -> None:
    with queries() as counted:
        db.session.query(Person).count()
    assert counted.count == 1


@pytest.mark.parametrize(
    "source",
    [
        "<p>no doctype</p>",
        "<!doctype html><div><p></div></p>",
        '<!doctype html><i id="a"></i><i id="a"></i>',
        "<!doctype html><a href=x><button></button></a>",
        '<!doctype html><label for="nobody"></label>',
        '<!doctype html><i class="a" class="b"></i>',
        "<!doctype html><div/>",
        "<!doctype html><div>",
    ],
)
def test_bad_html_is_refused(source: str) -> None:
    with pytest.raises(html.InvalidHtml):
        html.parse(source)
