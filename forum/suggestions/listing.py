"""The statements behind every list of suggestions: columns only, keyset, never a count.

Ids come from index ranges ("equal value, smaller id" and "smaller value"), one pair per board,
each with its own LIMIT; the rows of a page are joined afterwards. A row-value comparison would
walk all ties on SQLite. Statements are built once per shape and run with parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.accounts.models import Person
from forum.suggestions.models import OfficialResponse, Suggestion

SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "trending": Suggestion.heat,
    "top": Suggestion.vote_count,
    "new": Suggestion.published_at,
    "discussed": Suggestion.comment_count,
    "updated": Suggestion.updated_at,
}
DEFAULT_SORT = "trending"
PAGE_SIZE = 20

# What the words of a card are made of: they are kept by it (http.cards).
WORDS = (
    Suggestion.id,
    Suggestion.board_id,
    Suggestion.category_id,
    Suggestion.status_id,
    Suggestion.state,
    Person.name.label("author_name"),
    Suggestion.title,
    Suggestion.excerpt,
    Suggestion.language,
    Suggestion.dir,
    Suggestion.comment_count,
    func.coalesce(
        Suggestion.published_at, Suggestion.created_at, type_=Suggestion.created_at.type
    ).label("at"),
    OfficialResponse.excerpt.label("response_excerpt"),
    OfficialResponse.language.label("response_language"),
    OfficialResponse.dir.label("response_dir"),
)
ROW = (*WORDS, Suggestion.vote_count)
_IN_ROW = ("vote_count", "comment_count")


@dataclass(frozen=True)
class Shape:
    """What a list statement looks like, apart from its parameters."""

    sort: str
    boards: int
    by_status: bool = False
    by_category: bool = False
    side: str = ""  # "", "after" or "before"


@lru_cache(maxsize=512)
def statement(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Rows of one page and one more (ROW, and the column of the order).

    Parameters: board0…, status, category, value, id, size.
    """
    column = SORTS[shape.sort]
    branches = [
        _branch(shape, position, edge, column)
        for position in range(shape.boards)
        for edge in (("tie", "beyond") if shape.side else ("all",))
    ]
    ids = branches[0] if len(branches) == 1 else union_all(*(select(b.c.id) for b in branches))
    chosen = ids if isinstance(ids, Subquery) else ids.subquery()
    forwards = shape.side != "before"
    page: Select[*tuple[Any, ...]] = (
        select(*ROW, *(() if column.key in _IN_ROW else (column,)))
        .select_from(chosen)
        .join(Suggestion, Suggestion.id == chosen.c.id)
        .join(Person, Person.id == Suggestion.author_id)
        .outerjoin(OfficialResponse, OfficialResponse.suggestion_id == Suggestion.id)
        .order_by(
            column.desc() if forwards else column.asc(),
            Suggestion.id.desc() if forwards else Suggestion.id.asc(),
        )
        .limit(bindparam("size"))
    )
    return page


def _branch(shape: Shape, position: int, edge: str, column: InstrumentedAttribute[Any]) -> Subquery:
    """Ids of one board beyond the cursor, bounded, in index order."""
    inner = aliased(Suggestion, name=f"s{position}{edge}")
    value = getattr(inner, column.key)
    wanted: list[ColumnElement[bool]] = [
        inner.board_id == bindparam(f"board{position}"),
        # A literal, so that both planners may match it with their indexes' statistics.
        inner.state == literal_column("'published'"),
    ]
    if shape.by_status:
        wanted.append(inner.status_id == bindparam("status"))
    if shape.by_category:
        wanted.append(inner.category_id == bindparam("category"))
    forwards = shape.side != "before"
    if edge == "tie":
        at_edge = inner.id < bindparam("id") if forwards else inner.id > bindparam("id")
        wanted += [value == bindparam("value"), at_edge]
    elif edge == "beyond":
        wanted.append(value < bindparam("value") if forwards else value > bindparam("value"))
    order = (value.desc(), inner.id.desc()) if forwards else (value.asc(), inner.id.asc())
    return (
        select(inner.id).where(and_(*wanted)).order_by(*order).limit(bindparam("size")).subquery()
    )


def like_words(needle: str) -> str:
    """A LIKE pattern that finds `needle` literally (escape character: backslash)."""
    for wild in ("\\", "%", "_"):
        needle = needle.replace(wild, "\\" + wild)
    return f"%{needle}%"
