"""SQLite: FTS5 tables in rowid order (https://www.sqlite.org/fts5.html), never ranked by bm25,
whose cost grows with the number of matches.

A lexeme holds letters, digits and marks only; in quotes it is data, whatever it says.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, text

from forum.search.backends.protocol import Entry, ShareOf
from forum.search.lexemes import Asked, Either, Every, Word

_WORDS = text("SELECT words FROM search_index WHERE rowid = :id")
_GRAMS = text("SELECT grams FROM search_index_grams WHERE rowid = :id")
_ADD = text("INSERT INTO search_index (rowid, words) VALUES (:id, :words)")
_ADD_GRAMS = text("INSERT INTO search_index_grams (rowid, grams) VALUES (:id, :words)")
_SET = text("UPDATE search_index SET words = :words WHERE rowid = :id")
_SET_GRAMS = text("UPDATE search_index_grams SET grams = :words WHERE rowid = :id")
_DROP = tuple(
    text(f"DELETE FROM {table} WHERE rowid IN :ids").bindparams(  # noqa: S608
        bindparam("ids", expanding=True)
    )
    for table in ("search_index", "search_index_grams")
)
_NEWEST = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :asked"
    " ORDER BY rowid DESC LIMIT :limit"
)
_NEAR = text(
    "SELECT rowid FROM search_index_grams WHERE search_index_grams MATCH :asked"
    " ORDER BY rowid DESC LIMIT :limit"
)
_SAMPLE = text(
    "SELECT words, grams FROM search_index JOIN search_index_grams USING (rowid)"
    " ORDER BY search_index.rowid DESC LIMIT :limit"
)
_IDS = text("SELECT rowid FROM search_index ORDER BY rowid")


class SqliteBackend:
    """The words of an entry stand in its row, sorted: what is the same is not written again."""

    def put(self, connection: Connection, entry: Entry, *, is_new: bool) -> bool:
        words, grams = _line(entry.words), _line(entry.grams)
        there = None if is_new else _one(connection, _WORDS, entry.suggestion_id)
        if there is None:
            connection.execute(_ADD, {"id": entry.suggestion_id, "words": words})
            connection.execute(_ADD_GRAMS, {"id": entry.suggestion_id, "words": grams})
            return True
        changed = there != words
        if changed:
            connection.execute(_SET, {"id": entry.suggestion_id, "words": words})
        if _one(connection, _GRAMS, entry.suggestion_id) != grams:
            connection.execute(_SET_GRAMS, {"id": entry.suggestion_id, "words": grams})
            return True
        return changed

    def words_of(self, connection: Connection, suggestion_id: int) -> frozenset[str] | None:
        found = _one(connection, _WORDS, suggestion_id)
        return None if found is None else frozenset(found.split())

    def set_words(self, connection: Connection, suggestion_id: int, words: Iterable[str]) -> None:
        connection.execute(_SET, {"id": suggestion_id, "words": _line(words)})

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        for statement in _DROP:
            connection.execute(statement, {"ids": list(ids)})

    def newest(
        self, connection: Connection, asked: Every, limit: int, share_of: ShareOf
    ) -> list[int]:
        rows = connection.execute(_NEWEST, {"asked": match(asked), "limit": limit})
        return [row[0] for row in rows]

    def newest_of_each(
        self, connection: Connection, asked: Sequence[Asked], limit: int, share_of: ShareOf
    ) -> list[list[int]]:
        return [self.newest(connection, Every((one,)), limit, share_of) for one in asked]

    def near(self, connection: Connection, asked: Every, limit: int) -> list[int]:
        values = {"asked": match(asked), "limit": limit}
        return [row[0] for row in connection.execute(_NEAR, values)]

    def sample(self, connection: Connection, limit: int) -> Iterator[tuple[list[str], list[str]]]:
        for words, grams in connection.execute(_SAMPLE, {"limit": limit}):
            yield words.split(), grams.split()

    def ids(self, connection: Connection) -> list[int]:
        return [row[0] for row in connection.execute(_IDS)]


def match(asked: Asked) -> str:
    """The expression for MATCH."""
    if isinstance(asked, Word):
        return f'"{asked.lexeme}"*' if asked.is_prefix else f'"{asked.lexeme}"'
    parts = [match(part) for part in asked.parts]
    if len(parts) == 1:
        return parts[0]
    return f"({(' OR ' if isinstance(asked, Either) else ' AND ').join(parts)})"


def _line(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _one(connection: Connection, statement: object, suggestion_id: int) -> str | None:
    found: str | None = connection.execute(statement, {"id": suggestion_id}).scalar()  # type: ignore[call-overload]
    return found
