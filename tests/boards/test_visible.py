"""Who sees which board."""

import pytest

from forum.boards import queries
from forum.core.actor import GUEST, system
from forum.core.clock import now
from forum.core.errors import Missing
from tests import make

BOARDS = {
    "public": {},
    "signed_in": {"visibility": "signed_in"},
    "private": {"visibility": "private"},
    "private, roles": {"visibility": "private", "roles": ["product"]},
    # Roles count for private boards only; those left from an earlier visibility change nothing.
    "signed_in, roles": {"visibility": "signed_in", "roles": ["product"]},
}
SEEN = {
    "guest": {"public"},
    "sara": {"public", "signed_in", "signed_in, roles"},
    "omid, named on private": {"public", "signed_in", "signed_in, roles", "private"},
    "layla": {"public", "signed_in", "signed_in, roles"},
    "reza": {"public", "signed_in", "signed_in, roles", "private, roles"},
    "dana": set(BOARDS),
    "system": set(BOARDS),
}


def _actor(cast, who):
    if who == "guest":
        return GUEST
    if who == "system":
        return system()
    return queries.actor_for(getattr(cast, who.partition(",")[0]).id)


@pytest.mark.parametrize("who", SEEN)
def test_what_each_reader_sees(cast, who):
    made = {name: make.board(name=name, **values) for name, values in BOARDS.items()}
    make.member(made["private"], cast.omid)
    actor = _actor(cast, who)
    seen = {row.name_in("fa") for row in queries.visible_boards(actor)}
    assert seen == SEEN[who]
    assert set(queries.visible_ids(actor)) == {made[name].id for name in seen}
    assert set(queries.names_by_id(actor, "fa").values()) == seen
    for name, board in made.items():
        for found in (
            lambda board=board: queries.get(actor, board.id),
            lambda board=board: queries.by_slug(actor, board.slug),
        ):
            if name in seen:
                assert found().id == board.id
            else:
                with pytest.raises(Missing):
                    found()


def test_names_of_hidden_categories_stay_hidden(cast):
    board = make.board(visibility="private")
    make.category(board, "نقشهٔ محرمانه")
    assert queries.category_names(GUEST, "fa") == {}
    assert list(queries.category_names(system(), "fa").values()) == ["نقشهٔ محرمانه"]


@pytest.mark.parametrize("gone", [{"blocked_at": now()}, {"erased_at": now()}])
def test_nobody_acts_for_who_is_blocked_or_erased(app, gone):
    with pytest.raises(Missing):
        queries.actor_for(make.person(**gone).id)
    with pytest.raises(Missing):
        queries.actor_for(4711)
