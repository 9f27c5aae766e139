"""Only what waits for approval stands in the index of the desk's queue."""

import sqlalchemy as sa
from alembic import op

revision = "suggestions_02"
down_revision = "votes_02"
branch_labels = None
depends_on = None

_NAME, _TABLE = "ix_suggestion_queue", "suggestion"
_WAITING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    columns = ["board_id", "created_at", "id"]
    op.create_index(_NAME, _TABLE, columns, sqlite_where=_WAITING, postgresql_where=_WAITING)


def downgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ["state", "created_at"])
