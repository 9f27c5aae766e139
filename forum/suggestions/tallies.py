"""Stored counts of suggestions: moved by ±1 with the row that caused it, recounted on demand.

A recount by subquery under READ COMMITTED would lose concurrent votes, so the request path
never recounts; `recount` locks the rows in id order first. Rooms above (votes, comments) call
down here, because a column is written by its owner alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.sql.selectable import ForUpdateArg

from forum.core import events
from forum.core.conditions import among, given
from forum.core.db import db, dialect_name, insert_for
from forum.core.errors import Missing
from forum.core.statements import Statement
from forum.i18n.catalog import N_
from forum.suggestions import events as news
from forum.suggestions.models import Suggestion, SuggestionTally
from forum.suggestions.queries.single import Posted

Key = tuple[int, int, int]
RELATIVE_ERROR = 1e-6  # heat is a sum of doubles; its order of adding is not ours to keep
_MOST_TAKEN = 1024.0  # times the heat that is left


@dataclass(frozen=True)
class Drift:
    """A stored number that differs from its rows. `what` names the column, `where` the key."""

    what: str
    where: str
    stored: float
    counted: float


# Values: suggestion, by, warmth. PostgreSQL runs it together with the row that is counted.
MOVE_VOTES = (
    update(Suggestion)
    .where(Suggestion.id == bindparam("suggestion"))
    .values(
        vote_count=Suggestion.vote_count + bindparam("by"),
        heat=Suggestion.heat + bindparam("warmth"),
    )
    .returning(Suggestion.vote_count, Suggestion.heat)
)
_MOVE_VOTES = Statement(MOVE_VOTES)
_MOVE_COMMENTS = Statement(
    update(Suggestion)
    .where(Suggestion.id == bindparam("suggestion"))
    .values(
        comment_count=Suggestion.comment_count + bindparam("by"),
        heat=Suggestion.heat + bindparam("warmth"),
    )
    .returning(Suggestion.comment_count, Suggestion.heat)
)
_ADD_HEAT = Statement(
    update(Suggestion)
    .where(Suggestion.id == bindparam("suggestion"))
    .values(heat=Suggestion.heat + bindparam("warmth"))
)
_SET_COLD = Statement(
    update(Suggestion).where(Suggestion.id == bindparam("suggestion")).values(heat=0.0)
)
_LOCK = ForUpdateArg(key_share=True)


def _mover(dialect: str) -> Any:
    new = insert_for(dialect)(SuggestionTally)
    return new.on_conflict_do_update(
        index_elements=["board_id", "status_id", "category_id"],
        set_={"count": SuggestionTally.count + new.excluded.count},
    )


_MOVE_BOARD = Statement(_mover)


def lock(suggestion_id: int) -> Suggestion:
    """The suggestion as it stands now, locked until the unit of work ends.

    The lock lets votes and comments on it be written (they touch its key only); a stronger one
    would wait for voters who wait for it.
    """
    found = db.session.get(Suggestion, suggestion_id, with_for_update=_LOCK, populate_existing=True)
    if found is None:
        raise Missing(N_("This suggestion does not exist."))
    return found


def move_votes(suggestion_id: int, by: int, warmth: float) -> int:
    """Add `by` votes and their heat; the number of votes afterwards."""
    return _move(_MOVE_VOTES, suggestion_id, by, warmth)


def move_comments(suggestion_id: int, by: int, warmth: float) -> int:
    """Add `by` comments and their heat; the number of comments afterwards."""
    return _move(_MOVE_COMMENTS, suggestion_id, by, warmth)


def _move(statement: Statement, suggestion_id: int, by: int, warmth: float) -> int:
    found = statement.first(suggestion=suggestion_id, by=by, warmth=warmth)
    if found is None:
        raise Missing(N_("This suggestion does not exist."))
    count, heat = found
    # A double has 53 bits: beside a new vote the old ones lose their last figures, which are
    # missing when it is taken back. The row is locked by now, so its rooms may add up anew.
    if -warmth > _MOST_TAKEN * heat:
        _SET_COLD.run(suggestion=suggestion_id)
        events.publish(news.HeatLost(suggestion_id))
    return int(count)


def add_heat(suggestion_id: int, warmth: float) -> None:
    """What a room has to add when the heat was lost."""
    _ADD_HEAT.run(suggestion=suggestion_id, warmth=warmth)


def add_to_board(posted: Posted) -> None:
    """Count a new published suggestion on its board."""
    _move_board_tally((posted.board_id, posted.status_id, posted.category_id or 0), 1)


@contextmanager
def board_tallies_follow(*suggestions: Suggestion) -> Iterator[None]:
    """Whatever the block changes of these locked suggestions, the tallies of boards follow.

    They move in the order of their keys: two suggestions that change places between two tallies
    would otherwise wait for each other.
    """
    before = _places(suggestions)
    yield
    after = _places(suggestions)
    for key in sorted({*before, *after}):
        if after[key] != before[key]:
            _move_board_tally(key, after[key] - before[key])


def _places(suggestions: Iterable[Suggestion]) -> Counter[Key]:
    """Where the published ones of these are counted: board, status, category (0: none)."""
    return Counter(
        (found.board_id, found.status_id, found.category_id or 0)
        for found in suggestions
        if found.state == "published"
    )


def _move_board_tally(key: Key, by: int) -> None:
    board_id, status_id, category_id = key
    _MOVE_BOARD.run(board_id=board_id, status_id=status_id, category_id=category_id, count=by)


def board_drifts() -> list[Drift]:
    """Board tallies that differ from the published rows."""
    category = func.coalesce(Suggestion.category_id, 0)
    counted = {
        (row[0], row[1], row[2]): row[3]
        for row in db.session.execute(
            select(Suggestion.board_id, Suggestion.status_id, category, func.count())
            .where(Suggestion.state == "published")
            .group_by(Suggestion.board_id, Suggestion.status_id, category)
        )
    }
    stored = {
        (row.board_id, row.status_id, row.category_id): row.count
        for row in db.session.scalars(select(SuggestionTally))
    }
    return [
        Drift("suggestion_tally.count", "/".join(map(str, key)), stored.get(key, 0), real)
        for key in sorted({*stored, *counted})
        if stored.get(key, 0) != (real := counted.get(key, 0))
    ]


Counted = Mapping[int, tuple[int, float]]


def count_drifts(votes: Counted, comments: Counted) -> list[Drift]:
    """Suggestions whose stored numbers differ from what the rooms counted (id → number, heat)."""
    found = []
    columns = (
        Suggestion.id,
        Suggestion.vote_count,
        Suggestion.comment_count,
        Suggestion.heat,
    )
    for suggestion_id, stored_votes, stored_comments, stored_heat in db.session.execute(
        select(*columns)
    ):
        vote_count, vote_heat = votes.get(suggestion_id, (0, 0.0))
        comment_count, comment_heat = comments.get(suggestion_id, (0, 0.0))
        for what, stored, real in (
            ("vote_count", stored_votes, vote_count),
            ("comment_count", stored_comments, comment_count),
            ("heat", stored_heat, vote_heat + comment_heat),
        ):
            if abs(stored - real) > RELATIVE_ERROR * max(1.0, abs(stored), abs(real)):
                found.append(Drift(f"suggestion.{what}", str(suggestion_id), stored, real))
    return found


def mend_counts(drifts: Iterable[Drift], votes: Counted, comments: Counted) -> None:
    """Write the counted numbers of the suggestions in `drifts`; lock them first (lock_all)."""
    for suggestion_id in {int(drift.where) for drift in drifts}:
        vote_count, vote_heat = votes.get(suggestion_id, (0, 0.0))
        comment_count, comment_heat = comments.get(suggestion_id, (0, 0.0))
        set_counts(
            suggestion_id,
            votes=vote_count,
            comments=comment_count,
            heat=vote_heat + comment_heat,
        )


def lock_all(ids: Iterable[int]) -> Sequence[Suggestion]:
    """Lock these suggestions, in id order, until the unit of work ends; as they stand now."""
    dialect = dialect_name()
    return db.session.scalars(
        select(Suggestion)
        .where(among(Suggestion.id, dialect))
        .order_by(Suggestion.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True),
        {"ids": given(ids, dialect)},
    ).all()


def set_counts(suggestion_id: int, *, votes: int, comments: int, heat: float) -> None:
    """Write what was recounted under the lock."""
    db.session.execute(
        update(Suggestion)
        .where(Suggestion.id == suggestion_id)
        .values(vote_count=votes, comment_count=comments, heat=heat)
        .execution_options(synchronize_session=False)
    )


def lock_boards() -> None:
    """Keep every board tally as it is until the unit of work ends (SQLite holds its lock)."""
    if dialect_name() == "postgresql":
        db.session.execute(text("LOCK TABLE suggestion_tally IN SHARE ROW EXCLUSIVE MODE"))


def mend_board_tallies() -> None:
    """Make the board tallies what the rows say; lock them first (lock_boards)."""
    for drift in board_drifts():
        board_id, status_id, category_id = map(int, drift.where.split("/"))
        db.session.merge(
            SuggestionTally(
                board_id=board_id,
                status_id=status_id,
                category_id=category_id,
                count=int(drift.counted),
            )
        )
