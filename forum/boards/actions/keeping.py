"""What every change of a board shares: the right, the lock, the order, the log and the news."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeVar

from sqlalchemy import select

from forum.audit import actions as audit
from forum.boards.events import BoardChanged
from forum.boards.models import Board
from forum.core import events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Forbidden, Missing
from forum.core.permissions import Permission
from forum.i18n.catalog import N_

Way = Literal["up", "down"]


class Placed(Protocol):
    position: int


Row = TypeVar("Row", bound=Placed)


def authorise(actor: Actor) -> None:
    """Raises Forbidden for whoever may not manage boards."""
    if not actor.may(Permission.MANAGE_BOARDS):
        raise Forbidden(N_("You may not manage boards."))


def locked(board_id: int) -> Board:
    """One board, locked: its categories and members change one after the other."""
    board = db.session.scalar(select(Board).where(Board.id == board_id).with_for_update())
    if board is None:
        raise Missing(N_("This board does not exist."))
    return board


def moved(rows: list[Row], row: Row, way: Way) -> bool:
    """Let `row` change places with its neighbour; False at the end of the list."""
    at = rows.index(row)
    other = at - 1 if way == "up" else at + 1
    if not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]
    for position, each in enumerate(rows, start=1):
        each.position = position
    return True


def announce(
    actor: Actor,
    action: str,
    subject: tuple[str, int],
    board_id: int,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the log, end what is kept in memory, tell the rooms above."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=subject[0],
        subject_id=subject[1],
        board_id=board_id,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
    )
    unit_of_work.structure_changed()
    events.publish(BoardChanged(board_id))
