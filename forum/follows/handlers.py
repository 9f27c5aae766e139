"""Acting on a suggestion follows it."""

from forum.accounts.events import PersonErased
from forum.comments.events import CommentPosted
from forum.follows import actions
from forum.suggestions.events import SuggestionPosted
from forum.votes.events import VoteCast


def on_suggestion_posted(event: SuggestionPosted) -> None:
    actions.start(person_id=event.author_id, suggestion_id=event.suggestion_id, reason="posted")


def on_vote_cast(event: VoteCast) -> None:
    actions.start(person_id=event.voter_id, suggestion_id=event.suggestion_id, reason="voted")


def on_comment_posted(event: CommentPosted) -> None:
    actions.start(person_id=event.author_id, suggestion_id=event.suggestion_id, reason="commented")


def on_person_erased(event: PersonErased) -> None:
    actions.forget_person(person_id=event.person_id)
