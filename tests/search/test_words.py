"""What was not found, equal words, near spellings."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum.core import clock, paging
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.unit_of_work import end_read, writing
from forum.search import limits, working
from forum.search.actions import misses, pairs, synonyms
from forum.search.models import SearchMiss
from forum.search.queries import duplicates, finding, vocabulary
from forum.search.rows import Similar
from tests import make
from tests.search.acting import found
from tests.suggestions import acting as suggestions


def miss(words: str, language: str = "fa") -> None:
    with writing():
        misses.note(language=language, words=words)


def told(actor: Actor) -> list[tuple[str, int]]:
    end_read()
    return [(one.words, one.count) for one in vocabulary.misses(actor)]


def test_misses_are_counted_by_words_as_readers_mean_them(app: Flask, cast: make.Cast) -> None:
    for words in ("كتاب", "کتاب", "قلم", " کتاب "):
        miss(words)
    assert told(make.actor(cast.dana)) == [("کتاب", 3), ("قلم", 1)]


@pytest.mark.parametrize("words", ["", "  ", "sara@example.com", "09121234567", "\u200f"])
def test_what_could_name_somebody_is_not_kept(app: Flask, cast: make.Cast, words: str) -> None:
    miss(words)
    assert told(make.actor(cast.dana)) == []


def test_misses_are_bounded_and_forgotten(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MISSES_A_DAY", 2)
    with clock.at(clock.now() - timedelta(days=limits.MISSES_KEPT + 1)):
        miss("دیرین")
    for words in ("یک", "دو", "سه", "یک", "ب" * 300):
        miss(words)
    assert told(make.actor(cast.dana)) == [("یک", 2), ("دو", 1)]
    with writing():
        misses.forget()
    assert db.session.scalar(select(func.count()).select_from(SearchMiss)) == 2


def test_equal_words_are_checked(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana, layla = make.actor(cast.dana), make.actor(cast.layla)
    for words in (
        [],
        ["یک"],
        ["كتاب", "کتاب"],
        ["یک", " "],
        ["ا" * 61, "ب"],
        list("ابپتثجچحخدذرز"),
    ):
        with pytest.raises(Invalid), writing():
            synonyms.add(actor=dana, words=words)
    with pytest.raises(Forbidden), writing():
        synonyms.add(actor=layla, words=["یک", "دو"])
    with pytest.raises(Missing), writing():
        synonyms.remove(actor=dana, synonym_id=9)
    monkeypatch.setattr(limits, "SYNONYM_GROUPS", 1)
    with writing():
        group_id = synonyms.add(actor=dana, words=["یک", "دو"])
    with pytest.raises(Conflict), writing():
        synonyms.add(actor=dana, words=["سه", "چهار"])
    with pytest.raises(Forbidden), writing():
        synonyms.remove(actor=layla, synonym_id=group_id)
    assert [row.words for row in vocabulary.synonyms(dana)] == [("یک", "دو")]


def test_near_spellings_and_the_other_keyboard(app: Flask) -> None:
    make.suggestion(title="سلام به همه")
    make.suggestion(title="یخچال صنعتی")
    for typed, wanted in (("sghl", "سلام"), ("یخجال", "یخچال"), ("یخچاال صنتی", "یخچال صنعتی")):
        end_read()
        near = finding.near_spellings(make.GUEST, typed)
        assert wanted in near
        assert all(found(one) for one in near)
    assert finding.near_spellings(make.GUEST, "قققق") == []


def test_pairs_are_proposed_and_dismissed_for_good(app: Flask, cast: make.Cast) -> None:
    board = make.board()
    one = make.suggestion(board, title="خروجی اکسل از گزارش ماهانه")
    other = make.suggestion(board, title="گزارش ماهانه با خروجی اکسل")
    make.suggestion(board, title="حالت تاریک")
    with writing():
        pairs.look_for(suggestion_id=other.id)
    working.look_for_pairs()
    layla = make.actor(cast.layla)
    page = duplicates.pairs(layla, board_id=board.id)
    assert [(row.low_id, row.high_id) for row in page.rows] == [(one.id, other.id)]
    assert page.rows[0].score > 0.8
    assert set(page.rows[0].reasons) == {"words", "spelling"}
    assert duplicates.pairs_of(layla, one.id) == list(page.rows)
    end_read()
    with writing():
        pairs.dismiss(actor=layla, low_id=one.id, high_id=other.id)
    with writing():
        pairs.look_for(suggestion_id=one.id)
    working.look_for_pairs()
    assert duplicates.pairs(layla, board_id=board.id).rows == ()
    end_read()
    with pytest.raises(Missing), writing():
        pairs.dismiss(actor=layla, low_id=other.id, high_id=other.id + 1)


def test_what_is_posted_edited_and_approved_is_looked_at_in_one_turn(
    app: Flask, cast: make.Cast
) -> None:
    board, strict = make.board(), make.board(approval="all")
    posted = suggestions.post(cast.sara, board, title="خروجی اکسل از گزارش ماهانه")
    waits = suggestions.post(cast.sara, strict, title="گزارش ماهانه با خروجی اکسل")
    assert [one for one, _ in duplicates.pairs_due()] == [posted.id]
    end_read()
    working.look_for_pairs()
    assert duplicates.pairs_due() == []
    end_read()
    suggestions.act("approve", cast.layla, waits)
    assert [one for one, _ in duplicates.pairs_due()] == [waits.id]
    end_read()
    working.look_for_pairs()
    proposed = duplicates.pairs_of(make.actor(cast.layla), posted.id)
    assert [(one.low_id, one.high_id) for one in proposed] == [(posted.id, waits.id)]
    suggestions.edit(cast.sara, posted, title="حالت تاریک")
    working.look_for_pairs()
    assert duplicates.pairs_of(make.actor(cast.layla), posted.id) == []


def test_one_that_cannot_be_looked_at_holds_nobody_up(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = make.board()
    first, second = (suggestions.post(cast.sara, board, title=f"خواسته {at}") for at in "۱۲")
    real, looked = working.likes, []

    def likes(suggestion_id: int, limit: int) -> list[Similar]:
        looked.append(suggestion_id)
        if suggestion_id == first.id:
            with writing():  # edited meanwhile: it is due again
                pairs.look_for(suggestion_id=second.id)
            raise ValueError
        return real(suggestion_id, limit)

    monkeypatch.setattr(working, "likes", likes)
    with time_machine.travel(clock.now() + timedelta(seconds=5)):
        working.look_for_pairs()
    assert looked == [first.id, second.id]
    assert [one for one, _ in duplicates.pairs_due()] == [second.id]


@pytest.mark.parametrize(
    ("pushed", "rest"), [(0, limits.PAIRS_REST), (limits.PAIRS_PUSHED + 1, limits.PAIRS_REST_BUSY)]
)
def test_a_turn_ends_in_time_and_leaves_the_rest_due(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch, pushed: int, rest: float
) -> None:
    """It rests as long as it worked; longer when others wanted the processor meanwhile."""
    board = make.board()
    ids = [suggestions.post(cast.sara, board, title=f"خواسته {at}").id for at in "۱۲۳"]
    moments = iter([0.0, 1.0, 2.0, 60.0])
    times = iter([7, 7 + pushed, 9])
    rests: list[float] = []
    watch = SimpleNamespace(monotonic=lambda: next(moments), sleep=rests.append)
    monkeypatch.setattr(working, "time", watch)
    monkeypatch.setattr(working, "_times_pushed", lambda: next(times))
    working.look_for_pairs()
    assert [one for one, _ in duplicates.pairs_due()] == ids[1:]
    assert rests == [rest]


def test_the_pair_page_reads_on_in_both_directions(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAIRS_PAGE", 2)
    board = make.board()
    ids = [make.suggestion(board, title=f"شمارهٔ {at}").id for at in range(4)]
    with writing():
        likely = [Similar(one, 0.5 + (at % 2) / 10, ("words",)) for at, one in enumerate(ids[1:])]
        pairs.propose(suggestion_id=ids[0], likely=likely)
    layla = make.actor(cast.layla)
    from_start = duplicates.pairs(layla, board_id=board.id)
    assert [row.score for row in from_start.rows] == [0.6, 0.5]
    assert from_start.newer is None
    cursor = paging.decode(from_start.older)
    rest = duplicates.pairs(layla, board_id=board.id, cursor=cursor)
    assert [row.score for row in rest.rows] == [0.5]
    assert rest.older is None
    back = duplicates.pairs(layla, board_id=board.id, cursor=paging.decode(rest.newer))
    assert back.rows == from_start.rows
