"""Tables of suggestions."""

import sqlalchemy as sa
from alembic import op

from forum.core import append_only
from forum.core.db import Json, Moment

revision = "suggestions_01"
down_revision = "boards_01"
branch_labels = None
depends_on = None

SEEDED = (
    ("new", "open"),
    ("under_review", "open"),
    ("planned", "active"),
    ("started", "active"),
    ("completed", "done"),
    ("declined", "declined"),
)


def upgrade() -> None:
    op.create_table(
        "status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("names", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('open', 'active', 'done', 'declined')", name=op.f("ck_status_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status")),
        sa.UniqueConstraint("key", name=op.f("uq_status_key")),
    )
    op.create_table(
        "suggestion_tally",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_suggestion_tally_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["status.id"], name=op.f("fk_suggestion_tally_status_id_status")
        ),
        sa.PrimaryKeyConstraint(
            "board_id", "status_id", "category_id", name=op.f("pk_suggestion_tally")
        ),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("title_key", sa.String(length=1000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.String(length=600), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("dir", sa.String(length=3), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("heat", sa.Double(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("edited_at", Moment(), nullable=True),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'published', 'hidden', 'withdrawn', 'rejected', 'merged')",
            name=op.f("ck_suggestion_state"),
        ),
        sa.CheckConstraint("comment_count >= 0", name=op.f("ck_suggestion_comment_count")),
        sa.CheckConstraint("vote_count >= 0", name=op.f("ck_suggestion_vote_count")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_suggestion_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_suggestion_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_suggestion_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_suggestion_editor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["suggestion.id"],
            name=op.f("fk_suggestion_merged_into_id_suggestion"),
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["status.id"], name=op.f("fk_suggestion_status_id_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index("ix_suggestion_author", "suggestion", ["author_id", "created_at"], unique=False)
    op.create_index(
        "ix_suggestion_by_category",
        "suggestion",
        ["board_id", "state", "category_id", "heat", "id"],
        unique=False,
    )
    op.create_index(
        "ix_suggestion_by_status",
        "suggestion",
        ["board_id", "state", "status_id", "heat", "id"],
        unique=False,
    )
    op.create_index(
        "ix_suggestion_discussed",
        "suggestion",
        ["board_id", "state", "comment_count", "id"],
        unique=False,
    )
    op.create_index(
        "ix_suggestion_new", "suggestion", ["board_id", "state", "published_at", "id"], unique=False
    )
    op.create_index("ix_suggestion_queue", "suggestion", ["state", "created_at"], unique=False)
    op.create_index(
        "ix_suggestion_top", "suggestion", ["board_id", "state", "vote_count", "id"], unique=False
    )
    op.create_index(
        "ix_suggestion_trending", "suggestion", ["board_id", "state", "heat", "id"], unique=False
    )
    op.create_index(
        "ix_suggestion_updated",
        "suggestion",
        ["board_id", "state", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "official_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.String(length=600), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("dir", sa.String(length=3), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_official_response_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_official_response_suggestion_id_suggestion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response")),
        sa.UniqueConstraint("suggestion_id", name=op.f("uq_official_response_suggestion_id")),
    )
    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("from_status_id", sa.Integer(), nullable=False),
        sa.Column("to_status_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_status_id"], ["status.id"], name=op.f("fk_status_change_from_status_id_status")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_status_change_suggestion_id_suggestion"),
        ),
        sa.ForeignKeyConstraint(
            ["to_status_id"], ["status.id"], name=op.f("fk_status_change_to_status_id_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
    )
    op.create_index(
        op.f("ix_status_change_suggestion_id"), "status_change", ["suggestion_id"], unique=False
    )
    op.create_table(
        "suggestion_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_suggestion_revision_editor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_suggestion_revision_suggestion_id_suggestion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_revision")),
        sa.UniqueConstraint(
            "suggestion_id", "revision", name=op.f("uq_suggestion_revision_suggestion_id_revision")
        ),
    )
    op.create_table(
        "official_response_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
            name=op.f("fk_official_response_revision_author_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["official_response.id"],
            name=op.f("fk_official_response_revision_response_id_official_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response_revision")),
        sa.UniqueConstraint(
            "response_id",
            "revision",
            name=op.f("uq_official_response_revision_response_id_revision"),
        ),
    )

    status = sa.table(
        "status",
        *(sa.column(name) for name in ("key", "kind", "position")),
        sa.column("names", Json),
    )
    op.bulk_insert(
        status,
        [
            {"key": key, "kind": kind, "position": position, "names": {}}
            for position, (key, kind) in enumerate(SEEDED, 1)
        ],
    )
    append_only.protect(op, "status_change")


def downgrade() -> None:
    append_only.release(op, "status_change")
    op.drop_table("official_response_revision")
    op.drop_table("suggestion_revision")
    op.drop_index(op.f("ix_status_change_suggestion_id"), table_name="status_change")
    op.drop_table("status_change")
    op.drop_table("official_response")
    op.drop_index("ix_suggestion_updated", table_name="suggestion")
    op.drop_index("ix_suggestion_trending", table_name="suggestion")
    op.drop_index("ix_suggestion_top", table_name="suggestion")
    op.drop_index("ix_suggestion_queue", table_name="suggestion")
    op.drop_index("ix_suggestion_new", table_name="suggestion")
    op.drop_index("ix_suggestion_discussed", table_name="suggestion")
    op.drop_index("ix_suggestion_by_status", table_name="suggestion")
    op.drop_index("ix_suggestion_by_category", table_name="suggestion")
    op.drop_index("ix_suggestion_author", table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_table("suggestion_tally")
    op.drop_table("status")
