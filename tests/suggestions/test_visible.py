"""Who sees which suggestion: the filter and the rule of one say the same."""

import pytest
from sqlalchemy import select

from forum.core.actor import GUEST, system
from forum.core.db import db
from forum.core.errors import Missing
from forum.suggestions.models import STATES, Suggestion
from forum.suggestions.queries import single
from tests import make


@pytest.fixture
def wishes(cast):
    """One of each state on a public board, one for the signed in, one of a private board."""
    public = make.board()
    rows = {state: make.suggestion(public, cast.sara, state=state) for state in STATES}
    rows["signed_in"] = make.suggestion(make.board(visibility="signed_in"), cast.sara)
    rows["private"] = make.suggestion(make.board(visibility="private"), cast.omid)
    rows["team"] = make.suggestion(make.board(visibility="private", roles=["product"]), cast.omid)
    return rows


OPEN = {"published", "merged"}
SEES = {
    "guest": OPEN,
    "omid": OPEN | {"signed_in"},
    "sara": {*STATES, "signed_in"},
    "layla": {*STATES, "signed_in"},
    "reza": {*STATES, "signed_in", "team"},
    "dana": {*STATES, "signed_in", "private", "team"},
    "system": {*STATES, "signed_in", "private", "team"},
}


def test_what_each_reader_sees(cast, wishes):
    for who, sees in SEES.items():
        actor = {"guest": GUEST, "system": system()}.get(who) or make.actor(getattr(cast, who))
        assert actor is not None
        ids = db.session.scalars(select(Suggestion.id).where(single.visible_to(actor))).all()
        assert {name for name, row in wishes.items() if row.id in ids} == sees, who
        for name, row in wishes.items():
            if name in sees:
                assert single.get(actor, row.id).id == row.id
                assert single.shown(actor, row.id)[0].id == row.id
                continue
            for read in (single.get, single.shown, single.revisions):
                with pytest.raises(Missing) as refused:
                    read(actor, row.id)
                assert refused.value.message == "This suggestion does not exist."


def test_what_was_never_there_looks_the_same(app):
    with pytest.raises(Missing) as refused:
        single.get(GUEST, 2**31 - 1)
    assert refused.value.message == "This suggestion does not exist."
