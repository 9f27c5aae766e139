"""Editing a suggestion: the author for an hour, moderators always; earlier words are kept."""

from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.suggestions import limits
from forum.suggestions.queries import single
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import audited, edit

OTHER = "خروجی CSV از فهرست"


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara, title="خروجی فهرست", body="متن نخست")


def test_the_earlier_words_are_kept(cast, wish):
    edit(cast.sara, wish, title=OTHER, body="متن دوم")
    now = make.fresh(wish)
    assert (now.title, now.body, now.revision, now.editor_id) == (OTHER, "متن دوم", 2, cast.sara.id)
    assert "csv" in now.title_key
    edit(cast.layla, wish, seen=2, title=OTHER + " و XLSX", body="متن سوم")
    earlier = single.revisions(make.actor(cast.sara), wish.id)
    assert [(row.revision, row.title, row.body, row.editor_id) for row in earlier] == [
        (2, OTHER, "متن دوم", cast.sara.id),
        (1, "خروجی فهرست", "متن نخست", cast.sara.id),
    ]
    assert earlier[1].at == wish.created_at


def test_only_another_ones_edit_is_audited(cast, wish):
    edit(cast.sara, wish)
    assert audited(wish) == []
    edit(cast.layla, wish, seen=2)
    assert audited(wish) == [("suggestion.edited", cast.layla.id, {"revision": 2}, {"revision": 3})]


def test_the_authors_hour_ends(cast):
    wish = make.suggestion(author=cast.sara, at=clock.now() - limits.EDIT_WINDOW)
    with pytest.raises(Forbidden):
        edit(cast.sara, wish)
    with clock.at(wish.created_at + limits.EDIT_WINDOW - timedelta(seconds=1)):
        edit(cast.sara, wish)
    assert edit(cast.layla, wish, seen=2).revision == 3


@pytest.mark.parametrize("who", ["omid", "reza"])
def test_nobody_else_may(cast, wish, who):
    with pytest.raises(Forbidden):
        edit(getattr(cast, who), wish)
    assert make.fresh(wish).title == "خروجی فهرست"


def test_what_is_out_of_sight_is_not_edited_by_its_author(cast):
    for state in ("rejected", "withdrawn", "hidden"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Forbidden):
            edit(cast.sara, wish)


def test_a_hidden_one_is_missing_for_others(cast):
    with pytest.raises(Missing):
        edit(cast.omid, make.suggestion(author=cast.sara, state="hidden"))


def test_who_saw_an_older_wording_is_told(cast, wish):
    edit(cast.layla, wish, title=OTHER)
    with pytest.raises(Conflict):
        edit(cast.sara, wish, seen=1, title="سومی، که نباید بماند")
    assert make.fresh(wish).title == OTHER


def test_two_who_save_at_once_do_not_overwrite_each_other(app, cast, wish):
    results = together(
        app,
        lambda: edit(cast.sara, wish, title="از سارا آمد"),
        lambda: edit(cast.layla, wish, title="از ليلى آمد"),
    )
    (refused,) = raised(results)
    assert isinstance(refused, Conflict)
    assert make.fresh(wish).revision == 2


def test_the_category_moves_with_its_count(cast):
    board = make.board()
    first, second = make.category(board), make.category(board, "وب")
    wish = make.suggestion(board, cast.sara, category=first)
    edit(cast.sara, wish, category_id=second.id)
    assert make.fresh(wish).category_id == second.id
    no_drift()
    edit(cast.sara, wish, seen=2, category_id=None)
    no_drift()
    with pytest.raises(Invalid):
        edit(cast.sara, wish, seen=3, category_id=make.category(make.board()).id)
    no_drift()


def test_editing_what_waits_counts_nothing(cast):
    wish = make.suggestion(author=cast.sara, state="pending")
    edit(cast.sara, wish)
    assert make.fresh(wish).state == "pending"
    no_drift()
