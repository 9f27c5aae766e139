"""Who acts: composed by a door, taken by every action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from forum.core.permissions import ROLES, Permission, Role

Via = Literal["web", "api", "cli", "job"]


@dataclass(frozen=True)
class Actor:
    """A person (or nobody) with the permissions of the role and of single boards.

    `grants` maps a board id to what the person may do there beyond the role;
    `session_id` is the session row he came by, `fresh` says he proved himself lately.
    """

    person_id: int | None = None
    name: str = ""
    role: Role | None = None
    grants: Mapping[int, frozenset[Permission]] = field(default_factory=dict)
    language: str = "en"
    via: Via = "web"
    session_id: int | None = None
    fresh: bool = False
    is_system: bool = False

    @property
    def is_guest(self) -> bool:
        return self.person_id is None and not self.is_system

    @property
    def is_administrator(self) -> bool:
        return self.is_system or self.role is Role.ADMINISTRATOR

    def may(self, permission: Permission, board_id: int | None = None) -> bool:
        """Whether the role, or the grant on this board, holds the permission."""
        if self.is_system:
            return True
        if self.role is not None and permission in ROLES[self.role]:
            return True
        return board_id is not None and permission in self.grants.get(board_id, frozenset())

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether the permission is held for the site or for any single board."""
        return self.may(permission) or any(permission in held for held in self.grants.values())

    @property
    def may_moderate(self) -> bool:
        """Whether the desk is for this person, on any board."""
        return self.may_somewhere(Permission.SEE_STAFF_PAGES)

    @property
    def may_administer(self) -> bool:
        """Whether the administration is for this person."""
        return self.may(Permission.MANAGE_SITE)


GUEST = Actor()


def system(via: Via = "cli") -> Actor:
    """The forum itself: commands and jobs that no person started."""
    return Actor(name="", via=via, is_system=True)
