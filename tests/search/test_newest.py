"""The index gives the newest that hold, whatever it believes about how common words are."""

import random
from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from forum.core.db import connection
from forum.core.unit_of_work import end_read, writing
from forum.search import frequency, limits
from forum.search.backends import questions
from forum.search.backends.protocol import Entry
from forum.search.backends.registry import backend_of
from forum.search.frequency import Frequent
from forum.search.lexemes import Asked, Either, Every, Neither, Word
from tests import make

LIMIT = 7
QUESTIONS = (
    Every((Word("dall"),)),
    Every((Word("dhalf"), Either((Word("fb1"),)))),
    Every((Either((Word("dtenth"), Word("dnone"))), Either((Word("fb2"),)))),
    Every((Word("dhalf"), Word("dthird"), Either((Word("fb1"),)))),
    Every((Word("dte", is_prefix=True), Either((Word("fb1"),)))),
    Every((Word("dth", is_prefix=True), Word("dhalf"))),
    Every((Word("dt", is_prefix=True), Word("ftop"))),
    Every((Word("dthird"), Neither((Word("fb2"),)))),
    Every(
        (Either((Every((Word("dhalf"), Word("dtenth"))), Word("dnone"))), Either((Word("fb1"),)))
    ),
    Every((Word("dnone"),)),
)


def _holds(asked: Asked, words: frozenset[str]) -> bool:
    if isinstance(asked, Word):
        if asked.is_prefix:
            return any(word.startswith(asked.lexeme) for word in words)
        return asked.lexeme in words
    held = [_holds(part, words) for part in asked.parts]
    if isinstance(asked, Every):
        return all(held)
    return any(held) if isinstance(asked, Either) else not any(held)


def _words(number: int) -> frozenset[str]:
    found = {"dall", f"fb{1 + (number % 3 == 0)}"}
    for word, every in (("dhalf", 2), ("dthird", 3), ("dtenth", 10), ("ftop", 11)):
        if number % every == 0:
            found.add(word)
    return frozenset(found)


@pytest.fixture
def entries(app: Flask) -> list[Entry]:
    """Sixty of them, over sixty ranges of ids."""
    board, author = make.board(), make.person()
    made = []
    for number in range(60):
        row = make.suggestion(board, author, id=number * 1_000 + 17 * number + 1)
        made.append(Entry(row.id, _words(number)))
    with writing():
        backend = backend_of(connection())
        backend.drop([one.suggestion_id for one in made])
        backend.put(made)
    return made


def _newest(share_of: Callable[..., float], limit: int = LIMIT) -> Sequence[list[int]]:
    opened = connection()
    try:
        return backend_of(opened).newest(opened, QUESTIONS, limit, share_of)
    finally:
        end_read()


def _expected(entries: list[Entry], limit: int = LIMIT) -> list[list[int]]:
    held = [
        [one.suggestion_id for one in entries if _holds(asked, one.words)] for asked in QUESTIONS
    ]
    return [sorted(ids, reverse=True)[:limit] for ids in held]


@pytest.mark.parametrize("believed", [0.000001, 0.001, 0.004, 0.02, 0.2, 1.0])
def test_whatever_shares_are_believed(
    entries: list[Entry], believed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_TELLING", 2)  # so that more ranges are asked by what was found

    def share_of(lexeme: str, is_prefix: bool = False, board: str = "") -> float:
        return believed

    assert _newest(share_of) == _expected(entries)
    assert _newest(share_of, limit=100) == _expected(entries, limit=100)


@pytest.mark.parametrize("seed", range(8))
def test_however_wrong_they_are(
    entries: list[Entry], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    monkeypatch.setattr(questions, "_TELLING", dice.choice([1, 3, 20]))
    monkeypatch.setattr(questions, "_READ_ROWS", dice.choice([10, 1_000, 100_000]))
    monkeypatch.setattr(questions, "_FEW_ROWS", dice.choice([10, 1_000, 100_000]))

    def share_of(lexeme: str, is_prefix: bool = False, board: str = "") -> float:
        return 10 ** -random.Random(f"{seed}{lexeme}{is_prefix}{board}").uniform(0, 5)

    assert _newest(share_of) == _expected(entries)


def test_having_tells_which_of_the_ids_hold(entries: list[Entry]) -> None:
    opened = connection()
    complete = [one.suggestion_id for one in entries if "dhalf" in one.words]
    asked = [Every((Word("dhalf"), Word("dtenth"))), Every((Word("dnone"), Word("dhalf")))]
    found = backend_of(opened).having(opened, asked, complete)
    end_read()
    tenths = {one.suggestion_id for one in entries if {"dhalf", "dtenth"} <= one.words}
    assert found == [tenths, set()]


def _counted(texts: int) -> Frequent:
    """Of three texts one is on the second board; there every word is "b", elsewhere "a"."""
    return Frequent(
        frequency.counted(
            ["bcommon", "bb", "fb2", *(["brare"] if at == 0 else [])]
            if at % 3 == 0
            else ["bcommon", "ba", "fb1"]
            for at in range(texts)
        )
    )


def test_shares_are_those_of_the_board() -> None:
    share_of = _counted(300).share_of
    assert share_of("bcommon") == 1.0
    assert share_of("bb") == pytest.approx(1 / 3)
    assert share_of("bb", board="fb2") == 1.0
    assert share_of("ba", board="fb1") == 1.0
    # Frequent, but not there; frequent nowhere; on a board nothing is known of.
    assert share_of("ba", board="fb2") < limits.UNKNOWN_SHARE
    assert share_of("brare") == share_of("brare", board="fb2") == limits.UNKNOWN_SHARE
    assert share_of("ba", board="fb9") == pytest.approx(2 / 3)


def test_what_begins_so_is_more_than_its_commonest_word() -> None:
    share_of = _counted(300).share_of
    assert share_of("ba", is_prefix=True) == pytest.approx(2 / 3)
    assert share_of("b", is_prefix=True) == 1.0
    assert share_of("bz", is_prefix=True) == limits.UNKNOWN_SHARE


def test_in_a_handful_of_texts_no_word_is_frequent() -> None:
    assert frequency.counted([["bcommon", "fb1"]] * 10) == {}
    assert frequency.counted([]) == {}


def test_what_is_common_is_not_asked_of_all_because_the_newest_are_about_something_else() -> None:
    share_of = _counted(300).share_of
    asked = Every((Word("bcommon"),))
    question = questions.first(asked, 100, share_of)
    ranges = [question.ranges]
    while question.ranges:
        question = questions.next_after(question, 0, asked, 100, share_of)
        ranges.append(question.ranges)
    assert ranges == [1, 3, 9, 27, 0]


def test_a_word_rare_on_the_board_is_asked_of_all() -> None:
    share_of = _counted(300).share_of
    here = Every((Word("bb"), Either((Word("fb2"),))))
    there = Every((Word("bb"), Either((Word("fb1"),))))
    assert 0 < questions.first(here, 100, share_of).ranges < 5
    assert questions.first(there, 100, share_of).ranges == 0
