"""Boards: make, change, put in order."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.boards import draft as drafts
from forum.boards.actions.keeping import Way, announce, authorise, moved
from forum.boards.draft import Draft
from forum.boards.models import Board
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Invalid, Missing
from forum.i18n.catalog import N_


def create(*, actor: Actor, draft: Draft, is_demo: bool = False) -> Board:
    """A new board, last in the order. Raises Forbidden, or Invalid naming the field."""
    authorise(actor)
    wanted = drafts.checked(draft)
    boards = _all_boards()
    _refuse_taken_name(wanted, boards)
    values = drafts.stored_values(wanted) | {"slug": _free_slug(wanted.slug, boards, draft.slug)}
    board = Board(
        **values,
        position=1 + max((board.position for board in boards), default=0),
        is_demo=is_demo,
        created_at=clock.now(),
    )
    db.session.add(board)
    _flush()
    announce(actor, "boards.created", ("board", board.id), board.id, after=values)
    return board


def change(*, actor: Actor, board_id: int, draft: Draft, seen: str | None = None) -> Board:
    """The board as the draft says; an empty slug keeps its address.

    `seen` is the fingerprint of the board the draft was made from. Raises Forbidden, Missing,
    Invalid naming the field, or Conflict when the board is another by now.
    """
    authorise(actor)
    wanted = drafts.checked(draft)
    boards = _all_boards()
    board = _of(boards, board_id)
    if seen is not None and seen != drafts.fingerprint(board):
        raise Conflict(
            N_("Somebody else saved this board in the meantime. Save again to keep yours.")
        )
    boards.remove(board)
    _refuse_taken_name(wanted, boards)
    values = drafts.stored_values(wanted)
    values["slug"] = _free_slug(wanted.slug, boards, draft.slug) if draft.slug else board.slug
    was = drafts.stored_values(board)
    before = {key: value for key, value in was.items() if value != values[key]}
    if before:
        after = {key: values[key] for key in before}
        for key, value in after.items():
            setattr(board, key, value)
        _flush()
        announce(actor, "boards.changed", ("board", board_id), board_id, before=before, after=after)
    return board


def reorder(*, actor: Actor, board_id: int, way: Way) -> None:
    """Move the board one place; at the end of the list nothing happens."""
    authorise(actor)
    boards = _all_boards()
    board = _of(boards, board_id)
    if moved(boards, board, way):
        after = {"position": board.position}
        announce(actor, "boards.reordered", ("board", board_id), board_id, after=after)


def _all_boards() -> list[Board]:
    """Every board, locked in the order of ids, then put in their own order."""
    boards = db.session.scalars(select(Board).order_by(Board.id).with_for_update()).all()
    return sorted(boards, key=lambda board: (board.position, board.id))


def _of(boards: list[Board], board_id: int) -> Board:
    for board in boards:
        if board.id == board_id:
            return board
    raise Missing(N_("This board does not exist."))


def _refuse_taken_name(draft: Draft, others: list[Board]) -> None:
    taken = drafts.taken_name(draft.names, [board.names for board in others])
    if taken:
        raise Invalid(N_("Another board has this name."), field=f"name_{taken}")


def _free_slug(wanted: str, others: list[Board], typed: str) -> str:
    """`wanted`, with a number behind it when it was not typed but made from a name."""
    taken = {board.slug for board in others}
    if wanted in taken and typed:
        raise Invalid(N_("Another board has this address."), field="slug")
    number, free = 2, wanted
    while free in taken:
        number, free = number + 1, f"{wanted}-{number}"
    return free


def _flush() -> None:
    """The database judges addresses: two administrators may choose the same at once."""
    try:
        db.session.flush()
    except IntegrityError:
        raise Invalid(N_("Another board has this address."), field="slug") from None
