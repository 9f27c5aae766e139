"""Writing what says the same: when it is looked for, what is found, what people make of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, update

from forum.audit import actions as audit
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import connection, dialect_name, insert_for
from forum.core.statements import Statement
from forum.search.models import DuplicatePair, SearchEntry, SearchVector
from forum.search.queries import duplicates
from forum.search.rows import Similar

_DUE = Statement(
    update(SearchEntry)
    .where(SearchEntry.suggestion_id == bindparam("entry"))
    .values(pairs_due_at=bindparam("at"))
)
_LOOKED = Statement(
    update(SearchEntry)
    .where(SearchEntry.suggestion_id == bindparam("entry"))
    .where(SearchEntry.pairs_due_at == bindparam("at"))
    .values(pairs_due_at=None)
)
_OPEN = Statement(
    delete(DuplicatePair).where(
        (DuplicatePair.low_id == bindparam("one")) | (DuplicatePair.high_id == bindparam("one")),
        DuplicatePair.dismissed_at.is_(None),
    )
)


def look_for(*, suggestion_id: int) -> None:
    """Have it looked again, at the next turn of the clock, what else says the same."""
    _DUE.run(entry=suggestion_id, at=clock.now())


def looked_for(*, suggestion_id: int, due_at: datetime) -> None:
    """It was looked for what was due then; what has become due since stays so."""
    _LOOKED.run(entry=suggestion_id, at=due_at)


def propose(*, suggestion_id: int, likely: Sequence[Similar]) -> None:
    """Keep what is likely to say the same, in place of what was found before; a pair that was
    dismissed stays so."""
    opened = connection()
    drop_open(suggestion_id=suggestion_id)
    rows = [
        {
            "low_id": min(suggestion_id, one.id),
            "high_id": max(suggestion_id, one.id),
            "score": one.score,
            "reasons": list(one.reasons),
            "found_at": clock.now(),
        }
        for one in likely
    ]
    if rows:
        statement = insert_for(dialect_name())(DuplicatePair)
        opened.execute(statement.on_conflict_do_nothing(index_elements=["low_id", "high_id"]), rows)


def drop_open(*, suggestion_id: int) -> None:
    """Take back what was proposed about it; a pair that was dismissed stays so."""
    _OPEN.run(one=suggestion_id)


def dismiss(*, actor: Actor, low_id: int, high_id: int) -> None:
    """These two do not say the same, once and for all. Raises Missing, Forbidden."""
    pair = duplicates.pair_between(actor, low_id, high_id)
    if pair.dismissed_at is None:
        pair.dismissed_at, pair.dismissed_by = clock.now(), actor.person_id
        _judged(actor, "search.pair_dismissed", pair)


def restore(*, actor: Actor, low_id: int, high_id: int) -> None:
    """Propose a dismissed pair again. Raises Missing, Forbidden."""
    pair = duplicates.pair_between(actor, low_id, high_id)
    if pair.dismissed_at is not None:
        pair.dismissed_at = pair.dismissed_by = None
        _judged(actor, "search.pair_restored", pair)


def _judged(actor: Actor, action: str, pair: DuplicatePair) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind="suggestion",
        subject_id=pair.low_id,
        after={"other": pair.high_id},
    )


def keep_vector(*, suggestion_id: int, model: str, vector: bytes) -> None:
    """Keep what a model makes of a title."""
    statement = insert_for(dialect_name())(SearchVector)
    kept = {"model": model, "vector": vector}
    connection().execute(
        statement.values(suggestion_id=suggestion_id, **kept).on_conflict_do_update(
            index_elements=["suggestion_id"], set_=kept
        )
    )
