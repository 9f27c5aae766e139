"""Likely duplicates that were found before."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, select

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.core.db import connection, db
from forum.core.errors import Forbidden, Missing
from forum.core.paging import Cursor, Page
from forum.i18n.catalog import N_
from forum.search import limits, pairing, policy, visible
from forum.search.models import DuplicatePair, SearchEntry
from forum.search.pairing import Pair
from forum.search.queries.scopes import scope_over
from forum.suggestions.queries import single as suggestions

_PAIRS_DUE = (
    select(SearchEntry.suggestion_id, SearchEntry.pairs_due_at)
    .where(SearchEntry.pairs_due_at.is_not(None))
    .order_by(SearchEntry.pairs_due_at, SearchEntry.suggestion_id)
    .limit(limits.PAIRS_A_TURN)
)


def pairs(actor: Actor, *, board_id: int, cursor: Cursor | None = None) -> Page[Pair]:
    """Likely duplicates with at least one side on this board, the best first.

    Raises Missing for a board not visible, Forbidden for whoever does not work on it.
    """
    board = boards.get(actor, board_id)
    if not policy.may_see_pairs(actor, board.id):
        raise Forbidden(N_("You may not see the duplicates of this board."))
    rows = db.session.execute(pairing.of_board(_pairs_for(actor), board.id, cursor)).all()
    return pairing.page(rows, cursor)


def pairs_of(actor: Actor, suggestion_id: int) -> list[Pair]:
    """Likely duplicates of one suggestion, the best first; none for whoever does not work on its
    board. Raises Missing."""
    suggestion = suggestions.get(actor, suggestion_id)
    if not policy.may_see_pairs(actor, suggestion.board_id):
        return []
    rows = db.session.execute(pairing.of_suggestion(_pairs_for(actor), suggestion.id))
    return [pairing.pair(row) for row in rows]


def _pairs_for(actor: Actor) -> Select[Any]:
    """Open pairs of which the actor may see both sides."""
    return pairing.open_pairs(partial(visible.only, scope_over(boards.visible_ids(actor))))


def pairs_due() -> list[tuple[int, datetime]]:
    """(id, since when) of suggestions nobody has looked for likes of, the oldest first, as many
    as one turn of the clock takes."""
    rows = connection().execute(_PAIRS_DUE)
    return [(row.suggestion_id, row.pairs_due_at) for row in rows]


def pair_between(actor: Actor, low_id: int, high_id: int) -> DuplicatePair:
    """The proposed pair, for whoever works on both boards. Raises Missing, Forbidden."""
    for one in (low_id, high_id):
        if not policy.may_see_pairs(actor, suggestions.get(actor, one).board_id):
            raise Forbidden(N_("You may not see the duplicates of this board."))
    found = db.session.scalar(
        select(DuplicatePair).where(
            DuplicatePair.low_id == low_id, DuplicatePair.high_id == high_id
        )
    )
    if found is None:
        raise Missing(N_("These two are not proposed as duplicates."))
    return found
