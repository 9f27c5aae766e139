"""Reading follows."""

from typing import Any

from sqlalchemy import bindparam, select

from forum.core.db import db
from forum.core.statements import Statement
from forum.follows.models import Follow

_FOLLOWS = Statement(
    select(Follow.is_muted).where(
        Follow.person_id == bindparam("person"), Follow.suggestion_id == bindparam("suggestion")
    )
)


def is_following(person_id: int | None, suggestion_id: int) -> bool:
    """Whether the person hears of this suggestion."""
    if person_id is None:
        return False
    return _FOLLOWS.scalar(person=person_id, suggestion=suggestion_id) is False


def of_person(person_id: int) -> list[dict[str, Any]]:
    """Everything this person follows, for his own download."""
    rows = db.session.execute(
        select(Follow.suggestion_id, Follow.reason, Follow.is_muted).where(
            Follow.person_id == person_id
        )
    )
    return [{"suggestion": row[0], "reason": row[1], "is_muted": row[2]} for row in rows]
