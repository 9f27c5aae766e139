"""Moving a suggestion to another board or category."""

import pytest

from forum.core.errors import Forbidden, Invalid, Missing
from forum.suggestions.queries import lists, single
from tests import make
from tests.drift import no_drift
from tests.suggestions.acting import act, audited


@pytest.fixture
def there(app):
    return make.board()


@pytest.fixture
def wish(cast):
    made = make.suggestion(make.board(), cast.sara)
    make.vote(made, cast.omid)
    return made


def test_its_counts_move_with_it(cast, wish, there):
    category = make.category(there)
    act("move", cast.layla, wish, board_id=there.id, category_id=category.id)
    assert (make.fresh(wish).board_id, make.fresh(wish).category_id) == (there.id, category.id)
    assert lists.tallies([wish.board_id, there.id])[there.id, wish.status_id, category.id] == 1
    assert lists.cards([wish.board_id]).rows == ()
    assert [row.vote_count for row in lists.cards([there.id]).rows] == [1]
    assert audited(wish) == [
        (
            "suggestion.moved",
            cast.layla.id,
            {"board_id": wish.board_id, "category_id": None},
            {"board_id": there.id, "category_id": category.id},
        )
    ]
    no_drift()


def test_what_waits_moves_uncounted(cast, there):
    wish = make.suggestion(author=cast.sara, state="pending")
    act("move", cast.layla, wish, board_id=there.id)
    no_drift()
    act("approve", cast.layla, wish)
    no_drift()


def test_without_a_category_of_the_new_board_it_has_none(cast, there):
    board = make.board()
    wish = make.suggestion(board, cast.sara, category=make.category(board))
    with pytest.raises(Invalid):
        act("move", cast.layla, wish, board_id=there.id, category_id=wish.category_id)
    act("move", cast.layla, wish, board_id=there.id)
    assert make.fresh(wish).category_id is None
    no_drift()


def test_the_right_is_wanted_on_both_boards(cast, wish, there):
    make.member(there, cast.omid, "moderator")
    with pytest.raises(Forbidden):
        act("move", cast.omid, wish, board_id=there.id)
    mine = make.suggestion(there, cast.sara)
    with pytest.raises(Forbidden):
        act("move", cast.omid, mine, board_id=wish.board_id)
    no_drift()


def test_to_a_board_out_of_sight_is_missing(cast, wish):
    hidden = make.board(visibility="private")
    with pytest.raises(Missing):
        act("move", cast.layla, wish, board_id=hidden.id)
    act("move", cast.dana, wish, board_id=hidden.id)
    with pytest.raises(Missing):
        single.get(make.actor(cast.sara), wish.id)
    no_drift()
