"""Acting on a suggestion follows it.

Votes and comments stand on the same floor, so their news is known here by its shape only.
"""

from typing import Protocol

from forum.accounts.events import PersonErased
from forum.follows import actions
from forum.suggestions.events import SuggestionPosted


class _VoteCast(Protocol):
    @property
    def suggestion_id(self) -> int: ...
    @property
    def voter_id(self) -> int: ...
    @property
    def is_authors(self) -> bool: ...


class _CommentPosted(Protocol):
    @property
    def suggestion_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...


def on_suggestion_posted(event: SuggestionPosted) -> None:
    actions.start(person_id=event.author_id, suggestion_id=event.suggestion_id, reason="posted")


def on_vote_cast(event: _VoteCast) -> None:
    """An author follows what he posted already."""
    if not event.is_authors:
        actions.start(person_id=event.voter_id, suggestion_id=event.suggestion_id, reason="voted")


def on_comment_posted(event: _CommentPosted) -> None:
    actions.start(person_id=event.author_id, suggestion_id=event.suggestion_id, reason="commented")


def on_person_erased(event: PersonErased) -> None:
    actions.forget_person(person_id=event.person_id)
