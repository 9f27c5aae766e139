"""Tables of follows."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Moment

revision = "follows_01"
down_revision = "comments_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('posted', 'voted', 'commented', 'asked')", name=op.f("ck_follow_reason")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_follow_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint(
            "person_id", "suggestion_id", name=op.f("uq_follow_person_id_suggestion_id")
        ),
    )
    op.create_index("ix_follow_suggestion", "follow", ["suggestion_id", "is_muted"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_follow_suggestion", table_name="follow")
    op.drop_table("follow")
