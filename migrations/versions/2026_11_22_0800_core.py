"""Tables of core."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Json, Moment

revision = "core_01"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"], unique=False)
    op.create_table(
        "once_answer",
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_once_answer")),
    )
    op.create_index(op.f("ix_once_answer_created_at"), "once_answer", ["created_at"], unique=False)
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_outgoing_mail_unique_key")),
    )
    op.create_index(
        op.f("ix_outgoing_mail_created_at"), "outgoing_mail", ["created_at"], unique=False
    )
    op.create_index(
        op.f("ix_outgoing_mail_person_id"), "outgoing_mail", ["person_id"], unique=False
    )

    op.execute("INSERT INTO content_version (id, value) VALUES (1, 1), (2, 1)")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE content_version_seq")
        op.execute("CREATE SEQUENCE structure_version_seq")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE structure_version_seq")
        op.execute("DROP SEQUENCE content_version_seq")
    op.drop_index(op.f("ix_outgoing_mail_person_id"), table_name="outgoing_mail")
    op.drop_index(op.f("ix_outgoing_mail_created_at"), table_name="outgoing_mail")
    op.drop_table("outgoing_mail")
    op.drop_index(op.f("ix_once_answer_created_at"), table_name="once_answer")
    op.drop_table("once_answer")
    op.drop_index("ix_job_due", table_name="job")
    op.drop_table("job")
    op.drop_table("content_version")
