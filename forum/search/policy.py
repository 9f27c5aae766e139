"""Who may see and change what search proposes and reports. Pure."""

from forum.core.actor import Actor
from forum.core.permissions import Permission


def may_see_pairs(actor: Actor, board_id: int) -> bool:
    """Whether likely duplicates of this board are for this actor."""
    return actor.may(Permission.SEE_STAFF_PAGES, board_id)


def may_keep_words(actor: Actor) -> bool:
    """Whether synonyms, and what was not found, are for this actor."""
    return actor.may(Permission.MANAGE_SITE)
