"""Where a reader searches: on the boards that he sees."""

from collections.abc import Sequence

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.search.lexemes import Scope


def boards_for(actor: Actor, board_ids: Sequence[int] | None) -> tuple[int, ...]:
    """Of these boards (None: of all) those the actor sees."""
    visible = boards.visible_ids(actor)
    return tuple(one for one in visible if board_ids is None or one in board_ids)


def scope_over(
    board_ids: tuple[int, ...], status_id: int | None = None, category_id: int | None = None
) -> Scope:
    """What is searched on boards that the reader sees."""
    others = tuple(one.id for one in boards.directory().boards if one.id not in board_ids)
    return Scope(board_ids, others, status_id, category_id)
