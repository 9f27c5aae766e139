"""PostgreSQL: tsvectors in a GIN index (https://www.postgresql.org/docs/current/textsearch.html).

GIN finds all rows at once and knows no order: of a common word it would fetch thousands to keep
two hundred. So an entry also holds a lexeme for its range of a thousand ids, and what is common is
asked for in the newest ranges first, as many as its share makes likely to be enough.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, any_, bindparam, text

from forum.search import limits
from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import Asked, Every, Neither, Word

_RANGE, _IDS_OF_RANGE = "r", 1_000
_AMPLE = 1.5  # times the range that is expected to be enough
_MOST_RANGES = 30  # asked for by their lexemes; what needs more is asked of all rows
_FEW_ROWS = 3_000  # to look into one by one, for what begins so
_FEWER = 20  # times fewer rows than what begins so has: reading them costs less

_PUT = text(
    "INSERT INTO search_index (suggestion_id, words) VALUES (:id, array_to_tsvector(:words))"
    " ON CONFLICT (suggestion_id) DO UPDATE SET words = excluded.words"
    " WHERE search_index.words <> excluded.words"
)
_WORDS = text("SELECT tsvector_to_array(words) FROM search_index WHERE suggestion_id = :id")
_SET = text("UPDATE search_index SET words = array_to_tsvector(:words) WHERE suggestion_id = :id")
_DROP = text("DELETE FROM search_index WHERE suggestion_id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
# Several conditions are several keys of one scan, which leaps from one to the other: twice as
# fast as one query of them all. The subqueries hide what is asked from the planner, who would
# else weigh reading the whole table; so does the sum with nought.
_KEY = "words @@ (SELECT CAST({} AS tsquery))"
_NEWEST_RANGES = (
    "words @@ (SELECT CAST(string_agg('r' || at, '|') AS tsquery) FROM (SELECT max(suggestion_id)"
    " / 1000 AS last FROM search_index) AS l, generate_series(greatest(0, last - {}), last) AS at)"
)
_FOUND = (
    "SELECT suggestion_id FROM search_index WHERE {keys}"
    " ORDER BY suggestion_id + 0 DESC LIMIT {limit}"
)
_FOUND_THEN = (
    "SELECT suggestion_id FROM (SELECT suggestion_id, words FROM search_index WHERE {keys}"
    " ORDER BY suggestion_id + 0 DESC OFFSET 0) AS near WHERE {then} LIMIT {limit}"
)
_ROWS = "SELECT {}, suggestion_id FROM {}"
_REST = "(SELECT CASE WHEN count(*) < %(limit)s THEN %(limit)s ELSE 0 END FROM {newest})"
_SAMPLE = text(
    "SELECT tsvector_to_array(words) FROM search_index ORDER BY suggestion_id DESC LIMIT :limit"
)
_IDS = text("SELECT suggestion_id FROM search_index ORDER BY suggestion_id")


class PostgresBackend:
    """The words of an entry are a tsvector without positions: a set of lexemes."""

    def put(self, connection: Connection, entries: Sequence[Entry], *, are_new: bool) -> None:
        rows = [
            {"id": one.suggestion_id, "words": _stored(one.suggestion_id, one.words)}
            for one in entries
        ]
        connection.execute(_PUT, rows)

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
        self, connection: Connection, asked: Sequence[Every], limit: int, share_of: ShareOf
    ) -> list[list[int]]:
        statement = _Statement(limit)
        for at, one in enumerate(asked):
            statement.ask(at, one, share_of)
        found: list[set[int]] = [set() for _ in asked]
        for at, suggestion_id in connection.exec_driver_sql(statement.sql, statement.values).all():
            found[at].add(suggestion_id)
        return [sorted(ids, reverse=True)[:limit] for ids in found]

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        for row in connection.execute(_SAMPLE, {"limit": limit}):
            yield [word for word in row[0] if not word.startswith(_RANGE)]

    def among(self, column: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column == any_(bindparam("ids", type_=ARRAY(Integer)))
        return found

    def given(self, ids: Iterable[int]) -> list[int]:
        return list(ids)

    def gather(self, connection: Connection, *, is_all: bool) -> bool:
        return False  # GIN is one tree

    def ids(self, connection: Connection) -> list[int]:
        return [row[0] for row in connection.execute(_IDS)]


class _Statement:
    """Several questions as one statement: each first among the newest entries, and where they
    have not enough, among all."""

    def __init__(self, limit: int) -> None:
        self.values: dict[str, Any] = {"limit": limit}
        self._limit = limit
        self._newest: list[str] = []
        self._rows: list[str] = []

    @property
    def sql(self) -> str:
        named = f"WITH {', '.join(self._newest)} " if self._newest else ""
        return named + " UNION ALL ".join(self._rows)

    def ask(self, at: int, asked: Every, share_of: ShareOf) -> None:
        """Add a question; its rows will be (at, id)."""
        ranges = int(_AMPLE * self._limit / share(asked, share_of)) // _IDS_OF_RANGE + 1
        if _are_common(asked, share_of):
            # Words that come together make more rows than their shares tell, and all are read.
            ranges = min(ranges, _MOST_RANGES)
        limit = "%(limit)s"
        if ranges <= _MOST_RANGES:
            keys = [_NEWEST_RANGES.format(self._value(ranges))]
            newest = self._found(keys, asked, share_of, ranges * _IDS_OF_RANGE).format(limit=limit)
            self._newest.append(f"newest{at} AS MATERIALIZED ({newest})")
            self._rows.append(_ROWS.format(at, f"newest{at}"))
            limit = _REST.replace("{newest}", f"newest{at}")
        every = self._found([], asked, share_of, 0).format(limit=limit)
        self._rows.append(_ROWS.format(at, f"({every}) AS every{at}"))

    def _found(self, keys: list[str], asked: Every, share_of: ShareOf, rows: int) -> str:
        """A SELECT with the place for its limit; `rows`: among how many, 0 for all.

        GIN gathers everything that begins with a prefix before it compares. Where the rest finds
        few rows, those are read instead.
        """
        begun = [part for part in asked.parts if _has_prefix(part)]
        whole = Every(tuple(part for part in asked.parts if part not in begun))
        common = share(whole, share_of)
        is_few = common * _FEWER < share(Every(tuple(begun)), share_of)
        if not begun or not (is_few or 0 < rows * common <= _FEW_ROWS):
            return _FOUND.replace("{keys}", " AND ".join([*self._keys(asked), *keys]))
        then = " AND ".join(
            f"words @@ CAST({self._value(query(part))} AS tsquery)" for part in begun
        )
        found = _FOUND_THEN.replace("{then}", then)
        return found.replace("{keys}", " AND ".join([*self._keys(whole), *keys]))

    def _keys(self, asked: Every) -> list[str]:
        """What must not hold stands in one key with something that must: alone it would read the
        whole index."""
        gone = [part for part in asked.parts if isinstance(part, Neither)]
        held = [part for part in asked.parts if not isinstance(part, Neither)]
        first = [Every((*held[:1], *gone))] if held or gone else []
        return [_KEY.format(self._value(query(part))) for part in (*first, *held[1:])]

    def _value(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def query(asked: Asked) -> str:
    """The expression as a tsquery's text. A lexeme has neither quotes nor backslashes."""
    if isinstance(asked, Word):
        return f"'{asked.lexeme}':*" if asked.is_prefix else f"'{asked.lexeme}'"
    parts = [query(part) for part in asked.parts]
    together = (" & " if isinstance(asked, Every) else " | ").join(parts)
    within = together if len(parts) == 1 else f"({together})"
    return f"!{within}" if isinstance(asked, Neither) else within


def share(asked: Asked, share_of: ShareOf) -> float:
    """About how many of the rows it holds for, 0..1, as if words knew nothing of each other."""
    if isinstance(asked, Word):
        return share_of(asked.lexeme, asked.is_prefix)
    if isinstance(asked, Neither):
        return 1.0
    shares = [share(part, share_of) for part in asked.parts]
    if isinstance(asked, Every):
        return math.prod(shares)
    # Of many equal words most stand nowhere: those nothing is known of count as one.
    known = sum(one for one in shares if one > limits.UNKNOWN_SHARE)
    return min(1.0, known + limits.UNKNOWN_SHARE * (min(shares) <= limits.UNKNOWN_SHARE))


def _are_common(asked: Every, share_of: ShareOf) -> bool:
    """Whether each part alone would have to be looked for among the newest."""
    return all(share(part, share_of) > limits.FREQUENT_SHARE for part in asked.parts)


def _has_prefix(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.is_prefix
    return any(_has_prefix(part) for part in asked.parts)


def _stored(suggestion_id: int, words: Iterable[str]) -> list[str]:
    return [*words, f"{_RANGE}{suggestion_id // _IDS_OF_RANGE}"]
