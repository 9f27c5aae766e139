"""Following and no longer following."""

from sqlalchemy import delete, update

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db, insert_for
from forum.core.errors import Forbidden
from forum.core.statements import Statement
from forum.follows.models import Follow
from forum.i18n.catalog import N_
from forum.suggestions.queries import single as suggestions

_START = Statement(
    lambda dialect: insert_for(dialect)(Follow).on_conflict_do_nothing(
        index_elements=["person_id", "suggestion_id"]
    )
)


def start(*, person_id: int, suggestion_id: int, reason: str) -> None:
    """Follow because of an act; a deliberate "no" of before stays one."""
    _START.run(
        person_id=person_id,
        suggestion_id=suggestion_id,
        reason=reason,
        is_muted=False,
        created_at=clock.now(),
    )


def ask(*, actor: Actor, suggestion_id: int) -> None:
    """Follow by one's own wish, also after a "no". Raises Missing, Forbidden for a guest."""
    person_id = _person(actor)
    suggestions.get(actor, suggestion_id)
    start(person_id=person_id, suggestion_id=suggestion_id, reason="asked")
    _set_muted(person_id, suggestion_id, is_muted=False)


def stop(*, actor: Actor, suggestion_id: int) -> None:
    """Hear no more of it; voting again does not bring it back. Raises Missing, Forbidden."""
    person_id = _person(actor)
    suggestions.get(actor, suggestion_id)
    _set_muted(person_id, suggestion_id, is_muted=True)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden(N_("Please sign in first."))
    return actor.person_id


def _set_muted(person_id: int, suggestion_id: int, *, is_muted: bool) -> None:
    db.session.execute(
        update(Follow)
        .where(Follow.person_id == person_id, Follow.suggestion_id == suggestion_id)
        .values(is_muted=is_muted)
        .execution_options(synchronize_session=False)
    )


def forget_person(*, person_id: int) -> None:
    """An erased person follows nothing any more."""
    db.session.execute(
        delete(Follow)
        .where(Follow.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
