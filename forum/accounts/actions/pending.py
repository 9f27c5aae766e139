"""What guests did and still have to confirm: kept with their code, done when it is proved."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete

from forum.accounts.events import PersonConfirmed
from forum.accounts.models import PendingAct
from forum.core import clock, events, unit_of_work
from forum.core.db import db
from forum.core.errors import DomainError

_KEEP = timedelta(days=2)


class Act(NamedTuple):
    """What a guest wants: a verb, its payload, and by what it is known when it comes again (a
    suggestion's id for a vote, the form's token for a post)."""

    verb: str
    payload: dict[str, Any]
    subject: str = ""


def keep(act: Act | None, earlier_id: int | None) -> int | None:
    """Id of what waits now: the act behind the earlier one, or that alone."""
    if act is None:
        return earlier_id
    row = PendingAct(**act._asdict(), earlier_id=earlier_id, created_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row.id


def perform(
    act_id: int | None, person_id: int, language: str
) -> tuple[str | None, DomainError | None]:
    """Announce the confirmed person with each thing that waited for him, once and in its turn."""
    waiting = _chain(act_id)
    if not waiting:
        events.publish(PersonConfirmed(person_id, language))
        return None, None
    last = {(act.verb, act.subject): act for act in waiting}
    verb, refusal = None, None
    for act in waiting:
        payload = act.payload
        act.done_at, act.payload = clock.now(), {}
        if last[act.verb, act.subject] is not act:
            continue
        try:
            with unit_of_work.attempt():
                events.publish(PersonConfirmed(person_id, language, act.verb, payload))
            verb = act.verb
        except DomainError as error:
            refusal = error
    return verb, refusal


def _chain(act_id: int | None) -> list[PendingAct]:
    """What waits together and is not done, the first one first."""
    found: list[PendingAct] = []
    while act_id is not None:
        act = db.session.get(PendingAct, act_id)
        if act is None or act.done_at is not None:
            break
        found.append(act)
        act_id = act.earlier_id
    return found[::-1]


def forget_old() -> None:
    """Drop acts nobody will confirm any more."""
    old = PendingAct.created_at < clock.now() - _KEEP
    db.session.execute(delete(PendingAct).where(old))
