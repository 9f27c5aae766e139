"""Who may vote. Pure: takes what it judges."""

from forum.boards.queries import BoardRow
from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.suggestions.models import Suggestion


def may_cast(actor: Actor, suggestion: Suggestion, board: BoardRow) -> bool:
    """On a published suggestion of an open board, whoever holds the permission."""
    return (
        suggestion.state == "published"
        and board.is_open
        and actor.may(Permission.CAST_VOTE, board.id)
    )
