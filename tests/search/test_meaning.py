"""Likeness by meaning, with a double of the model: what it proposes, and to whom."""

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import unit_of_work
from forum.core.db import db
from forum.search import embedding, working
from forum.search.actions import entries, pairs
from forum.search.embedding import Meaning
from forum.search.models import DuplicatePair, SearchVector
from forum.search.queries import alike, duplicates
from forum.suggestions.models import Suggestion
from tests import make

_MEANINGS = ("night", "شب", "الليل"), ("order", "سفارش", "طلبات"), ("scale", "ترازو", "ميزان")


class Double:
    """Titles with words of one row of _MEANINGS mean the same; nothing else means anything."""

    name = "double"

    def vector(self, text: str) -> bytes:
        return bytes(any(word in text for word in row) for row in _MEANINGS)

    def nearest(self, own: Meaning, others: Mapping[int, Meaning], limit: int) -> Sequence[int]:
        shared = {
            one: sum(a & b for a, b in zip(own.vector, other.vector, strict=True))
            for one, other in others.items()
        }
        return sorted((one for one in shared if shared[one]), key=lambda one: -shared[one])[:limit]


@pytest.fixture(autouse=True)
def double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "embedder", Double)


def _pairs(reader: Person, suggestion_id: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """(low, high, reasons) of the pairs that are proposed to this reader."""
    shown = duplicates.pairs_of(make.actor(reader), suggestion_id)
    unit_of_work.end_read()
    return [(one.low_id, one.high_id, one.reasons) for one in shown]


def _meant(*ids: int) -> None:
    """As the jobs of these suggestions leave them."""
    for one in (*ids, *ids):
        working.make_pairs(one)


def test_one_wish_in_two_languages_is_a_pair(app: Flask, cast: make.Cast) -> None:
    night = make.suggestion(make.board(language="en"), title="Softer colours at night").id
    twin = make.suggestion(make.board(language="fa"), title="چشم‌هایم در شب درد می‌گیرد").id
    other = make.suggestion(make.board(language="fa"), title="پیگیری سفارش").id
    _meant(night, twin, other)
    assert _pairs(cast.dana, night) == [(night, twin, ("meaning",))]


def test_without_the_extra_words_alone_tell(
    app: Flask, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "embedder", lambda: None)
    night = make.suggestion(make.board(language="en"), title="Softer colours at night").id
    twin = make.suggestion(make.board(language="fa"), title="چشم‌هایم در شب درد می‌گیرد").id
    _meant(night, twin)
    assert _pairs(cast.dana, night) == []
    assert db.session.scalars(select(SearchVector)).all() == []


def test_two_ends_of_one_way_are_not_the_same(app: Flask, cast: make.Cast) -> None:
    """A model sees import and export next to each other."""
    board = make.board(language="en")
    into = make.suggestion(board, title="Import of every order").id
    out = make.suggestion(make.board(language="fa"), title="خروجی گرفتن از سفارش‌ها").id
    _meant(into, out)
    assert _pairs(cast.dana, into) == []


def test_the_vector_follows_the_title_and_goes_with_the_entry(app: Flask) -> None:
    row = make.suggestion(title="شب").id
    _meant(row)
    kept = select(SearchVector.vector).where(SearchVector.suggestion_id == row)
    assert db.session.scalar(kept) == bytes((1, 0, 0))
    make.change(Suggestion, row, title="ترازو")
    _meant(row)
    assert db.session.scalar(kept) == bytes((0, 0, 1))
    unit_of_work.end_read()
    with unit_of_work.writing():
        entries.drop(suggestion_id=row)
    assert db.session.scalar(kept) is None


def test_a_pair_by_meaning_is_for_whoever_may_see_both(app: Flask, cast: make.Cast) -> None:
    """The canary: one side stands on a private board, in another language, with no shared word."""
    open_board = make.board(language="en")
    board_id = open_board.id
    seen = make.suggestion(open_board, title="Softer colours at night").id
    private = make.board(language="fa", visibility="private")
    hidden = make.suggestion(private, cast.reza, title="چشم‌هایم در شب درد می‌گیرد").id
    _meant(seen, hidden)
    assert len(db.session.scalars(select(DuplicatePair)).all()) == 1
    layla = make.actor(cast.layla)
    assert _pairs(cast.layla, seen) == []
    assert duplicates.pairs(layla, board_id=board_id).rows == ()
    assert alike.meanings(layla, model="double", but=0).keys() == {seen}
    assert alike.contrary(layla, "import", "en", [seen, hidden]) == set()
    assert _pairs(cast.dana, seen) == [(seen, hidden, ("meaning",))]


def test_vectors_of_another_model_are_not_compared(app: Flask, cast: make.Cast) -> None:
    night = make.suggestion(make.board(language="en"), title="Softer colours at night").id
    twin = make.suggestion(make.board(language="fa"), title="چشم‌هایم در شب درد می‌گیرد").id
    with unit_of_work.writing():
        pairs.keep_vector(suggestion_id=twin, model="older", vector=bytes((1, 0, 0)))
    working.make_pairs(night)
    assert _pairs(cast.dana, night) == []
