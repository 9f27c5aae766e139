"""Rows by their ids, as far as a reader may see them: published, on boards that he sees.

A statement is built once for each scope and run with the ids as its one parameter: building it
took longer than reading two hundred rows.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from forum.core.conditions import among, given, judged
from forum.search import limits
from forum.search.lexemes import Scope
from forum.search.likeness import Title
from forum.search.models import SearchEntry
from forum.search.ranking import Candidate
from forum.suggestions.models import Suggestion

_AT = func.coalesce(Suggestion.published_at, Suggestion.created_at)
_SELECTS: dict[str, Select[*tuple[Any, ...]]] = {
    "candidates": select(Suggestion.id, Suggestion.vote_count, _AT),
    "titles": select(SearchEntry.suggestion_id, SearchEntry.title_key, SearchEntry.language).join(
        Suggestion, Suggestion.id == SearchEntry.suggestion_id
    ),
    "newest titles": select(Suggestion.title)
    .order_by(Suggestion.id.desc())
    .limit(limits.NEAR_TITLES),
}


def only(scope: Scope, of: type[Suggestion] = Suggestion) -> list[ColumnElement[bool]]:
    """The conditions of this whole room. A scope's boards are those its reader sees
    (`boards.queries.visible_ids`), and what is published there is visible to whoever sees them
    (`suggestions.queries.single.visible_to`)."""
    conditions = [of.state == "published", _is_one(of.board_id, scope.board_ids)]
    if scope.status_id is not None:
        conditions.append(_is_one(of.status_id, [scope.status_id]))
    if scope.category_id is not None:
        conditions.append(_is_one(of.category_id, [scope.category_id]))
    return conditions


def candidates(connection: Connection, ids: Iterable[int], scope: Scope) -> list[Candidate]:
    """Those of the ids, in no order."""
    return [Candidate(*row) for row in _rows(connection, "candidates", ids, scope)]


def titles(connection: Connection, ids: Iterable[int], scope: Scope) -> dict[int, Title]:
    """Id → title, of those of the ids."""
    rows = _rows(connection, "titles", ids, scope)
    return {row[0]: Title(row[1], row[2]) for row in rows}


def newest_titles(connection: Connection, ids: Iterable[int], scope: Scope) -> list[str]:
    """Titles as they were written, the newest first, at most limits.NEAR_TITLES."""
    return [row[0] for row in _rows(connection, "newest titles", ids, scope)]


def _rows(connection: Connection, what: str, ids: Iterable[int], scope: Scope) -> list[Any]:
    wanted = list(ids)
    if not wanted:
        return []
    dialect = connection.dialect.name
    values = {"ids": given(wanted, dialect)}
    return list(connection.execute(_statement(what, dialect, scope), values).all())


@lru_cache(maxsize=256)
def _statement(what: str, dialect: str, scope: Scope) -> Select[*tuple[Any, ...]]:
    return _SELECTS[what].where(among(Suggestion.id, dialect), judged(*only(scope)))


def _is_one(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """Numbers of ours, written into the statement: as parameters they would be expanded anew each
    time it runs."""
    found: ColumnElement[bool] = column.in_([literal_column(str(int(one))) for one in ids])
    return found
