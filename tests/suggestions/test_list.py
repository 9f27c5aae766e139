"""Lists: every order with every filter, read page by page forwards and back."""

from datetime import timedelta

import pytest

from forum.boards import queries as boards
from forum.core import clock, paging
from forum.core.errors import Invalid
from forum.suggestions import listing, ranking
from forum.suggestions.queries import lists, personal, status_rows
from forum.suggestions.queries.lists import Filter
from tests import make

SIZE = 3


@pytest.fixture
def board(cast):
    """Eleven with many ties, and some that no list may show."""
    board = make.board()
    category = make.category(board)
    for number in range(11):
        moment = clock.now() - timedelta(days=number // 3)
        wish = make.suggestion(
            board,
            cast.sara,
            title=f"خروجی {'اکسل' if number % 2 else 'چاپی'} شماره {number}",
            status="planned" if number % 2 else "new",
            category=category if number % 3 else None,
            at=moment,
        )
        for voter in (cast.sara, cast.omid)[: number % 3]:
            make.vote(wish, voter, at=moment)
        if number % 4 == 0:
            make.comment(wish, cast.omid, at=moment)
    for state in ("pending", "hidden", "withdrawn", "rejected", "merged"):
        make.suggestion(board, cast.sara, state=state)
    make.suggestion(make.board(), cast.sara)
    return board


def wanted(board, name):
    planned = status_rows.status_by_key("planned").id
    category = boards.directory().by_id[board.id].categories[0].id
    return {
        "all": Filter(),
        "status": Filter(status_id=planned),
        "category": Filter(category_id=category),
        "each": Filter(status_id=planned, category_id=category),
    }[name]


def walk(board, sort, narrowed):
    """(ids forwards, ids backwards), as a reader turns the pages."""
    there, page = [], lists.cards([board.id], sort=sort, narrowed=narrowed, size=SIZE)
    assert page.newer is None
    while True:
        there.append([row.id for row in page.rows])
        if page.older is None:
            break
        page = _turn(board, sort, narrowed, page.older)
    back = [there[-1]]
    while page.newer is not None:
        page = _turn(board, sort, narrowed, page.newer)
        back.append([row.id for row in page.rows])
    return there, back


def _turn(board, sort, narrowed, cursor):
    return lists.cards(
        [board.id], sort=sort, narrowed=narrowed, cursor=paging.decode(cursor), size=SIZE
    )


def whole(board, sort, narrowed):
    rows = lists.cards([board.id], sort=sort, narrowed=narrowed, size=100).rows
    column = listing.SORTS[sort].key
    assert list(rows) == sorted(rows, key=lambda row: (getattr(row, column), row.id), reverse=True)
    return [row.id for row in rows]


def test_no_row_is_lost_or_doubled(board):
    for sort in listing.SORTS:
        for name in ("all", "status", "category", "each"):
            narrowed = wanted(board, name)
            every = whole(board, sort, narrowed)
            assert len(every) == {"all": 11, "status": 5, "category": 7, "each": 3}[name]
            there, back = walk(board, sort, narrowed)
            assert [found for page in there for found in page] == every, (sort, name)
            assert back[::-1] == there, (sort, name)


def test_several_boards_are_one_list(board):
    other = make.board()
    for _ in range(4):
        make.suggestion(other)
    every = lists.cards([board.id, other.id], size=100).rows
    assert len(every) == 15
    page = lists.cards([board.id, other.id], size=8)
    rest = lists.cards([board.id, other.id], size=8, cursor=paging.decode(page.older))
    assert [row.id for row in (*page.rows, *rest.rows)] == [row.id for row in every]


def test_a_new_one_does_not_shift_the_pages(board):
    first = lists.cards([board.id], sort="new", size=SIZE)
    every = whole(board, "new", Filter())
    made = make.suggestion(board)
    second = _turn(board, "new", Filter(), first.older)
    assert [row.id for row in second.rows] == every[SIZE : 2 * SIZE]
    back = _turn(board, "new", Filter(), second.newer)
    assert [row.id for row in back.rows] == every[:SIZE]
    assert [row.id for row in _turn(board, "new", Filter(), back.newer).rows] == [made.id]


def test_without_a_board_there_is_nothing(app):
    assert lists.cards([]).rows == ()


def test_there_are_no_other_orders(app):
    for sort in ("", "hot", "votes", "id; DROP TABLE vote", "heat DESC", "TOP"):
        with pytest.raises(Invalid):
            lists.cards([1], sort=sort)


CURSORS = ["x", 1.5, -(2**40), 2**62, 1e308, "2026-13-01T00:00:00+00:00", "2026-01-01T00:00:00",
           "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "", True, None]  # fmt: skip


def test_foreign_cursors_are_refused_or_find_something(board):
    for sort in listing.SORTS:
        for value in CURSORS:
            for side in ("after", "before"):
                try:
                    cursor = paging.decode(paging.Cursor(side, value, 5).encode())
                    lists.cards([board.id], sort=sort, cursor=cursor)
                except Invalid:
                    continue


def test_my_own_are_read_page_by_page(board, cast):
    actor = make.actor(cast.sara)
    among = personal.ids_by(cast.sara.id)
    every = [row.id for row in lists.cards_among(actor, among, size=100).rows]
    assert every == sorted(every, reverse=True)
    assert len(every) == 17
    page, found = lists.cards_among(actor, among, size=5), []
    while True:
        found += [row.id for row in page.rows]
        if page.older is None:
            break
        page = lists.cards_among(actor, among, size=5, cursor=paging.decode(page.older))
    assert found == every
    back = lists.cards_among(actor, among, size=5, cursor=paging.decode(page.newer))
    assert [row.id for row in back.rows] == every[10:15]


def test_what_waits_longer_does_not_overtake(cast):
    """The order of two suggestions never changes by waiting."""
    board, now = make.board(), clock.now()
    old, young = (make.suggestion(board, cast.sara) for _ in range(2))
    for _ in range(2):
        make.vote(old, at=now - timedelta(days=60))
    make.vote(young, at=now)
    for later in (0, 100, 4000):
        with clock.at(now + timedelta(days=later)):
            rows = lists.cards([board.id]).rows
            assert [row.id for row in rows] == [young.id, old.id]
    assert ranking.comment_heat(now) < ranking.vote_heat(now)
