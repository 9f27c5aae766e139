"""A vote and a follow are found by whose they are and of what: numbers of their own, which nobody
asked for, were one more tree to write to. Nor did anybody ask which rules made an entry of the
search's index without reading all of them."""

import sqlalchemy as sa
from alembic import op

from forum.core.db import Moment

revision = "votes_02"
down_revision = "core_02"
branch_labels = None
depends_on = None

_KEYS = {"vote": ("suggestion_id", "voter_id"), "follow": ("person_id", "suggestion_id")}
_INDEXES = {
    "vote": ("ix_vote_voter", ["voter_id", "created_at"]),
    "follow": ("ix_follow_suggestion", ["suggestion_id", "is_muted"]),
}
_RULES = ("ix_search_entry_rules", "search_entry", ["rules", "suggestion_id"])


def upgrade() -> None:
    op.drop_index(_RULES[0], _RULES[1])
    for table, key in _KEYS.items():
        if _is_sqlite():
            _copy(table, is_numbered=False)
            continue
        op.drop_constraint(op.f(f"pk_{table}"), table, type_="primary")
        op.drop_constraint(op.f(_unique(table)), table, type_="unique")
        op.drop_column(table, "id")
        op.create_primary_key(op.f(f"pk_{table}"), table, list(key))


def downgrade() -> None:
    for table, key in _KEYS.items():
        if _is_sqlite():
            _copy(table, is_numbered=True)
            continue
        op.drop_constraint(op.f(f"pk_{table}"), table, type_="primary")
        op.execute(f"ALTER TABLE {table} ADD COLUMN id SERIAL")
        op.create_primary_key(op.f(f"pk_{table}"), table, ["id"])
        op.create_unique_constraint(op.f(_unique(table)), table, list(key))
    op.create_index(*_RULES)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _unique(table: str) -> str:
    return "_".join(("uq", table, *_KEYS[table]))


def _copy(table: str, *, is_numbered: bool) -> None:
    """The same rows in a table with the other key."""
    index, columns = _INDEXES[table]
    op.drop_index(index, table)
    op.rename_table(table, f"{table}_before")
    _create(table, is_numbered=is_numbered)
    names = ", ".join(column.name for column in _columns(table))
    order = ", ".join(_KEYS[table])
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}_before ORDER BY {order}")
    op.drop_table(f"{table}_before")
    op.create_index(index, table, columns)


def _columns(table: str) -> list[sa.Column]:
    found = [sa.Column(name, sa.Integer(), nullable=False) for name in _KEYS[table]]
    if table == "follow":
        found.append(sa.Column("reason", sa.String(length=10), nullable=False))
        found.append(sa.Column("is_muted", sa.Boolean(), nullable=False))
    return [*found, sa.Column("created_at", Moment(), nullable=False)]


def _create(table: str, *, is_numbered: bool) -> None:
    key = _KEYS[table]
    limits: list[sa.Constraint] = [
        sa.ForeignKeyConstraint([name], [f"{of}.id"], name=op.f(f"fk_{table}_{name}_{of}"))
        for name in key
        for of in ["suggestion" if name == "suggestion_id" else "person"]
    ]
    if table == "follow":
        reasons = "reason IN ('posted', 'voted', 'commented', 'asked')"
        limits.append(sa.CheckConstraint(reasons, name=op.f("ck_follow_reason")))
    columns = _columns(table)
    if is_numbered:
        columns.insert(0, sa.Column("id", sa.Integer(), nullable=False))
        limits.append(sa.UniqueConstraint(*key, name=op.f(_unique(table))))
    main = ("id",) if is_numbered else key
    limits.append(sa.PrimaryKeyConstraint(*main, name=op.f(f"pk_{table}")))
    op.create_table(table, *columns, *limits, sqlite_with_rowid=is_numbered)
