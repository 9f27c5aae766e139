"""What search does on others' news: the index moves in the transaction of the text."""

from forum.comments.events import CommentEdited, CommentPosted, CommentRemoved, CommentRestored
from forum.search import actions
from forum.suggestions.events import (
    ResponsePublished,
    StatusChanged,
    SuggestionEdited,
    SuggestionHidden,
    SuggestionMoved,
    SuggestionPosted,
    SuggestionPublished,
    SuggestionRestored,
    SuggestionWithdrawn,
)


def add_posted(event: SuggestionPosted) -> None:
    """What waits for approval cannot be found."""
    if event.state == "published":
        actions.index_new(suggestion_id=event.suggestion_id)


def add(event: SuggestionPublished | SuggestionEdited | SuggestionRestored) -> None:
    """Its words are new, or to be found again; so are its likes."""
    actions.index(suggestion_id=event.suggestion_id)
    actions.look_for_pairs(suggestion_id=event.suggestion_id)


def follow(event: SuggestionMoved | ResponsePublished | CommentEdited | CommentRemoved) -> None:
    """Something of it changed that is not its title."""
    actions.index(suggestion_id=event.suggestion_id)


def follow_status(event: StatusChanged) -> None:
    actions.refacet(suggestion_id=event.suggestion_id)


def add_comment(event: CommentPosted | CommentRestored) -> None:
    actions.add_comment(suggestion_id=event.suggestion_id, comment_id=event.comment_id)


def drop(event: SuggestionHidden | SuggestionWithdrawn) -> None:
    actions.drop(suggestion_id=event.suggestion_id)
