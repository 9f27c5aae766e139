"""Tables of boards."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Json, Moment

revision = "boards_01"
down_revision = "accounts_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("names", Json, nullable=False),
        sa.Column("descriptions", Json, nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("roles", Json, nullable=False),
        sa.Column("approval", sa.String(length=12), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "approval IN ('all', 'newcomers', 'none')", name=op.f("ck_board_approval")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'signed_in', 'private')", name=op.f("ck_board_visibility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("slug", name=op.f("uq_board_slug")),
    )
    op.create_table(
        "board_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "role IN ('member', 'moderator', 'product')", name=op.f("ck_board_member_role")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_board_member_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_board_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_member")),
        sa.UniqueConstraint(
            "board_id", "person_id", name=op.f("uq_board_member_board_id_person_id")
        ),
    )
    op.create_index(op.f("ix_board_member_person_id"), "board_member", ["person_id"], unique=False)
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("names", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_category_board_id_board")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
    )
    op.create_index(op.f("ix_category_board_id"), "category", ["board_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_category_board_id"), table_name="category")
    op.drop_table("category")
    op.drop_index(op.f("ix_board_member_person_id"), table_name="board_member")
    op.drop_table("board_member")
    op.drop_table("board")
