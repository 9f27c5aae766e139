"""PostgreSQL: tsvectors in a GIN index (https://www.postgresql.org/docs/current/textsearch.html).

GIN finds rare words at once, but knows no order: of a common word it would fetch every row. So
what is common is looked for among the newest rows, read backwards by their key; only where
those do not give enough (then there cannot be very many) the index is asked.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, text

from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import FACET, Asked, Every, Neither, Word

_RARE = 0.15  # share of the rows up to which the index is asked first
_WALKED = 2_000  # newest rows that are read for a common word

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
_WALK = text(
    "SELECT suggestion_id FROM (SELECT suggestion_id, words FROM search_index"
    " ORDER BY suggestion_id DESC LIMIT :walked) AS newest"
    " WHERE words @@ CAST(:asked AS tsquery) ORDER BY suggestion_id DESC LIMIT :limit"
)
_SAMPLE = text(
    "SELECT tsvector_to_array(words) FROM search_index ORDER BY suggestion_id DESC LIMIT :limit"
)
_IDS = text("SELECT suggestion_id FROM search_index ORDER BY suggestion_id")


class PostgresBackend:
    """The words of an entry are a tsvector without positions: a set of lexemes."""

    def put(self, connection: Connection, entry: Entry, *, is_new: bool) -> bool:
        row = {"id": entry.suggestion_id, "words": list(entry.words)}
        return connection.execute(_PUT, row).scalar() is not None

    def words_of(self, connection: Connection, suggestion_id: int) -> frozenset[str] | None:
        found = connection.execute(_WORDS, {"id": suggestion_id}).scalar()
        return None if found is None else frozenset(found)

    def set_words(self, connection: Connection, suggestion_id: int, words: Iterable[str]) -> None:
        connection.execute(_SET, {"id": suggestion_id, "words": list(words)})

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        connection.execute(_DROP, {"ids": list(ids)})

    def newest(
        self, connection: Connection, asked: Every, limit: int, share_of: ShareOf
    ) -> list[int]:
        if share(asked, share_of) > _RARE:
            values = {"asked": query(asked), "limit": limit, "walked": _WALKED}
            found = [row[0] for row in connection.execute(_WALK, values)]
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
            return [row[0] for row in connection.execute(_BY_INDEX, values)]
        values = {"asked": query(Every(whole)), "then": query(Every(rest)), "limit": limit}
        return [row[0] for row in connection.execute(_BY_INDEX_THEN, values)]

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        for row in connection.execute(_SAMPLE, {"limit": limit}):
            yield row[0]

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
        return 1.0 if asked.is_prefix else share_of(asked.lexeme)
    if isinstance(asked, Neither):
        return 1.0
    shares = [share(part, share_of) for part in asked.parts]
    return min(shares) if isinstance(asked, Every) else min(1.0, sum(shares))


def _has_prefix(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.is_prefix
    return any(_has_prefix(part) for part in asked.parts)


def _is_facet(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.lexeme.startswith(FACET)
    return all(_is_facet(part) for part in asked.parts)
