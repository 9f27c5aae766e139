"""SQLite: an FTS5 table in rowid order (https://www.sqlite.org/fts5.html), never ranked by bm25,
whose cost grows with the number of matches.

Its rows are numbered backwards, so that the newest entry comes first: FTS5 reads its lists of rows
forwards a third faster. The words themselves lie beside it in the order of their ids, where a new
row is simply the last (`search_index_lines`, which FTS5 sees through a view that turns the numbers
round); FTS5 must be told the words that it is to forget. A lexeme holds letters, digits and marks
only; in quotes it is data, whatever it says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, insert, text

from forum.core.statements import Statement
from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import Asked, Every, Neither, Word
from forum.search.models import SearchEntry

_ADD = Statement(insert(SearchEntry))
_LINE = Statement(
    text("SELECT words FROM search_index_lines WHERE suggestion_id = :id").columns(words=String)
)
_ADD_LINE = Statement(
    text("INSERT INTO search_index_lines (suggestion_id, words) VALUES (:id, :words)")
)
_SET_LINE = Statement(
    text("UPDATE search_index_lines SET words = :words WHERE suggestion_id = :id")
)
_DROP_LINE = Statement(text("DELETE FROM search_index_lines WHERE suggestion_id = :id"))
_LEARN = Statement(text("INSERT INTO search_index (rowid, words) VALUES (:row, :words)"))
_FORGET = Statement(
    text("INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :row, :words)")
)
_NEWEST = (
    "SELECT * FROM (SELECT {at}, rowid FROM search_index WHERE search_index MATCH :asked{at}"
    " ORDER BY rowid LIMIT :limit)"
)
_MERGE = text("INSERT INTO search_index (search_index, rank) VALUES ('merge', :pages)")
_PAGES = 100  # of a step: some hundredths of a second in which nobody else writes
_SAMPLE = text("SELECT words FROM search_index_lines ORDER BY suggestion_id DESC LIMIT :limit")
_IDS = text("SELECT suggestion_id FROM search_index_lines ORDER BY suggestion_id")
_LAST = 2**31  # beyond every suggestion's id; the view counts from it


def _learn(suggestion_id: int, words: frozenset[str]) -> None:
    line = _line(words)
    _ADD_LINE.run(id=suggestion_id, words=line)
    _LEARN.run(row=_row(suggestion_id), words=line)


class SqliteBackend:
    """The words of an entry stand in its line, sorted: what is the same is not written again."""

    puts_off = False

    def add(self, row: Mapping[str, Any], words: frozenset[str]) -> None:
        _ADD.run(**row)
        _learn(row["suggestion_id"], words)

    def put(self, entries: Sequence[Entry]) -> None:
        # In the order of FTS5's rows: for one that comes late it writes out all before it.
        for one in sorted(entries, key=lambda one: -one.suggestion_id):
            line = _LINE.scalar(id=one.suggestion_id)
            if line is None:
                _learn(one.suggestion_id, one.words)
            else:
                _rewrite(one.suggestion_id, line, _line(one.words))

    def words_of(self, suggestion_id: int) -> frozenset[str] | None:
        found = _LINE.scalar(id=suggestion_id)
        return None if found is None else frozenset(found.split())

    def set_words(self, suggestion_id: int, words: Iterable[str]) -> None:
        _rewrite(suggestion_id, _LINE.scalar(id=suggestion_id), _line(words))

    def drop(self, ids: Sequence[int]) -> None:
        for suggestion_id in ids:
            line = _LINE.scalar(id=suggestion_id)
            if line is not None:
                _FORGET.run(row=_row(suggestion_id), words=line)
                _DROP_LINE.run(id=suggestion_id)

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
        return [row[0] for row in connection.execute(_IDS)]


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


def _rewrite(suggestion_id: int, line: str, words: str) -> None:
    if line == words:
        return
    _FORGET.run(row=_row(suggestion_id), words=line)
    _SET_LINE.run(id=suggestion_id, words=words)
    _LEARN.run(row=_row(suggestion_id), words=words)


def _row(suggestion_id: int) -> int:
    return _LAST - suggestion_id


def _line(words: Iterable[str]) -> str:
    return " ".join(sorted(words))
