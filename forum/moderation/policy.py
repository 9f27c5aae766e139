"""Who may see and decide what on the desk. Pure."""

from collections.abc import Iterable

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.moderation.views import VIEWS, View


def may_see_desk(actor: Actor, board_id: int) -> bool:
    """Whether the suggestions of this board come to the actor's desk."""
    return actor.may(Permission.SEE_STAFF_PAGES, board_id)


def may_settle_flags(actor: Actor, board_id: int) -> bool:
    """Whether the actor decides about what people flagged on this board."""
    return actor.may(Permission.HIDE, board_id)


def open_views(actor: Actor) -> tuple[View, ...]:
    """The views that hold something for this actor on any board."""
    return tuple(view for view in VIEWS if actor.may_somewhere(view.permission))


def boards_in(view: View, actor: Actor, board_ids: Iterable[int]) -> tuple[int, ...]:
    """Of these boards, the ones whose suggestions the view shows to the actor."""
    return tuple(board_id for board_id in board_ids if actor.may(view.permission, board_id))
