"""What pages and acts may cost in SQL statements, and that more data does not cost more.

The numbers are the house's budgets for a signed-in reader; BEGIN, COMMIT and PRAGMA are free.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from urllib.parse import quote

import pytest
from flask import Flask

from forum.core import unit_of_work
from forum.core.unit_of_work import writing
from tests import make
from tests import town as towns
from tests.counting import Counted
from tests.visitor import Answer, Visitor

LIST, SUGGESTION, VOTE, POST, SEARCH = 4, 6, 7, 12, 7
Counting = Callable[[], AbstractContextManager[Counted]]


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.fixture
def omid(app: Flask, town: towns.Town) -> Visitor:
    """A customer whose browser has been here before: settings and boards lie in memory."""
    visitor = Visitor(app).sign_in(town.cast.omid)
    visitor.get("/b/ideas")
    visitor.csrf_token()
    return visitor


def moved() -> None:
    """Something public changed: pages that readers share are made again."""
    with writing():
        unit_of_work.content_changed()


def cost(queries: Counting, act: Callable[[], Answer], status: int = 200) -> Counted:
    with queries() as counted:
        answer = act()
    assert answer.status == status, answer.text[:500]
    return counted


def test_lists(queries: Counting, omid: Visitor) -> None:
    for path in ("/b/ideas", "/b/ideas?sort=new", "/b/ideas?sort=top&status=new", "/"):
        moved()
        counted = cost(queries, partial(omid.get, path))
        assert counted.count <= LIST, f"{path}\n{counted}"


def test_own_lists(queries: Counting, omid: Visitor) -> None:
    for path in (
        "/me/votes",
        "/me/suggestions",
        "/b/ideas?show=voted",
    ):
        counted = cost(queries, partial(omid.get, path))
        assert counted.count <= LIST + 1, f"{path}\n{counted}"


def test_searches(queries: Counting, omid: Visitor) -> None:
    """Candidates, their tiers, what of them he may see, the cards, their votes."""
    omid.get("/search?q=anything")  # the equal words lie in memory
    for path in (f"/b/ideas?q={quote('تاریک')}", f"/search?q={quote('تاریک')}"):
        moved()
        counted = cost(queries, partial(omid.get, path))
        assert counted.count <= SEARCH, f"{path}\n{counted}"


def test_the_suggestion(queries: Counting, omid: Visitor, town: towns.Town) -> None:
    path = f"/s/{town.wish.id}"
    counted = cost(queries, partial(omid.get, path))
    assert counted.count <= SUGGESTION, str(counted)


def test_a_page_that_another_reader_had_is_his_votes_alone(
    app: Flask, queries: Counting, town: towns.Town
) -> None:
    """The session, his votes, and on a suggestion whether he follows it."""
    one, other = (Visitor(app).sign_in(make.person()) for _ in range(2))
    for path, most in (("/", 2), ("/b/ideas", 2), (f"/s/{town.wish.id}", 3)):
        one.get(path)
        counted = cost(queries, partial(other.get, path))
        assert counted.count <= most, f"{path}\n{counted}"


@pytest.mark.parametrize("want", ["cast", "withdraw"])
def test_a_vote(queries: Counting, omid: Visitor, town: towns.Town, want: str) -> None:
    if want == "cast":
        omid.post(f"/s/{town.wish.id}/vote", {"want": "withdraw"})
    path = f"/s/{town.wish.id}/vote"
    counted = cost(queries, lambda: omid.post(path, {"want": want}, htmx=True))
    assert counted.count <= VOTE, str(counted)


def test_a_post(queries: Counting, omid: Visitor) -> None:
    """As a browser sends it that showed what is similar to the title."""
    title = "پیشنهادی تازه برای همه"
    typed = {"title": title, "seen_title": title, "body": "متن آن"}
    counted = cost(queries, lambda: omid.post("/b/ideas/new", typed), status=303)
    assert counted.count <= POST, str(counted)


def test_a_guest_costs_nothing_the_second_time(
    app: Flask, queries: Counting, town: towns.Town
) -> None:
    for path in ("/", "/b/ideas", f"/s/{town.wish.id}"):
        cost(queries, partial(Visitor(app).get, path))
        again = cost(queries, partial(Visitor(app).get, path))
        assert again.count == 0, f"{path}\n{again}"


def grow(town: towns.Town) -> None:
    """More of everything on the board, and more under its suggestion."""
    for number in range(8):
        wish = make.suggestion(town.board, title=f"پیشنهاد شمارهٔ {number}")
        make.vote(wish)
        make.comment(wish)
        make.comment(town.wish)
        make.vote(town.wish)
        make.suggestion(town.board, title=f"در انتظار {number}", state="pending")


def test_twice_the_data_costs_the_same(
    app: Flask, queries: Counting, omid: Visitor, town: towns.Town
) -> None:
    dana = Visitor(app).sign_in(town.cast.dana)
    walks = [
        (visitor, path)
        for visitor, paths in (
            (omid, ("/", "/b/ideas", f"/s/{town.wish.id}", "/me/votes", "/account")),
            (dana, ("/desk/all", "/desk/waiting", "/admin", "/admin/people", "/exports")),
        )
        for path in paths
    ]

    def costs() -> dict[str, int]:
        found = {}
        for visitor, path in walks:
            moved()
            visitor.get(path)
            moved()
            found[path] = cost(queries, partial(visitor.get, path)).count
        return found

    before = costs()
    grow(town)
    assert costs() == before
