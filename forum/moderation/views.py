"""The views of the desk: which suggestions each shows, in what order, to whom. No database."""

from dataclasses import dataclass
from typing import Literal

from forum.core.errors import Missing
from forum.core.permissions import Permission
from forum.i18n.catalog import N_

Order = Literal["oldest", "newest", "updated", "votes", "flags"]


@dataclass(frozen=True)
class View:
    """`state` None: whatever has an open flag. `unanswered`: without an official response.

    `permission` is what somebody must hold on a board to see the view's rows of it.
    """

    key: str
    permission: Permission
    order: Order
    state: str | None
    unanswered: bool = False


VIEWS: tuple[View, ...] = (
    View("waiting", Permission.APPROVE, "oldest", "pending"),
    View("flagged", Permission.HIDE, "flags", None),
    View("unanswered", Permission.RESPOND, "votes", "published", unanswered=True),
    View("all", Permission.SEE_STAFF_PAGES, "newest", "published"),
    View("hidden", Permission.HIDE, "updated", "hidden"),
    View("rejected", Permission.APPROVE, "updated", "rejected"),
)
BY_KEY = {view.key: view for view in VIEWS}


def named(key: str) -> View:
    """The view of this address. Raises Missing."""
    if key not in BY_KEY:
        raise Missing(N_("The desk has no such view."))
    return BY_KEY[key]
