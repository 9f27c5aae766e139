"""Tables of search, and each database's own full-text index (raw: autogenerate skips
`search_index…`)."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Json, Moment

revision = "search_01"
down_revision = "exports_01"
branch_labels = None
depends_on = None

_SQLITE = (
    # Prefixes of two to seven letters; the first letter of a lexeme is its class.
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(words, tokenize='ascii', detail=none, columnsize=0, prefix='3 4 5 6 7 8')",
    # Each search asks every b-tree of the index: the clock's merges take two of a size for one.
    "INSERT INTO search_index (search_index, rank) VALUES ('usermerge', 2)",
)
_POSTGRES = (
    "CREATE TABLE search_index ("
    " suggestion_id integer PRIMARY KEY REFERENCES search_entry ON DELETE CASCADE,"
    " words tsvector NOT NULL)",
    # Long ones lie outside of the rows, as they are: a search visits rows and seldom reads words.
    "ALTER TABLE search_index ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE search_index SET (toast_tuple_target = 128)",
    # What writers put off is brought in by a job after some posts, and each minute. Readers look
    # through it meanwhile: of half a megabyte, some hundred posts, a search takes a quarter
    # longer. Whoever makes it more than the limit brings it in himself, which takes a while.
    "CREATE INDEX search_index_words ON search_index USING gin (words)"
    " WITH (fastupdate = on, gin_pending_list_limit = 4096)",
    # Queries never let the planner choose by them.
    "ALTER TABLE search_index ALTER COLUMN words SET STATISTICS 0",
)


def upgrade() -> None:
    _entries()
    _reports()
    _pairs()
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRES if is_postgres else _SQLITE:
        op.execute(statement)


def _entries() -> None:
    op.create_table(
        "search_entry",
        sa.Column("suggestion_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title_key", sa.String(length=1000), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("is_top", sa.Boolean(), nullable=False),
        sa.Column("pairs_due_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_search_entry_suggestion_id_suggestion"),
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_search_entry_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["status.id"], name=op.f("fk_search_entry_status_id_status")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_search_entry_category_id_category")
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_rules", "search_entry", ["rules", "suggestion_id"])
    due = sa.text("pairs_due_at IS NOT NULL")
    op.create_index(
        "ix_search_entry_pairs_due",
        "search_entry",
        ["pairs_due_at"],
        sqlite_where=due,
        postgresql_where=due,
    )
    op.create_table(
        "search_vector",
        sa.Column("suggestion_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_search_vector_suggestion_id_suggestion"),
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_search_vector")),
    )


def _reports() -> None:
    op.create_table(
        "search_frequent",
        sa.Column("board", sa.String(length=20), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("board", "term", name=op.f("pk_search_frequent")),
    )
    op.create_table(
        "search_miss",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "words", name=op.f("pk_search_miss")),
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
    )


def _pairs() -> None:
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("dismissed_at", Moment(), nullable=True),
        sa.Column("dismissed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_duplicate_pair_order")),
        sa.ForeignKeyConstraint(
            ["low_id"], ["suggestion.id"], name=op.f("fk_duplicate_pair_low_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["high_id"], ["suggestion.id"], name=op.f("fk_duplicate_pair_high_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by"], ["person.id"], name=op.f("fk_duplicate_pair_dismissed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_duplicate_pair_low_id_high_id")),
    )
    op.create_index("ix_duplicate_pair_high_id", "duplicate_pair", ["high_id"])
    op.create_index("ix_duplicate_pair_best", "duplicate_pair", ["dismissed_at", "score", "id"])


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    for table in (
        *("duplicate_pair", "synonym", "search_miss", "search_frequent", "search_vector"),
        "search_entry",
    ):
        op.drop_table(table)
