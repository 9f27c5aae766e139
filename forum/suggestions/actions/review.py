"""Deciding whether a suggestion is public."""

from forum.core import clock, events
from forum.core.actor import Actor
from forum.core.errors import Conflict
from forum.core.permissions import Permission
from forum.i18n.catalog import N_
from forum.suggestions import drafting
from forum.suggestions import events as news
from forum.suggestions.actions.holding import directed, to_state
from forum.suggestions.models import Suggestion


def approve(*, actor: Actor, suggestion_id: int) -> None:
    """Publish what waits, or what was rejected by mistake. Raises Missing, Forbidden, Conflict."""
    suggestion = directed(actor, suggestion_id, Permission.APPROVE)
    _expect(suggestion, "pending", "rejected")
    suggestion.published_at = clock.now()
    to_state(actor, suggestion, "published", "")
    events.publish(
        news.SuggestionPublished(suggestion.id, suggestion.board_id, suggestion.author_id)
    )


def reject(*, actor: Actor, suggestion_id: int, reason: str) -> None:
    """Refuse what waits, with a reason the author gets. Raises Missing, Forbidden, Conflict."""
    suggestion = directed(actor, suggestion_id, Permission.APPROVE)
    _expect(suggestion, "pending")
    cleaned = drafting.reason(reason)
    to_state(actor, suggestion, "rejected", cleaned)
    events.publish(
        news.SuggestionRejected(suggestion.id, suggestion.board_id, suggestion.author_id, cleaned)
    )


def hide(*, actor: Actor, suggestion_id: int, reason: str = "") -> None:
    """Take a published suggestion out of sight. Raises Missing, Forbidden, Conflict."""
    suggestion = directed(actor, suggestion_id, Permission.HIDE)
    _expect(suggestion, "published")
    to_state(actor, suggestion, "hidden", drafting.reason(reason, is_required=False))
    events.publish(news.SuggestionHidden(suggestion.id, suggestion.board_id))


def restore(*, actor: Actor, suggestion_id: int) -> None:
    """Show a hidden one again. Raises Missing, Forbidden, Conflict."""
    suggestion = directed(actor, suggestion_id, Permission.HIDE)
    _expect(suggestion, "hidden")
    to_state(actor, suggestion, "published", "")
    events.publish(news.SuggestionRestored(suggestion.id, suggestion.board_id))


def _expect(suggestion: Suggestion, *states: str) -> None:
    if suggestion.state not in states:
        raise Conflict(N_("Somebody decided about this suggestion meanwhile."))
