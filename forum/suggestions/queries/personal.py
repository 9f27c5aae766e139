"""What one person wrote."""

from typing import Any

from sqlalchemy import Select, select

from forum.core.db import db
from forum.suggestions.models import OfficialResponse, Suggestion


def ids_by(person_id: int) -> Select[Any]:
    """SQL: ids of what this person posted (for `cards_among`)."""
    return select(Suggestion.id).where(Suggestion.author_id == person_id)


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Everything this person posted, for his own download."""
    rows = db.session.scalars(
        select(Suggestion).where(Suggestion.author_id == person_id).order_by(Suggestion.id)
    )
    return [
        {
            "id": row.id,
            "state": row.state,
            "title": row.title,
            "body": row.body,
            "votes": row.vote_count,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def responses_of_person(person_id: int) -> list[dict[str, Any]]:
    """Every official response of this person as it stands, for his own download."""
    rows = db.session.scalars(
        select(OfficialResponse).where(OfficialResponse.author_id == person_id)
    )
    return [
        {
            "suggestion": row.suggestion_id,
            "body": row.body,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
