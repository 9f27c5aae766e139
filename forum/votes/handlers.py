"""What votes do on others' news."""

from forum.accounts.events import PersonConfirmed
from forum.boards import queries as boards
from forum.core.errors import DomainError
from forum.suggestions.events import HeatLost, SuggestionPosted, SuggestionPublished
from forum.votes import actions

CAST = "votes.cast"


def on_person_confirmed(event: PersonConfirmed) -> None:
    """A guest's vote waited for his address: it counts now.

    A refusal (the board closed meanwhile) is shown to him by accounts; he is in all the same.
    """
    if event.verb != CAST or event.payload is None:
        return
    actor = boards.actor_for(event.person_id)
    actions.cast(actor=actor, suggestion_id=int(event.payload["suggestion_id"]))


def on_suggestion_posted(event: SuggestionPosted) -> None:
    """Whoever posts wants it: his own vote counts from the moment it is public."""
    if event.has_own_vote:
        actions.add_authors(
            author_id=event.author_id, suggestion_id=event.suggestion_id, at=event.at
        )


def on_suggestion_published(event: SuggestionPublished) -> None:
    """It waited for approval, and so did its author's vote."""
    try:
        actor = boards.actor_for(event.author_id)
        actions.cast(actor=actor, suggestion_id=event.suggestion_id)
    except DomainError:
        # An author who was blocked or left, or a closed board: the suggestion stands without.
        return


def on_heat_lost(event: HeatLost) -> None:
    actions.warm_again(event.suggestion_id)
