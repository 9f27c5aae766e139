"""Categories of a board: add, rename, put in order, archive."""

from typing import Any

from sqlalchemy import select

from forum.boards import draft as drafts
from forum.boards.actions.keeping import Way, announce, authorise, locked, moved
from forum.boards.draft import Words
from forum.boards.models import Board, Category
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Invalid, Missing
from forum.i18n.catalog import N_


def add(*, actor: Actor, board_id: int, names: Words) -> Category:
    """A new category, last in the order.

    Raises Forbidden, Missing, or Invalid when the board has a category of such a name.
    """
    authorise(actor)
    board = locked(board_id)
    categories = _of_board(board_id)
    category = Category(
        board_id=board_id,
        names=_free_names(board, names, categories),
        position=1 + max((row.position for row in categories), default=0),
    )
    db.session.add(category)
    db.session.flush()
    _announce(actor, category, "boards.category_added", after={"names": category.names})
    return category


def rename(*, actor: Actor, category_id: int, names: Words) -> None:
    """Other names for the category. Raises Forbidden, Missing, or Invalid."""
    authorise(actor)
    board, category, categories = _with_others(category_id)
    categories.remove(category)
    before, after = category.names, _free_names(board, names, categories)
    if before != after:
        category.names = after
        _announce(
            actor,
            category,
            "boards.category_renamed",
            before={"names": before},
            after={"names": after},
        )


def reorder(*, actor: Actor, category_id: int, way: Way) -> None:
    """Move the category one place among those in use; at the end nothing happens.

    Raises Forbidden, Missing, or Conflict for an archived one.
    """
    authorise(actor)
    _, category, categories = _with_others(category_id)
    if category.archived_at is not None:
        raise Conflict(N_("An archived category has no place in the order."))
    in_use = [row for row in categories if row.archived_at is None]
    if moved(in_use, category, way):
        after = {"position": category.position}
        _announce(actor, category, "boards.category_reordered", after=after)


def archive(*, actor: Actor, category_id: int) -> None:
    """Offer the category no more; suggestions in it keep it. Raises Forbidden or Missing."""
    authorise(actor)
    _, category, _ = _with_others(category_id)
    if category.archived_at is None:
        category.archived_at = clock.now()
        _announce(actor, category, "boards.category_archived")


def restore(*, actor: Actor, category_id: int) -> None:
    """Offer the category again. Raises Forbidden or Missing."""
    authorise(actor)
    _, category, _ = _with_others(category_id)
    if category.archived_at is not None:
        category.archived_at = None
        _announce(actor, category, "boards.category_restored")


def _of_board(board_id: int) -> list[Category]:
    query = select(Category).where(Category.board_id == board_id)
    return list(db.session.scalars(query.order_by(Category.position, Category.id)))


def _with_others(category_id: int) -> tuple[Board, Category, list[Category]]:
    """(its board, locked; the category; all of the board in their order)."""
    board_id = db.session.scalar(select(Category.board_id).where(Category.id == category_id))
    if board_id is None:
        raise Missing(N_("This category does not exist."))
    board = locked(board_id)
    categories = _of_board(board_id)
    return board, next(row for row in categories if row.id == category_id), categories


def _free_names(board: Board, names: Words, others: list[Category]) -> dict[str, str]:
    kept = drafts.checked_names(names, board.language)
    taken = drafts.taken_name(kept, [row.names for row in others])
    if taken:
        raise Invalid(N_("This board has such a category."), field=f"name_{taken}")
    return kept


def _announce(
    actor: Actor,
    category: Category,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    subject = ("category", category.id)
    announce(actor, action, subject, category.board_id, before=before, after=after)
