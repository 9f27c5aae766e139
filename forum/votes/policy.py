"""Who may vote. Pure: takes what it judges."""

from forum.core.actor import Actor
from forum.core.permissions import Permission


def may_cast(actor: Actor, board_id: int) -> bool:
    """Whoever holds the permission; whether votes are open at all is asked first."""
    return actor.may(Permission.CAST_VOTE, board_id)
