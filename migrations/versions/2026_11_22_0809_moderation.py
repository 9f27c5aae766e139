"""Tables of moderation."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Moment

revision = "moderation_01"
down_revision = "follows_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("resolver_id", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "reason IN ('spam', 'abuse', 'off_topic', 'other')", name=op.f("ck_flag_reason")
        ),
        sa.CheckConstraint(
            "subject_kind IN ('suggestion', 'comment')", name=op.f("ck_flag_subject_kind")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_flag_board_id_board")),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["person.id"], name=op.f("fk_flag_reporter_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["resolver_id"], ["person.id"], name=op.f("fk_flag_resolver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_flag_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "reporter_id",
            name=op.f("uq_flag_subject_kind_subject_id_reporter_id"),
        ),
    )
    op.create_index("ix_flag_open", "flag", ["resolved_at", "board_id", "id"], unique=False)
    op.create_index(op.f("ix_flag_reporter_id"), "flag", ["reporter_id"], unique=False)
    op.create_index(op.f("ix_flag_suggestion_id"), "flag", ["suggestion_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_flag_suggestion_id"), table_name="flag")
    op.drop_index(op.f("ix_flag_reporter_id"), table_name="flag")
    op.drop_index("ix_flag_open", table_name="flag")
    op.drop_table("flag")
