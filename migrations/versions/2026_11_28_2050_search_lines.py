"""SQLite: the words of the search's index lie beside FTS5, in the order of their ids. In its own
table, numbered backwards, each new row came before all others and moved its neighbours.

Prefixes of two to five letters have lists of their own; whoever typed more asks for few words."""

from alembic import op

revision = "search_02"
down_revision = "search_01"
branch_labels = None
depends_on = None

_FTS = (
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(words, tokenize='ascii', detail=none, columnsize=0, prefix='{prefix}'{more})"
)
_LINES = ", content='search_index_turned', content_rowid='id'"
_MERGES = "INSERT INTO search_index (search_index, rank) VALUES ('usermerge', 2)"
_UP = (
    "CREATE TABLE search_index_lines (suggestion_id INTEGER PRIMARY KEY, words TEXT NOT NULL)",
    "INSERT INTO search_index_lines SELECT 2147483648 - rowid, words FROM search_index"
    " ORDER BY rowid DESC",
    "DROP TABLE search_index",
    "CREATE VIEW search_index_turned AS"
    " SELECT 2147483648 - suggestion_id AS id, words FROM search_index_lines",
    _FTS.format(prefix="3 4 5 6", more=_LINES),
    _MERGES,
    "INSERT INTO search_index (search_index) VALUES ('rebuild')",
)
_DOWN = (
    "DROP TABLE search_index",
    _FTS.format(prefix="3 4 5 6 7 8", more=""),
    _MERGES,
    "INSERT INTO search_index (rowid, words) SELECT id, words FROM search_index_turned ORDER BY id",
    "DROP VIEW search_index_turned",
    "DROP TABLE search_index_lines",
)


def upgrade() -> None:
    _run(_UP)


def downgrade() -> None:
    _run(_DOWN)


def _run(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in statements:
            op.execute(statement)
