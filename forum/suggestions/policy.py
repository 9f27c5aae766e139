"""Who may do what with a suggestion. Pure: takes what it judges."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from forum.boards.queries import BoardRow
from forum.core.actor import Actor
from forum.core.permissions import STAFF, Permission
from forum.suggestions import limits
from forum.suggestions.models import Suggestion


class Seen(Protocol):
    """What of a suggestion decides who may see it."""

    @property
    def board_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def state(self) -> str: ...


def may_see(actor: Actor, suggestion: Seen) -> bool:
    """Whether an existing suggestion of a visible board is for this reader.

    Published and merged ones are for all; the others for their author and the board's team.
    """
    if suggestion.state in ("published", "merged"):
        return True
    if actor.person_id is not None and actor.person_id == suggestion.author_id:
        return True
    return actor.may(Permission.SEE_STAFF_PAGES, suggestion.board_id)


def may_post(actor: Actor, board: BoardRow, who_may_post: str) -> bool:
    """Whether this actor may post on this board under the site's rule."""
    if not actor.may(Permission.POST_SUGGESTION, board.id):
        return False
    is_team = actor.is_system or actor.role in STAFF
    return is_team or (board.is_open and who_may_post != "staff")


def needs_approval(actor: Actor, board: BoardRow, *, is_newcomer: Callable[[], bool]) -> bool:
    """Whether a new suggestion waits: by the board's rule, never for its own moderators.

    `is_newcomer` is asked only where the rule wants to know.
    """
    if actor.may(Permission.APPROVE, board.id) or board.approval == "none":
        return False
    return board.approval == "all" or is_newcomer()


def counts_author(actor: Actor, board: BoardRow) -> bool:
    """Whether a new public suggestion begins with its author's vote: whoever posts wants it."""
    return board.is_open and actor.may(Permission.CAST_VOTE, board.id)


def may_repost(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether its author may begin anew with its words: it was rejected, or taken back."""
    is_own = actor.person_id is not None and actor.person_id == suggestion.author_id
    return is_own and suggestion.state in ("rejected", "withdrawn")


def may_edit(actor: Actor, suggestion: Suggestion, now: datetime) -> bool:
    """The author within an hour; a moderator at any time."""
    if actor.may(Permission.EDIT_ANY, suggestion.board_id):
        return True
    is_author = actor.person_id is not None and actor.person_id == suggestion.author_id
    in_time = now - suggestion.created_at < limits.EDIT_WINDOW
    return is_author and in_time and suggestion.state in ("pending", "published")


def may_withdraw(actor: Actor, suggestion: Suggestion) -> bool:
    """Only the author, while it waits or is public."""
    is_author = actor.person_id is not None and actor.person_id == suggestion.author_id
    return is_author and suggestion.state in ("pending", "published")


def may_see_history(actor: Actor, suggestion: Suggestion) -> bool:
    """Earlier wordings are for their author and the team: a moderator may have taken something
    out that must not be read on."""
    if actor.person_id is not None and actor.person_id == suggestion.author_id:
        return True
    return actor.may(Permission.SEE_STAFF_PAGES, suggestion.board_id)
