"""What happens to flags when their subject goes, moves, or their reporter leaves."""

from forum.accounts.events import PersonErased
from forum.comments.events import CommentRemoved
from forum.moderation import actions
from forum.suggestions.events import (
    SuggestionHidden,
    SuggestionMoved,
    SuggestionRejected,
    SuggestionWithdrawn,
)


def settle_hidden(event: SuggestionHidden) -> None:
    """Hidden on its own page, its flags are answered."""
    actions.settle(subject_kind="suggestion", subject_id=event.suggestion_id, resolution="hidden")


def settle_gone(event: SuggestionRejected | SuggestionWithdrawn) -> None:
    """Withdrawn or rejected, there is nothing left to decide."""
    actions.settle(subject_kind="suggestion", subject_id=event.suggestion_id)


def settle_comment(event: CommentRemoved) -> None:
    """Deleted by its author or hidden, there is nothing left to decide."""
    actions.settle(subject_kind="comment", subject_id=event.comment_id)


def follow_move(event: SuggestionMoved) -> None:
    """Flags come to the desk of the new board."""
    actions.follow_move(suggestion_id=event.suggestion_id, board_id=event.to_board_id)


def erase_reporter(event: PersonErased) -> None:
    """A note of an erased person is his text."""
    actions.erase_reporter(person_id=event.person_id)
