"""Who may do what with a comment. Pure: takes what it judges."""

from forum.boards.queries import BoardRow
from forum.comments.models import Comment
from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.suggestions.models import Suggestion


def may_post(actor: Actor, suggestion: Suggestion, board: BoardRow) -> bool:
    """On a published suggestion whose discussion is open; the team also on a locked one."""
    if suggestion.state != "published" or not actor.may(Permission.COMMENT, board.id):
        return False
    is_team = actor.may(Permission.SEE_STAFF_PAGES, board.id)
    return is_team or (board.is_open and not suggestion.is_locked)


def may_edit(actor: Actor, comment: Comment) -> bool:
    """One's own, while it is shown."""
    is_author = actor.person_id is not None and actor.person_id == comment.author_id
    return is_author and comment.state == "published"
