"""PostgreSQL: tsvectors in a GIN index (https://www.postgresql.org/docs/current/textsearch.html).

GIN finds all rows at once and knows no order: of a common word it would fetch thousands to keep
two hundred. So an entry also holds a lexeme for its range of a thousand ids, and what is common is
asked for in the newest ranges first, as many as its share makes likely to be enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Connection, String, text

from forum.core.statements import Statement
from forum.search.backends import questions
from forum.search.backends.protocol import Entry, ShareOf
from forum.search.backends.questions import IDS_OF_RANGE, Question, query
from forum.search.lexemes import Every

_RANGE = "r"

# Both in one: each statement costs more than writing its row.
_ADD = Statement(
    text(
        "WITH entry AS (INSERT INTO search_entry (suggestion_id, board_id, status_id, category_id,"
        " is_top, language, title_key, rules, pairs_due_at) VALUES (:suggestion_id, :board_id,"
        " :status_id, :category_id, :is_top, :language, :title_key, :rules, :pairs_due_at)"
        " RETURNING suggestion_id) INSERT INTO search_index (suggestion_id, words)"
        " SELECT suggestion_id, array_to_tsvector(string_to_array(:words, ' ')) FROM entry"
    )
)
# One text is handed over quicker than a list; no lexeme has a blank in it.
_PUT = Statement(
    text(
        "INSERT INTO search_index (suggestion_id, words)"
        " VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"
        " ON CONFLICT (suggestion_id) DO UPDATE SET words = excluded.words"
        " WHERE search_index.words <> excluded.words"
    )
)
_WORDS = Statement(
    text(
        "SELECT tsvector_to_array(words) AS words FROM search_index WHERE suggestion_id = :id"
    ).columns(words=ARRAY(String))
)
_SET = Statement(
    text(
        "UPDATE search_index SET words = array_to_tsvector(string_to_array(:words, ' '))"
        " WHERE suggestion_id = :id"
    )
)
_DROP = Statement(text("DELETE FROM search_index WHERE suggestion_id = ANY(:ids)"))
# Questions of one shape are one statement with arrays, always of the same text: the driver has it
# prepared by the server, for whom planning it would take as long as answering. The sum with nought
# keeps the planner from reading the whole table in the order of ids; so does IS TRUE from the
# index, where rows are to be read. 1000 is IDS_OF_RANGE.
_FOUND = (
    "SELECT asked.at, found.suggestion_id, {is_all} AS is_all"
    " FROM unnest({arrays}) WITH ORDINALITY AS asked ({names}, at) {ranges}"
    " LEFT JOIN LATERAL ({rows}) AS found ON true"
)
_ROWS = (
    "SELECT suggestion_id FROM search_index WHERE {held}"
    " ORDER BY suggestion_id + 0 DESC LIMIT %(limit)s"
)
_READ = (
    "SELECT suggestion_id FROM search_index"
    " WHERE suggestion_id >= (newest.last - asked.ranges) * 1000 AND {held}"
    " ORDER BY suggestion_id DESC LIMIT %(limit)s"
)
_KEY, _SEEN = "words @@ {}", "(words @@ {}) IS TRUE"
_ARRAY = "CAST(CAST(%({})s AS text[]) AS {}[])"
_NEWEST = "CROSS JOIN (SELECT max(suggestion_id) / 1000 AS last FROM search_index) AS newest"
_RANGES = (
    " CROSS JOIN LATERAL (SELECT CAST(string_agg('r' || one, '|') AS tsquery) AS key"
    " FROM generate_series(greatest(0, newest.last - asked.ranges), newest.last) AS one) AS near_by"
)
_HAVING = (
    "SELECT asked.at, suggestion_id FROM search_index,"
    " unnest(CAST(CAST(%(asked)s AS text[]) AS tsquery[])) WITH ORDINALITY AS asked (words, at)"
    " WHERE suggestion_id = ANY(%(ids)s) AND search_index.words @@ asked.words"
)
_SAMPLE = text(
    "SELECT tsvector_to_array(words) FROM search_index ORDER BY suggestion_id DESC LIMIT :limit"
)
_GATHER = text("SELECT gin_clean_pending_list('search_index_words')")
_IDS = text("SELECT suggestion_id FROM search_index ORDER BY suggestion_id")


class PostgresBackend:
    """The words of an entry are a tsvector without positions: a set of lexemes."""

    puts_off = True

    def add(self, row: Mapping[str, Any], words: frozenset[str]) -> None:
        _ADD.run(**row, words=_stored(row["suggestion_id"], words))

    def put(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            _PUT.run(id=one.suggestion_id, words=_stored(one.suggestion_id, one.words))

    def words_of(self, suggestion_id: int) -> frozenset[str] | None:
        found = _WORDS.scalar(id=suggestion_id)
        if found is None:
            return None
        return frozenset(word for word in found if not word.startswith(_RANGE))

    def set_words(self, suggestion_id: int, words: Iterable[str]) -> None:
        _SET.run(id=suggestion_id, words=_stored(suggestion_id, words))

    def drop(self, ids: Sequence[int]) -> None:
        _DROP.run(ids=list(ids))

    def newest(
        self, connection: Connection, asked: Sequence[Every], limit: int, share_of: ShareOf
    ) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in asked]
        left = {at: questions.first(one, limit, share_of) for at, one in enumerate(asked)}
        while left:
            ended = _run(connection, left, limit, found)
            left = {
                at: questions.next_after(last, len(found[at]), asked[at], limit, share_of)
                for at, last in left.items()
                if len(found[at]) < limit and at not in ended
            }
        return found

    def having(
        self, connection: Connection, asked: Sequence[Every], ids: Sequence[int]
    ) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in asked]
        values = {"asked": [query(one) for one in asked], "ids": list(ids)}
        for at, suggestion_id in connection.exec_driver_sql(_HAVING, values).all():
            found[at - 1].add(suggestion_id)
        return found

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        for row in connection.execute(_SAMPLE, {"limit": limit}):
            yield [word for word in row[0] if not word.startswith(_RANGE)]

    def gather(self, connection: Connection, *, is_all: bool) -> bool:
        """Bring what GIN put off into its tree, all in one step."""
        connection.execute(_GATHER)
        return False

    def ids(self, connection: Connection) -> list[int]:
        return [row[0] for row in connection.execute(_IDS)]


class _Shape(NamedTuple):
    keys: int
    has_then: bool
    has_ranges: bool
    is_read: bool


def _run(
    connection: Connection, asked: Mapping[int, Question], limit: int, found: list[list[int]]
) -> set[int]:
    """Put what is found of each question in its place; for which of them all rows were asked."""
    places: dict[_Shape, list[int]] = defaultdict(list)
    for at, one in asked.items():
        shape = _Shape(len(one.keys), bool(one.then), bool(one.ranges), one.is_read)
        places[shape].append(at)
    ended = {at for at, one in asked.items() if not one.ranges}
    for shape, those in places.items():
        rows: dict[int, list[int]] = {at: [] for at in those}
        values = _values([asked[at] for at in those], shape.keys) | {"limit": limit}
        for nth, one, is_all in connection.exec_driver_sql(_statement(shape), values).all():
            at = those[nth - 1]
            if one is not None:
                rows[at].append(one)
            if is_all:
                ended.add(at)
        for at, ids in rows.items():
            found[at] = sorted(ids, reverse=True)
    return ended


def _values(asked: Sequence[Question], keys: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        f"key{number}": [one.keys[number] for one in asked] for number in range(keys)
    }
    values["beyond"] = [one.then for one in asked]
    values["ranges"] = [str(one.ranges) for one in asked]
    return values


@lru_cache(maxsize=64)
def _statement(shape: _Shape) -> str:
    names = [f"key{number}" for number in range(shape.keys)]
    columns = [(name, "tsquery") for name in names]
    columns += [("beyond", "tsquery")] * shape.has_then
    columns += [("ranges", "integer")] * shape.has_ranges
    held = [(_SEEN if shape.is_read else _KEY).format(f"asked.{name}") for name in names]
    ranges = ""
    if shape.has_ranges:
        ranges = _NEWEST if shape.is_read else _NEWEST + _RANGES
    if shape.has_ranges and not shape.is_read:
        held.append(_KEY.format("near_by.key"))
    if shape.has_then:
        held.append(_SEEN.format("asked.beyond"))
    return _FOUND.format(
        is_all="newest.last <= asked.ranges" if shape.has_ranges else "true",
        arrays=", ".join(_ARRAY.format(name, kind) for name, kind in columns),
        names=", ".join(name for name, _ in columns),
        ranges=ranges,
        rows=(_READ if shape.is_read else _ROWS).format(held=" AND ".join(held)),
    )


def _stored(suggestion_id: int, words: Iterable[str]) -> str:
    return " ".join((*words, f"{_RANGE}{suggestion_id // IDS_OF_RANGE}"))
