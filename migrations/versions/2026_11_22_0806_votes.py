"""Tables of votes."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Moment

revision = "votes_01"
down_revision = "suggestions_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_vote_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(["voter_id"], ["person.id"], name=op.f("fk_vote_voter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "suggestion_id", "voter_id", name=op.f("uq_vote_suggestion_id_voter_id")
        ),
    )
    op.create_index("ix_vote_voter", "vote", ["voter_id", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_vote_voter", table_name="vote")
    op.drop_table("vote")
