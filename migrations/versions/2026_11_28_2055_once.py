"""Answers of twice-sent forms: one tree a row is written to instead of three."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Moment

revision = "core_02"
down_revision = "search_02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index(False)


def downgrade() -> None:
    _index(True)


def _index(has_index: bool) -> None:
    """What is there lives for two days; it is kept all the same."""
    name = op.f("ix_once_answer_created_at")
    if not has_index:
        op.drop_index(name, "once_answer")
    if op.get_bind().dialect.name == "sqlite":
        op.rename_table("once_answer", "once_answer_before")
        op.create_table(
            "once_answer",
            sa.Column("token", sa.String(length=80), nullable=False),
            sa.Column("answer", sa.String(length=500), nullable=False),
            sa.Column("created_at", Moment(), nullable=False),
            sa.PrimaryKeyConstraint("token", name=op.f("pk_once_answer")),
            sqlite_with_rowid=has_index,
        )
        op.execute("INSERT INTO once_answer SELECT * FROM once_answer_before")
        op.drop_table("once_answer_before")
    if has_index:
        op.create_index(name, "once_answer", ["created_at"])
