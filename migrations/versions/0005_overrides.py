"""
Overrides, a projection of the log; it begins empty, for no entry set one before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_INDEX = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "override",
        sa.Column("entry_index", _INDEX, autoincrement=False, nullable=False),
        sa.Column("cell", _TEXT, nullable=False),
        sa.Column("known_from", _TEXT, nullable=False),
        sa.Column("trajectory", _TEXT, nullable=True),
        sa.Column("author", _TEXT, nullable=True),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("since", _TEXT, nullable=True),
        sa.Column("until", _TEXT, nullable=True),
        sa.Column("computed", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_override_entry_index")),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_override")),
    )
    op.create_index(op.f("ix_override_cell_entry_index"), "override", ["cell", "entry_index"], unique=False)
