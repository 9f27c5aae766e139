"""SQLite: an FTS5 table in rowid order (https://www.sqlite.org/fts5.html), never ranked by bm25,
whose cost grows with the number of matches.

Rows are numbered backwards, so that the newest entry comes first: FTS5 reads its lists of rows
forwards a third faster. A lexeme holds letters, digits and marks only; in quotes it is data,
whatever it says.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text

from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import Asked, Every, Neither, Word

_WORDS = text("SELECT words FROM search_index WHERE rowid = :id")
_THERE = text(
    "SELECT rowid, words FROM search_index WHERE rowid IN (SELECT value FROM json_each(:ids))"
)
_ADD = text("INSERT INTO search_index (rowid, words) VALUES (:id, :words)")
_SET = text("UPDATE search_index SET words = :words WHERE rowid = :id")
_DROP = text("DELETE FROM search_index WHERE rowid IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_NEWEST = (
    "SELECT * FROM (SELECT {at}, rowid FROM search_index WHERE search_index MATCH :asked{at}"
    " ORDER BY rowid LIMIT :limit)"
)
_MERGE = text("INSERT INTO search_index (search_index, rank) VALUES ('merge', :pages)")
_PAGES = 100  # of a step: some hundredths of a second in which nobody else writes
_SAMPLE = text("SELECT words FROM search_index ORDER BY rowid LIMIT :limit")
_IDS = text("SELECT rowid FROM search_index ORDER BY rowid DESC")
_LAST = 2**31  # beyond every suggestion's id


class SqliteBackend:
    """The words of an entry stand in its row, sorted: what is the same is not written again."""

    puts_off = False

    def put(self, connection: Connection, entries: Sequence[Entry], *, are_new: bool) -> None:
        # In the order of their rows: for one that comes late FTS5 writes out all before it.
        rows: list[dict[str, Any]] = [
            {"id": _row(one.suggestion_id), "words": _line(one.words)}
            for one in sorted(entries, key=lambda one: -one.suggestion_id)
        ]
        there = {} if are_new else self._there(connection, rows)
        added = [row for row in rows if row["id"] not in there]
        changed = [row for row in rows if there.get(row["id"], row["words"]) != row["words"]]
        for statement, written in ((_ADD, added), (_SET, changed)):
            if written:
                connection.execute(statement, written)

    def _there(self, connection: Connection, rows: list[dict[str, Any]]) -> dict[int, str]:
        ids = json.dumps([row["id"] for row in rows])
        return {row[0]: row[1] for row in connection.execute(_THERE, {"ids": ids})}

    def words_of(self, connection: Connection, suggestion_id: int) -> frozenset[str] | None:
        found = connection.execute(_WORDS, {"id": _row(suggestion_id)}).scalar()
        return None if found is None else frozenset(found.split())

    def set_words(self, connection: Connection, suggestion_id: int, words: Iterable[str]) -> None:
        connection.execute(_SET, {"id": _row(suggestion_id), "words": _line(words)})

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        connection.execute(_DROP, {"ids": [_row(one) for one in ids]})

    def newest(
        self, connection: Connection, asked: Sequence[Every], limit: int, share_of: ShareOf
    ) -> list[list[int]]:
        return _newest(connection, asked, limit)

    def having(
        self, connection: Connection, asked: Sequence[Every], ids: Sequence[int]
    ) -> list[set[int]]:
        return [set(one) for one in _newest(connection, asked, len(ids))]

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        for row in connection.execute(_SAMPLE, {"limit": limit}):
            yield row[0].split()

    def gather(self, connection: Connection, *, is_all: bool) -> bool:
        """Merge FTS5's b-trees: each search asks all there are, and a post may have to merge big
        ones. A positive number merges those of a level (the migration lets two be enough), a
        negative one begins with all of them at one level; a step that changed less than two rows
        found nothing to do (https://www.sqlite.org/fts5.html)."""
        driver: Any = connection.connection.dbapi_connection
        before = driver.total_changes
        connection.execute(_MERGE, {"pages": -_PAGES if is_all else _PAGES})
        return bool(driver.total_changes - before >= 2)

    def ids(self, connection: Connection) -> list[int]:
        return [_LAST - row[0] for row in connection.execute(_IDS)]


def _newest(connection: Connection, asked: Sequence[Every], limit: int) -> list[list[int]]:
    values: dict[str, Any] = {f"asked{at}": match(one) for at, one in enumerate(asked)}
    sql = " UNION ALL ".join(_NEWEST.format(at=at) for at in range(len(asked)))
    found: list[list[int]] = [[] for _ in asked]
    for at, row in connection.exec_driver_sql(sql, {**values, "limit": limit}).all():
        found[at].append(_LAST - row)
    return found


def match(asked: Asked) -> str:
    """The expression for MATCH."""
    if isinstance(asked, Word):
        return f'"{asked.lexeme}"*' if asked.is_prefix else f'"{asked.lexeme}"'
    if not isinstance(asked, Every):
        return _within(" OR ", [match(part) for part in asked.parts])
    there = _within(" AND ", [match(one) for one in asked.parts if not isinstance(one, Neither)])
    gone = [match(one) for one in asked.parts if isinstance(one, Neither)]
    return f"({there} NOT {_within(' OR ', gone)})" if gone else there


def _within(between: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({between.join(parts)})"


def _row(suggestion_id: int) -> int:
    return _LAST - suggestion_id


def _line(words: Iterable[str]) -> str:
    return " ".join(sorted(words))
