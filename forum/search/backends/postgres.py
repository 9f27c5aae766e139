"""PostgreSQL: tsvectors in a GIN index (https://www.postgresql.org/docs/current/textsearch.html).

GIN finds all rows at once and knows no order: of a common word it would fetch thousands to keep
two hundred. So an entry also holds a lexeme for its range of a thousand ids, and a common word is
asked for in the newest ranges only, as many as its share makes likely to be enough.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, any_, bindparam, text

from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import FACET, Asked, Either, Every, Neither, Word

_RANGE, _IDS_OF_RANGE = "r", 1_000
_RARE = 0.01  # share of the rows up to which all ranges are asked at once
_AMPLE = 1.5  # times what is expected to be enough
_TRIES = (1, 6)  # times as many ranges, before all are asked
_MOST_RANGES = 100

_LAST = text("SELECT max(suggestion_id) FROM search_index")
_PUT = text(
    "INSERT INTO search_index (suggestion_id, words) VALUES (:id, array_to_tsvector(:words))"
    " ON CONFLICT (suggestion_id) DO UPDATE SET words = excluded.words"
    " WHERE search_index.words <> excluded.words RETURNING suggestion_id"
)
_WORDS = text("SELECT tsvector_to_array(words) FROM search_index WHERE suggestion_id = :id")
_SET = text("UPDATE search_index SET words = array_to_tsvector(:words) WHERE suggestion_id = :id")
_DROP = text("DELETE FROM search_index WHERE suggestion_id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
# The scalar subquery hides the query from the planner, which would else weigh reading the whole
# table; an index on the expression's own terms is then its only sensible way.
_BY_INDEX = text(
    "WITH found AS MATERIALIZED (SELECT suggestion_id FROM search_index"
    " WHERE words @@ (SELECT CAST(:asked AS tsquery)))"
    " SELECT suggestion_id FROM found ORDER BY suggestion_id DESC LIMIT :limit"
)
_BY_INDEX_THEN = text(
    "WITH found AS MATERIALIZED (SELECT suggestion_id, words FROM search_index"
    " WHERE words @@ (SELECT CAST(:asked AS tsquery)))"
    " SELECT suggestion_id FROM found WHERE words @@ CAST(:then AS tsquery)"
    " ORDER BY suggestion_id DESC LIMIT :limit"
)
_SAMPLE = text(
    "SELECT tsvector_to_array(words) FROM search_index ORDER BY suggestion_id DESC LIMIT :limit"
)
_IDS = text("SELECT suggestion_id FROM search_index ORDER BY suggestion_id")


class PostgresBackend:
    """The words of an entry are a tsvector without positions: a set of lexemes."""

    def put(self, connection: Connection, entry: Entry, *, is_new: bool) -> bool:
        words = _stored(entry.suggestion_id, entry.words)
        row = {"id": entry.suggestion_id, "words": words}
        return connection.execute(_PUT, row).scalar() is not None

    def words_of(self, connection: Connection, suggestion_id: int) -> frozenset[str] | None:
        found = connection.execute(_WORDS, {"id": suggestion_id}).scalar()
        if found is None:
            return None
        return frozenset(word for word in found if not word.startswith(_RANGE))

    def set_words(self, connection: Connection, suggestion_id: int, words: Iterable[str]) -> None:
        stored = _stored(suggestion_id, words)
        connection.execute(_SET, {"id": suggestion_id, "words": stored})

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        connection.execute(_DROP, {"ids": list(ids)})

    def newest(
        self, connection: Connection, asked: Every, limit: int, share_of: ShareOf
    ) -> list[int]:
        common = share(asked, share_of)
        if common > _RARE:
            last = connection.execute(_LAST).scalar() or 0
            for tries in _TRIES:
                ids = int(_AMPLE * limit / common) * tries
                first, newest = max(0, last - ids) // _IDS_OF_RANGE, last // _IDS_OF_RANGE
                if first == 0 or newest - first > _MOST_RANGES:
                    break
                ranges = tuple(Word(f"{_RANGE}{at}") for at in range(first, newest + 1))
                narrowed = Every((*asked.parts, Either(ranges)))
                found = self._by_index(connection, narrowed, limit)
                if len(found) == limit:
                    return found
        return self._by_index(connection, asked, limit)

    def _by_index(self, connection: Connection, asked: Every, limit: int) -> list[int]:
        """GIN gathers everything that begins with a prefix before it compares: a whole word
        beside it is asked alone, and what it finds is looked through."""
        whole = tuple(part for part in asked.parts if not _has_prefix(part))
        rest = tuple(part for part in asked.parts if _has_prefix(part))
        if not whole or not rest or all(_is_facet(part) for part in whole):
            values = {"asked": query(asked), "limit": limit}
            return list(connection.execute(_BY_INDEX, values).scalars().all())
        values = {"asked": query(Every(whole)), "then": query(Every(rest)), "limit": limit}
        return list(connection.execute(_BY_INDEX_THEN, values).scalars().all())

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        for row in connection.execute(_SAMPLE, {"limit": limit}):
            yield row[0]

    def among(self, column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
        listed = bindparam(None, list(ids), type_=ARRAY(Integer))
        return column == any_(listed)  # type: ignore[no-any-return]

    def ids(self, connection: Connection) -> list[int]:
        return [row[0] for row in connection.execute(_IDS)]


def query(asked: Asked) -> str:
    """The expression as a tsquery's text. A lexeme has neither quotes nor backslashes."""
    if isinstance(asked, Word):
        return f"'{asked.lexeme}':*" if asked.is_prefix else f"'{asked.lexeme}'"
    parts = [query(part) for part in asked.parts]
    together = (" & " if isinstance(asked, Every) else " | ").join(parts)
    within = together if len(parts) == 1 else f"({together})"
    return f"!{within}" if isinstance(asked, Neither) else within


def share(asked: Asked, share_of: ShareOf) -> float:
    """At most how many of the rows it holds for, 0..1, as far as that is known."""
    if isinstance(asked, Word):
        return share_of(asked.lexeme, asked.is_prefix)
    if isinstance(asked, Neither):
        return 1.0
    shares = [share(part, share_of) for part in asked.parts]
    return min(shares) if isinstance(asked, Every) else min(1.0, sum(shares))


def _has_prefix(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.is_prefix
    return any(_has_prefix(part) for part in asked.parts)


def _stored(suggestion_id: int, words: Iterable[str]) -> list[str]:
    return [*words, f"{_RANGE}{suggestion_id // _IDS_OF_RANGE}"]


def _is_facet(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.lexeme.startswith((FACET, _RANGE))
    return all(_is_facet(part) for part in asked.parts)
