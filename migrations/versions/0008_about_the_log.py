"""
Entries about the log itself are found by one index, which costs an append less than the two that it replaces.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ABOUT_THE_LOG = sa.text(
    "type = 'key:announced' OR type = 'key:rotated' OR type = 'witness:added' OR type = 'content:erased'"
)


def upgrade() -> None:
    """Replace the indexes of entries about keys and of erasures."""
    op.drop_index("ix_log_entry_erasures", "log_entry")
    op.drop_index("ix_log_entry_keys", "log_entry")
    op.create_index(
        "ix_log_entry_about_the_log",
        "log_entry",
        ["type"],
        unique=False,
        sqlite_where=_ABOUT_THE_LOG,
        postgresql_where=_ABOUT_THE_LOG,
    )
