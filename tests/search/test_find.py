"""Finding by words: what is found, in which order, the same on both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from forum.core import clock
from forum.core.actor import Actor
from forum.core.unit_of_work import writing
from forum.i18n import locale
from forum.i18n.locale import Profile
from forum.search import working
from forum.search.actions import synonyms
from forum.search.queries import finding, vocabulary
from forum.suggestions.models import Suggestion
from tests import make
from tests.make import suggestion as indexed
from tests.search import acting
from tests.search.acting import found


def test_all_words_must_be_there(app: Flask) -> None:
    both = indexed(title="حالت تاریک", body="برای برنامه")
    indexed(title="حالت روشن")
    assert found("تاریک حالت") == [both.id]
    assert found("برنامه تاریک") == [both.id]
    assert found("برنامه روشن") == []


def test_title_before_body_and_typed_before_stem(app: Flask) -> None:
    board = make.board(language="en")
    texts = (
        ("Exports", "nothing else"),
        ("Other", "the export of lists"),
        ("Export", "of lists"),
        ("Other", "many exports"),
    )
    ids = [indexed(board, title=title, body=body).id for title, body in texts]
    with locale.use(Profile(language="en")):
        assert found("export") == [ids[2], ids[0], ids[1], ids[3]]


def test_votes_then_freshness(app: Flask) -> None:
    board, now = make.board(), clock.now()
    old = indexed(board, title="گزارش ماهانه", at=now - timedelta(days=300))
    new = indexed(board, title="گزارش هفتگی", at=now - timedelta(days=1))
    loved = indexed(board, title="گزارش سالانه", at=now - timedelta(days=300), vote_count=40)
    assert found("گزارش") == [loved.id, new.id, old.id]


def test_comments_and_the_response_are_searched_and_shown_once(app: Flask) -> None:
    row = indexed(title="خروجی")
    author, team = make.person(), make.person(role="product")
    acting.comment(author, row, "با زعفران و خروجی")
    acting.respond(team, row, "در پاییز با هلیکوپتر می‌آید")
    assert found("زعفران") == found("هلیکوپتر") == found("خروجی زعفران") == [row.id]


def test_status_category_and_board_narrow(app: Flask) -> None:
    board, other = make.board(), make.board()
    category = make.category(board)
    planned = indexed(board, title="نقشه", status="planned")
    sorted_ = indexed(board, title="نقشه", category=category)
    elsewhere = indexed(other, title="نقشه")
    assert set(found("نقشه")) == {planned.id, sorted_.id, elsewhere.id}
    assert found("نقشه", status_id=planned.status_id) == [planned.id]
    assert found("نقشه", category_id=category.id) == [sorted_.id]
    assert found("نقشه", board_ids=[other.id]) == [elsewhere.id]
    assert found("نقشه", board_ids=[]) == []


def test_a_word_is_found_while_it_is_typed(app: Flask) -> None:
    row = indexed(title="زعفرانی")
    assert found("زع", is_typing=True) == [row.id]
    assert found("زعف", is_typing=True) == [row.id]
    assert found("زع") == []


def test_the_count_stops_at_the_cap(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.search.limits.CAP", 3)
    board = make.board()
    rows = [indexed(board, title=f"فراوان {at}") for at in range(5)]
    result = finding.find(make.GUEST, "فراوان")
    assert (result.count, result.is_more) == (3, True)
    assert set(result.ids) <= {row.id for row in rows}
    narrow = finding.find(make.GUEST, "فراوان 4")
    assert (narrow.ids, narrow.count, narrow.is_more) == ((rows[4].id,), 1, False)


def test_the_most_voted_is_not_hidden_by_newer_ones(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.search.limits.CAP", 3)
    board = make.board()
    loved = indexed(board, title="فراوان", vote_count=90)
    for at in range(6):
        indexed(board, title=f"فراوان {at}")
    assert loved.id not in found("فراوان")
    working.mark_top()
    assert found("فراوان")[0] == loved.id
    make.change(Suggestion, loved.id, vote_count=0)
    working.mark_top()
    assert loved.id not in found("فراوان")


def test_nothing_visible_finds_nothing(app: Flask) -> None:
    indexed(title="چیزی")
    for text in ("", "   ", "؟!", "\u200f\u200c", "🙂", "\x00"):
        assert finding.find(make.GUEST, text).ids == ()


def test_a_frequent_word_is_found_as_before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is frequent changes the way to it, never what is found."""
    board = make.board()
    rows = [indexed(board, title=f"برنامه {'نادر' if at % 5 == 0 else ''}") for at in range(20)]
    before = found("برنامه"), found("برنامه نادر"), found("برن", is_typing=True)
    assert working.count_frequent() > 0
    assert vocabulary.frequent().share_of("aبرنامه") == 1.0
    after = found("برنامه"), found("برنامه نادر"), found("برن", is_typing=True)
    assert before == after
    assert len(after[0]) == 20
    assert after[1] == [row.id for row in reversed(rows) if "نادر" in row.title]


def test_synonyms_of_administrators_find_at_once(app: Flask, cast: make.Cast) -> None:
    row = indexed(title="یخچال نو")
    assert found("سردخانه") == []
    dana: Actor = make.actor(cast.dana)
    with writing():
        group_id = synonyms.add(actor=dana, words=["یخچال", "سردخانه"])
    assert found("سردخانه") == [row.id]
    with writing():
        synonyms.remove(actor=dana, synonym_id=group_id)
    assert found("سردخانه") == []
