"""What changes of a suggestion share: the lock, the right, the state, the place, the log."""

from typing import Any

from forum.audit import actions as audit
from forum.boards import queries as boards
from forum.core import clock, unit_of_work
from forum.core.actor import Actor
from forum.core.errors import Forbidden
from forum.core.permissions import Permission
from forum.i18n.catalog import N_
from forum.suggestions import tallies
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single


def locked(actor: Actor, suggestion_id: int) -> Suggestion:
    """The suggestion, its row locked until the unit ends (SQLite holds its lock already)."""
    single.get(actor, suggestion_id)
    return tallies.lock(suggestion_id)


def directed(actor: Actor, suggestion_id: int, permission: Permission) -> Suggestion:
    """Locked, for whoever holds the right on its board. Raises Missing, Forbidden."""
    suggestion = locked(actor, suggestion_id)
    if not actor.may(permission, suggestion.board_id):
        raise Forbidden(N_("You may not do this with the suggestions of this board."))
    return suggestion


def to_state(actor: Actor, suggestion: Suggestion, state: str, reason: str) -> None:
    """Let it change its state; the counts, the log and what is kept in memory follow."""
    before = suggestion.state
    with tallies.board_tallies_follow(suggestion):
        suggestion.state, suggestion.reason = state, reason
    suggestion.updated_at = clock.now()
    record(actor, suggestion, state, {"state": before}, {"state": state})
    unit_of_work.content_changed()


def stays(suggestion: Suggestion, board: boards.BoardRow) -> int | None:
    """The category that may stay though it was archived: on the board where it is."""
    return suggestion.category_id if suggestion.board_id == board.id else None


def recategorise(suggestion: Suggestion, board_id: int, category_id: int | None) -> None:
    """Put it on a board and into a category there; the counts follow."""
    with tallies.board_tallies_follow(suggestion):
        suggestion.board_id, suggestion.category_id = board_id, category_id


def record(
    actor: Actor,
    suggestion: Suggestion,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """Write the log."""
    audit.record(
        actor=actor,
        action=f"suggestion.{verb}",
        subject_kind="suggestion",
        subject_id=suggestion.id,
        board_id=suggestion.board_id,
        before=before,
        after=after,
    )
