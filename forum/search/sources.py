"""What an entry is made of, read on the connection of whoever asks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, literal, select, union_all

from forum.comments.models import Comment
from forum.search import limits
from forum.search.indexing import Text, Texts
from forum.search.lexemes import Facets
from forum.search.models import SearchEntry, SearchMiss
from forum.suggestions.models import OfficialResponse, Suggestion
from forum.suggestions.queries.single import Posted


class Source(NamedTuple):
    """A suggestion with all its texts, as it stands now."""

    id: int
    is_published: bool
    texts: Texts
    facets: Facets


_SUGGESTIONS = (
    select(
        Suggestion.id,
        Suggestion.state,
        Suggestion.title,
        Suggestion.body_html,
        Suggestion.language,
        Suggestion.board_id,
        Suggestion.status_id,
        Suggestion.category_id,
        SearchEntry.is_top,
    )
    .outerjoin(SearchEntry, SearchEntry.suggestion_id == Suggestion.id)
    .where(Suggestion.id.in_(bindparam("ids", expanding=True)))
    .order_by(Suggestion.id)
)
_RANKED = (
    select(
        Comment.suggestion_id,
        Comment.id,
        Comment.body_html,
        Comment.language,
        func.row_number()
        .over(partition_by=Comment.suggestion_id, order_by=Comment.id.desc())
        .label("place"),
    )
    .where(
        Comment.suggestion_id.in_(bindparam("ids", expanding=True)), Comment.state == "published"
    )
    .subquery()
)
_SAID = union_all(
    select(_RANKED.c.suggestion_id, _RANKED.c.id, _RANKED.c.body_html, _RANKED.c.language).where(
        _RANKED.c.place <= limits.COMMENTS
    ),
    select(
        OfficialResponse.suggestion_id,
        literal(0).label("id"),
        OfficialResponse.body_html,
        OfficialResponse.language,
    ).where(OfficialResponse.suggestion_id.in_(bindparam("ids", expanding=True))),
)
_COMMENT = (
    select(Comment.body_html, Comment.language, Suggestion.comment_count)
    .join(Suggestion, Suggestion.id == Comment.suggestion_id)
    .where(Comment.id == bindparam("id"))
)


def of_new(posted: Posted) -> Source:
    """The source of a suggestion of which nothing has been said yet."""
    return _source(posted, ())


def read(connection: Connection, ids: Sequence[int], *, only_own: bool = False) -> list[Source]:
    """The sources of those ids that exist, ascending; `only_own` leaves out what was said."""
    rows = connection.execute(_SUGGESTIONS, {"ids": list(ids)}).all()
    said: dict[int, list[Any]] = defaultdict(list)
    for one in () if only_own else connection.execute(_SAID, {"ids": list(ids)}):
        said[one.suggestion_id].append(one)
    return [_source(row, said[row.id]) for row in rows]


def _source(row: Any, said: Iterable[Any]) -> Source:
    newest_first = sorted(said, key=lambda one: -one.id)
    comments = tuple(Text(one.body_html, one.language) for one in newest_first if one.id)
    responses = [Text(one.body_html, one.language) for one in newest_first if not one.id]
    body = Text(row.body_html, row.language)
    texts = Texts(row.title, body, responses[0] if responses else None, comments)
    facets = Facets(
        row.board_id, row.status_id, row.category_id, bool(getattr(row, "is_top", False))
    )
    return Source(row.id, row.state == "published", texts, facets)


def comment(connection: Connection, comment_id: int) -> tuple[Text, int]:
    """(a comment's text, how many its suggestion has)."""
    row = connection.execute(_COMMENT, {"id": comment_id}).one()
    return Text(row.body_html, row.language), row.comment_count


_TOP_OF_BOARD = (
    select(Suggestion.id)
    .where(
        Suggestion.board_id == bindparam("board"),
        Suggestion.state == "published",
        Suggestion.vote_count > 0,
    )
    .order_by(Suggestion.vote_count.desc(), Suggestion.id.desc())
    .limit(limits.TOP)
)
_MARKED = select(SearchEntry.suggestion_id).where(SearchEntry.is_top)


def top_changes(connection: Connection, board_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """(ids that became the most voted of their boards, ids that are so no more)."""
    top: set[int] = set()
    for board_id in board_ids:
        top.update(connection.execute(_TOP_OF_BOARD, {"board": board_id}).scalars())
    marked = set(connection.execute(_MARKED).scalars())
    return top - marked, marked - top


class Standing(NamedTuple):
    """How the index stands against the texts: ids."""

    missing: tuple[int, ...]
    old: tuple[int, ...]
    extra: tuple[int, ...]
    misplaced: tuple[int, ...]

    @property
    def is_well(self) -> bool:
        return not any(self)


_COMPARED = (
    select(
        Suggestion.id,
        SearchEntry.rules,
        (SearchEntry.board_id == Suggestion.board_id)
        & (SearchEntry.status_id == Suggestion.status_id)
        & (func.coalesce(SearchEntry.category_id, 0) == func.coalesce(Suggestion.category_id, 0)),
    )
    .outerjoin(SearchEntry, SearchEntry.suggestion_id == Suggestion.id)
    .where(Suggestion.state == "published")
)


def standing(connection: Connection, indexed: Iterable[int]) -> Standing:
    """Compare suggestions, entries and `indexed` (the ids in the full-text index)."""
    there = set(indexed)
    missing, old, misplaced, published = [], [], [], set()
    for suggestion_id, rules, is_in_place in connection.execute(_COMPARED):
        published.add(suggestion_id)
        if rules is None or suggestion_id not in there:
            missing.append(suggestion_id)
        elif rules != limits.RULES:
            old.append(suggestion_id)
        elif not is_in_place:
            misplaced.append(suggestion_id)
    extra = (there | set(connection.execute(select(SearchEntry.suggestion_id)).scalars())) - (
        published
    )
    return Standing(tuple(missing), tuple(old), tuple(sorted(extra)), tuple(misplaced))


MISSES = (
    select(
        SearchMiss.language,
        SearchMiss.words,
        func.sum(SearchMiss.count).label("times"),
        func.max(SearchMiss.day).label("last_on"),
    )
    .where(SearchMiss.day >= bindparam("since"))
    .group_by(SearchMiss.language, SearchMiss.words)
    .order_by(func.sum(SearchMiss.count).desc(), SearchMiss.words, SearchMiss.language)
    .limit(bindparam("limit"))
)
