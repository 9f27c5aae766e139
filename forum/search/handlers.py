"""What search does on others' news: the index moves in the transaction of the text."""

from forum.comments.events import CommentEdited, CommentPosted, CommentRemoved, CommentRestored
from forum.search.actions import entries, pairs
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
        entries.index_new(suggestion_id=event.suggestion_id)


def add(event: SuggestionPublished | SuggestionEdited | SuggestionRestored) -> None:
    """Its words are new, or to be found again; so are its likes."""
    entries.index(suggestion_id=event.suggestion_id)
    pairs.look_for(suggestion_id=event.suggestion_id)


def follow(event: SuggestionMoved | ResponsePublished | CommentEdited | CommentRemoved) -> None:
    """Something of it changed that is not its title."""
    entries.index(suggestion_id=event.suggestion_id)


def follow_status(event: StatusChanged) -> None:
    entries.refacet(suggestion_id=event.suggestion_id)


def add_comment(event: CommentPosted | CommentRestored) -> None:
    entries.add_comment(suggestion_id=event.suggestion_id, comment_id=event.comment_id)


def drop(event: SuggestionHidden | SuggestionWithdrawn) -> None:
    entries.drop(suggestion_id=event.suggestion_id)
