"""The index moves with the texts, in their transaction, and only then."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import text

from forum.accounts.events import PersonErased
from forum.core import events, unit_of_work
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.search import indexing, limits, working
from forum.search.actions import entries as search_entries
from forum.search.queries import index
from forum.suggestions.actions import authors
from forum.suggestions.models import Suggestion
from tests import make
from tests.comments import acting as comments
from tests.counting import Counted
from tests.search import acting
from tests.search.acting import found
from tests.suggestions import acting as suggestions

Counting = Callable[[], AbstractContextManager[Counted]]


def entries() -> int:
    """Rows of the full-text index."""
    count: int = db.session.execute(text("SELECT count(*) FROM search_index")).scalar_one()
    unit_of_work.end_read()
    return count


def test_a_suggestion_is_found_from_its_posting_to_its_withdrawal(
    app: Flask, cast: make.Cast
) -> None:
    board = make.board()
    row = suggestions.post(cast.sara, board, title="ترازوی هوشمند", body="برای *انبار*")
    assert found("ترازو") == found("انبار") == [row.id]
    suggestions.edit(cast.sara, row, title="قپان هوشمند", body="برای فروشگاه")
    assert found("قپان") == [row.id]
    assert found("ترازو") == found("انبار") == []
    suggestions.act("withdraw", cast.sara, row, reason="دیگر نه")
    assert found("قپان") == []
    assert entries() == 0


def test_what_waits_hides_or_comes_back(app: Flask, cast: make.Cast) -> None:
    row = suggestions.post(cast.sara, make.board(approval="all"), title="ترازوی هوشمند")
    assert found("ترازو", make.actor(cast.dana)) == []
    suggestions.act("approve", cast.layla, row)
    assert found("ترازو") == [row.id]
    suggestions.act("hide", cast.layla, row)
    assert found("ترازو", make.actor(cast.sara)) == []
    suggestions.act("restore", cast.layla, row)
    assert found("ترازو") == [row.id]


def test_a_refused_unit_leaves_the_index_as_it_was(app: Flask, cast: make.Cast) -> None:
    board = make.board()
    prepared = suggestions.draft("ترازوی هوشمند")
    with pytest.raises(RuntimeError), writing():
        actor = make.actor(cast.sara)
        authors.post(actor=actor, board_id=board.id, draft=prepared)
        raise RuntimeError
    assert found("ترازو") == []
    assert entries() == 0


def test_status_category_and_board_are_followed(app: Flask, cast: make.Cast) -> None:
    board, other = make.board(), make.board()
    row = suggestions.post(cast.sara, board, title="ترازوی هوشمند")
    planned = make.suggestion(status="planned").status_id
    assert found("ترازو", status_id=planned) == []
    suggestions.act("set_status", cast.layla, row, status_key="planned")
    assert found("ترازو", status_id=planned) == [row.id]
    category = make.category(other)
    suggestions.act("move", cast.layla, row, board_id=other.id, category_id=category.id)
    assert found("ترازو", board_ids=[board.id]) == []
    assert found("ترازو", board_ids=[other.id], category_id=category.id) == [row.id]
    assert index.standing().is_well


def test_words_of_comments_come_and_go(app: Flask, cast: make.Cast) -> None:
    row = make.suggestion()
    said = acting.comment(cast.sara, row, "زعفران")
    assert found("زعفران") == [row.id]
    comments.edit(cast.sara, said, "دارچین")
    assert (found("زعفران"), found("دارچین")) == ([], [row.id])
    comments.act("hide", cast.layla, said)
    assert found("دارچین") == []
    comments.act("restore", cast.layla, said)
    assert found("دارچین") == [row.id]
    comments.act("delete", cast.sara, said)
    assert found("دارچین") == []


def test_an_erased_person_leaves_no_words(app: Flask, cast: make.Cast) -> None:
    own = suggestions.post(cast.sara, make.board(), title="ترازوی هوشمند")
    other = make.suggestion()
    acting.comment(cast.sara, other, "زعفران")
    with writing():
        events.publish(PersonErased(person_id=cast.sara.id, keeps_texts=False))
    assert found("ترازو") == found("زعفران") == []
    assert own.id != other.id


def test_a_vote_writes_nothing_here_and_what_is_the_same_is_not_rewritten(
    app: Flask, cast: make.Cast, queries: Counting
) -> None:
    row = make.suggestion()
    with queries() as counted:
        make.vote(row, cast.sara)
    assert not [one for one in counted.statements if "search" in one]
    with queries() as counted, writing():
        search_entries.index(suggestion_id=row.id)
    written = [one for one in counted.statements if "INTO search_index" in one]
    written += [one for one in counted.statements if "UPDATE search_index" in one]
    if db.engine.dialect.name == "sqlite":
        assert written == []
    else:  # one statement, which compares before it writes
        assert len(written) == 1
        assert "WHERE search_index.words <> excluded.words" in written[0]


def test_a_long_discussion_is_left_to_a_job(
    app: Flask, cast: make.Cast, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "AT_ONCE_CHARACTERS", 100)
    row = make.suggestion(title="گفتگو")
    gone = acting.comment(cast.sara, row, "زعفران " * 30)
    acting.comment(cast.omid, row, "دارچین")
    assert found("دارچین") == [row.id]
    comments.act("delete", cast.sara, gone)
    assert found("زعفران") == []
    run_jobs()
    assert (found("زعفران"), found("دارچین")) == ([], [row.id])


def test_only_the_newest_comments_are_kept(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.suggestion(title="گفتگو")
    for word in ("زعفران", "دارچین", "هل"):
        acting.comment(cast.sara, row, word)
    monkeypatch.setattr(limits, "COMMENT_CHARACTERS", 8)
    with writing():
        search_entries.index(suggestion_id=row.id)
    assert (found("زعفران"), found("هل")) == ([], [row.id])


def test_marks_and_links_are_no_words(app: Flask) -> None:
    row = make.suggestion(
        title="گفتگو", body="**نیم**فاصله و [پیوند](https://example.com/secretpath)"
    )
    assert found("پیوند") == [row.id]
    assert found("strong") == found("href") == []
    assert indexing.plain("<p>a<strong>b</strong>c</p><p>d &amp; e</p>").split() == [
        *("abc", "d", "&", "e")
    ]


def test_the_index_goes_with_the_suggestion_it_belongs_to(app: Flask) -> None:
    """A direct change of everything is what the doctor is for."""
    row = make.suggestion(title="ترازو")
    make.change(Suggestion, row.id, state="hidden")
    assert found("ترازو") == []
    assert index.standing().extra == (row.id,)


@pytest.mark.database("sqlite")
def test_what_many_posts_left_apart_is_brought_together(app: Flask, cast: make.Cast) -> None:
    """FTS5 writes a tree of its own at each commit, and every search asks all of them."""
    board = make.board()
    ids = [suggestions.post(cast.sara, board, title=f"ترازوی {at}").id for at in range(6)]
    assert trees() == 6
    working.gather()
    assert trees() == 1
    ids += [suggestions.post(cast.sara, board, title=f"ترازوی {at}").id for at in range(6, 9)]
    assert trees() == 4
    working.gather(is_all=True)
    assert trees() == 1
    assert sorted(found("ترازو")) == ids
    assert working.reindex().is_well


@pytest.mark.database("postgres")
def test_what_posts_put_off_is_found_and_brought_in(app: Flask, cast: make.Cast) -> None:
    """GIN keeps what is new in a list that every search looks through."""
    board = make.board()
    ids = [suggestions.post(cast.sara, board, title=f"ترازوی {at}").id for at in range(6)]
    assert sorted(found("ترازو")) == ids
    working.gather()
    assert put_off() == 0
    assert sorted(found("ترازو")) == ids


@pytest.mark.database("postgres")
def test_many_posts_do_not_wait_for_the_clock(
    app: Flask,
    cast: make.Cast,
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], int],
) -> None:
    board = make.board()
    suggestions.post(cast.sara, board)
    run_jobs()
    assert put_off() > 0
    monkeypatch.setattr(limits, "GATHER_EVERY", 1)
    suggestions.post(cast.sara, board)
    run_jobs()
    assert put_off() == 0


def put_off() -> int:
    """Pages of what is put off, which are brought in."""
    with writing() as session:
        counted: int = session.execute(
            text("SELECT gin_clean_pending_list('search_index_words')")
        ).scalar_one()
    return counted


def trees() -> int:
    counted: int = db.session.execute(
        text("SELECT count(DISTINCT segid) FROM search_index_idx")
    ).scalar_one()
    unit_of_work.end_read()
    return counted
