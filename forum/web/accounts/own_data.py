"""A person's own copy of his data, gathered from every room that keeps some."""

from typing import Any

from forum.accounts.queries import people
from forum.boards import queries as boards
from forum.comments import queries as comments
from forum.core.actor import Actor
from forum.exports import queries as exports
from forum.follows import queries as follows
from forum.moderation.queries import flags
from forum.suggestions.queries import personal
from forum.votes import queries as votes


def collected(actor: Actor) -> dict[str, Any]:
    """Room → what it keeps about the actor. Raises Missing."""
    person_id = actor.person_id or 0
    return {
        "account": people.of_person(person_id),
        "suggestions": personal.of_person(person_id),
        "votes": votes.of_person(person_id),
        "comments": comments.of_person(person_id),
        "follows": follows.of_person(person_id),
        "official_responses": personal.responses_of_person(person_id),
        "flags": flags.of_person(person_id),
        "boards": boards.memberships_of(person_id),
        "exports": exports.of_person(person_id),
    }
