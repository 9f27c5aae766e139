"""A word that stands only where a reader may not look is found, counted, proposed and reported by
no function of the room."""

from dataclasses import dataclass

import pytest
from flask import Flask

from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.errors import Forbidden, Missing
from forum.core.unit_of_work import writing
from forum.search import working
from forum.search.actions import misses, pairs
from forum.search.queries import alike, duplicates, finding, vocabulary
from forum.suggestions.models import Suggestion
from tests import make
from tests.comments import acting as comments
from tests.search.acting import found
from tests.suggestions import acting as suggestions

WORD = "قققنارنجستان"
NEAR = "قققنارنجستاز"  # one letter differs
TITLE = f"{WORD} برای انبار مرکزی"


@dataclass
class Town:
    cast: make.Cast
    open_twin: Suggestion
    member: make.Person
    readers: dict[str, Actor]


@pytest.fixture
def town(app: Flask) -> Town:
    """The word in every place that is out of sight; a public suggestion that says nearly it."""
    cast, member = make.cast(), make.person()
    board, private = make.board("open"), make.board("hidden", visibility="private")
    make.member(make.board("club", visibility="private"), member)
    make.suggestion(private, cast.reza, title=TITLE, body=WORD)
    make.suggestion(private, cast.reza, title=f"{TITLE} دوم", body=WORD)
    for state in ("pending", "hidden", "withdrawn", "rejected"):
        make.suggestion(board, cast.omid, title=f"{TITLE} {state}", state=state)
    told = make.suggestion(board, title="گفتگو")
    for verb, someone in (("delete", cast.sara), ("hide", cast.layla)):
        said = comments.post(cast.sara, told, f"دربارهٔ {WORD}")
        comments.act(verb, someone, said)
    gone = suggestions.post(cast.sara, board, title=TITLE)
    suggestions.act("withdraw", cast.sara, gone, reason="نه")
    twin = make.suggestion(board, cast.omid, title="برای انبار مرکزی")
    with writing():
        for row in (told, twin):
            pairs.look_for(suggestion_id=row.id)
    readers = {
        "guest": make.GUEST,
        "customer": make.actor(cast.sara),
        "member": make.actor(member),
        "moderator": make.actor(cast.layla),
    }
    return Town(cast, twin, member, readers)


READERS = ("guest", "customer", "member", "moderator")


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_finds_it(town: Town, reader: str) -> None:
    actor = town.readers[reader]
    for text in (WORD, WORD[:4], f"{WORD} انبار", TITLE):
        for is_typing in (False, True):
            result = finding.find(actor, text, is_typing=is_typing)
            assert (result.ids, result.count, result.is_more) == ((), 0, False), text
    assert found("انبار مرکزی", actor) == [town.open_twin.id]
    assert found("گفتگو", actor) != []


@pytest.mark.parametrize("reader", READERS)
def test_nothing_like_it_is_proposed(town: Town, reader: str) -> None:
    actor = town.readers[reader]
    likely = alike.similar(actor, title=TITLE, body=WORD, language="fa", limit=50)
    assert {one.id for one in likely} <= {town.open_twin.id}
    for text in (NEAR, WORD[:-2], f"{NEAR} انبار"):
        for one in finding.near_spellings(actor, text, limit=50):
            assert WORD not in one
            assert found(one, actor) != []


@pytest.mark.parametrize("reader", READERS)
def test_pairs_with_it_are_shown_to_nobody_who_may_not_see_both(town: Town, reader: str) -> None:
    working.reindex()
    working.look_for_pairs()
    for row_id in (town.open_twin.id,):
        working.make_pairs(row_id)
    actor = town.readers[reader]
    unit_of_work.end_read()
    shown = duplicates.pairs_of(actor, town.open_twin.id)
    assert shown == []
    try:
        page = duplicates.pairs(actor, board_id=town.open_twin.board_id)
    except Forbidden:
        assert reader != "moderator"
    else:
        assert page.rows == ()


def test_whoever_may_see_both_is_shown_the_pair(town: Town) -> None:
    """The other half: the fault that hides everything from everybody would pass above."""
    working.make_pairs(town.open_twin.id)
    dana = make.actor(town.cast.dana)
    assert len(found(WORD, dana)) == 2
    assert len(duplicates.pairs_of(dana, town.open_twin.id)) >= 1
    assert finding.near_spellings(dana, NEAR) == [WORD]
    likely = alike.similar(dana, title=TITLE, language="fa")
    assert len(likely) == 3


def test_misses_and_synonyms_are_the_administrators(town: Town) -> None:
    with writing():
        misses.note(language="fa", words=WORD)
    for actor in town.readers.values():
        with pytest.raises(Forbidden):
            vocabulary.misses(actor)
        with pytest.raises(Forbidden):
            vocabulary.synonyms(actor)
    assert [one.words for one in vocabulary.misses(make.actor(town.cast.dana))] == [WORD]


def test_a_pair_is_dismissed_by_whoever_works_on_both_boards(town: Town) -> None:
    working.make_pairs(town.open_twin.id)
    dana, layla = make.actor(town.cast.dana), make.actor(town.cast.layla)
    pair = duplicates.pairs_of(dana, town.open_twin.id)[0]
    unit_of_work.end_read()
    for actor in (layla, make.actor(town.cast.sara)):
        with pytest.raises((Missing, Forbidden)), writing():
            pairs.dismiss(actor=actor, low_id=pair.low_id, high_id=pair.high_id)
    with writing():
        pairs.dismiss(actor=dana, low_id=pair.low_id, high_id=pair.high_id)
    working.make_pairs(town.open_twin.id)
    working.make_pairs(pair.high_id)
    assert pair not in duplicates.pairs_of(dana, town.open_twin.id)
    assert pair.low_id not in {
        one.low_id for one in duplicates.pairs_of(dana, town.open_twin.id)
    } or pair.high_id not in {one.high_id for one in duplicates.pairs_of(dana, town.open_twin.id)}
