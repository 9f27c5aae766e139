"""Who may see a board and act on it. Pure: takes what it judges."""

from collections.abc import Sequence
from typing import Protocol

from forum.core.actor import Actor
from forum.core.permissions import ROLES, Permission, Role

# What a named person may do on one board besides what his site role allows.
GRANTS: dict[str, frozenset[Permission]] = {
    "member": frozenset(),
    "moderator": ROLES[Role.MODERATOR],
    "product": ROLES[Role.PRODUCT],
}


class Seen(Protocol):
    """What of a board decides who may see it."""

    @property
    def id(self) -> int: ...
    @property
    def visibility(self) -> str: ...
    @property
    def roles(self) -> Sequence[str]: ...


def may_see(actor: Actor, board: Seen) -> bool:
    """Whether the board exists for this reader."""
    if actor.is_administrator or board.visibility == "public":
        return True
    if actor.is_guest:
        return False
    if board.visibility == "signed_in":
        return True
    return board.id in actor.grants or (actor.role is not None and actor.role in board.roles)
