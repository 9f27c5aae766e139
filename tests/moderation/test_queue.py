"""Views of the desk: what is in them, in what order, for whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum.core import paging
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation import views
from forum.moderation.queries import queue
from forum.suggestions import drafting
from forum.suggestions.actions import team
from tests import make
from tests.counting import counting

START = datetime(2026, 3, 21, 8, 0, tzinfo=UTC)


def ids(who: Any, view: str, **more: Any) -> list[int]:
    page = queue.queue(actor=make.actor(who), view=views.named(view), **more)
    return [row.id for row in page.rows]


def test_waiting_shows_the_oldest_first(cast: make.Cast) -> None:
    late = make.suggestion(state="pending", at=START + timedelta(days=1))
    early = make.suggestion(state="pending", at=START)
    make.suggestion()
    assert ids(cast.layla, "waiting") == [early.id, late.id]


def test_unanswered_shows_the_most_wanted_first(cast: make.Cast) -> None:
    board = make.board()
    few, many = make.suggestion(board, vote_count=3), make.suggestion(vote_count=9)
    answered = make.suggestion(board, vote_count=20)
    with writing():
        team.respond(
            actor=make.actor(cast.layla),
            suggestion_id=answered.id,
            body=drafting.response(body="بله", language="fa"),
        )
    assert ids(cast.reza, "unanswered") == [many.id, few.id]
    assert set(ids(cast.reza, "all")) == {few.id, many.id, answered.id}


def test_flagged_shows_a_suggestion_once_the_first_flagged_first(cast: make.Cast) -> None:
    first, second = make.suggestion(), make.suggestion()
    comment = make.comment(second)
    for who, kind, subject in (
        (cast.omid, "suggestion", first.id),
        (cast.omid, "comment", comment.id),
        (cast.sara, "suggestion", second.id),
    ):
        with writing():
            moderation.flag(
                actor=make.actor(who), subject_kind=kind, subject_id=subject, reason="abuse"
            )
    page = queue.queue(actor=make.actor(cast.layla), view=views.named("flagged"))
    assert [(row.id, row.flag_count, row.flag_reason) for row in page.rows] == [
        (first.id, 1, "abuse"),
        (second.id, 2, "abuse"),
    ]


def test_one_board_and_words_of_the_title_narrow(cast: make.Cast) -> None:
    board = make.board()
    found = make.suggestion(board, title="كتاب‌های صوتی")
    other = make.suggestion(board, title="حالت تاریک")
    elsewhere = make.suggestion(title="کتاب کاغذی")
    assert ids(cast.layla, "all", board_id=board.id, q="کتابهای") == [found.id]
    assert set(ids(cast.layla, "all", q="کتاب")) == {found.id, elsewhere.id}
    assert set(ids(cast.layla, "all", board_id=board.id)) == {found.id, other.id}
    assert ids(cast.layla, "all", q="100%_") == []


def test_a_board_moderator_sees_that_board_only(cast: make.Cast) -> None:
    mine, theirs = make.board(), make.board()
    helper = make.person("نیلوفر")
    make.member(mine, helper, "moderator")
    own = make.suggestion(mine, state="pending")
    make.suggestion(theirs, state="pending")
    assert ids(helper, "waiting") == [own.id]
    assert ids(helper, "waiting", board_id=theirs.id) == []
    assert queue.counts(actor=make.actor(helper))["waiting"] == 1


def test_a_private_board_stays_private_to_site_moderators(cast: make.Cast) -> None:
    hidden = make.board(visibility="private")
    row = make.suggestion(hidden, state="pending")
    assert ids(cast.layla, "waiting") == []
    assert ids(cast.dana, "waiting") == [row.id]


def test_product_people_neither_approve_nor_see_what_waits(cast: make.Cast) -> None:
    make.suggestion(state="pending")
    with pytest.raises(Forbidden):
        ids(cast.reza, "waiting")
    assert set(queue.counts(actor=make.actor(cast.reza))) == {"unanswered", "all"}
    assert queue.counts(actor=make.actor(cast.sara)) == {}


@pytest.mark.parametrize("view", ["waiting", "all", "unanswered", "flagged"])
def test_pages_lead_there_and_back(
    cast: make.Cast, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row once, also where values tie, forwards and backwards, over several boards."""
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    two = [make.board(), make.board()]
    state = "pending" if view == "waiting" else "published"
    made = [
        make.suggestion(two[n % 2], state=state, at=START + timedelta(hours=n // 2))
        for n in range(5)
    ]
    for row in made if view == "flagged" else ():
        with writing():
            moderation.flag(
                actor=make.actor(cast.omid),
                subject_kind="suggestion",
                subject_id=row.id,
                reason="spam",
            )
    seen, cursor, pages = [], None, []
    for _ in range(3):
        page = queue.queue(
            actor=make.actor(cast.layla), view=views.named(view), cursor=paging.decode(cursor)
        )
        seen += [row.id for row in page.rows]
        pages.append([row.id for row in page.rows])
        cursor = page.older
        last = page
    assert cursor is None
    assert sorted(seen) == [row.id for row in made]
    back = queue.queue(
        actor=make.actor(cast.layla), view=views.named(view), cursor=paging.decode(last.newer)
    )
    assert [row.id for row in back.rows] == pages[1]


def test_a_cursor_of_another_view_is_refused(cast: make.Cast) -> None:
    make.board()
    for view, value in (
        ("all", 7),
        ("all", "2026-01-01"),
        ("unanswered", "soon"),
        ("unanswered", 2**40),
    ):
        with pytest.raises(Invalid):
            ids(cast.layla, view, cursor=paging.Cursor("after", value, 1))


def test_counts_stop_early(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "COUNT_LIMIT", 2)
    board = make.board()
    for _ in range(3):
        make.suggestion(board, state="pending")
    assert queue.counts(actor=make.actor(cast.layla))["waiting"] == 2


def test_the_list_asks_no_more_for_more_rows(cast: make.Cast, queries: Any) -> None:
    board, layla = make.board(), make.actor(cast.layla)
    make.suggestion(board, state="pending")
    found = []
    for _ in range(2):
        ids(cast.layla, "waiting")  # what moved with the new rows is in memory again
        with queries() as counted:
            queue.queue(actor=layla, view=views.named("waiting"))
        found.append(counted.count)
        for _ in range(6):
            make.suggestion(board, state="pending")
    assert found[0] == found[1] <= 3


@pytest.mark.database("sqlite")
def test_what_waits_is_read_by_its_own_index(cast: make.Cast) -> None:
    """SQLite takes it only where the statement says the word itself."""
    make.suggestion(state="pending", at=START)
    with counting(db.engine) as counted:
        ids(cast.layla, "waiting")
    walk = next(sent for sent in counted.statements if "'pending'" in sent)
    plan = db.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {walk}", (1,) * walk.count("?")
    )
    assert "ix_suggestion_queue" in " ".join(row[3] for row in plan)
