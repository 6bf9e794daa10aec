"""
What signs the log: checkpoints as they were made, and witnesses' cosignatures under them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """\
CREATE TRIGGER checkpoint_refuses_update
BEFORE UPDATE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is never changed');
END""",
    """\
CREATE TRIGGER checkpoint_refuses_delete
BEFORE DELETE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is never removed');
END""",
    """\
CREATE TRIGGER checkpoint_is_of_the_log_as_it_stands
BEFORE INSERT ON checkpoint
WHEN NEW.size IS NOT (SELECT size FROM log_head) OR EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)
BEGIN
  SELECT RAISE(ABORT, 'append-only: a checkpoint is of the log as it stands, once');
END""",
    """\
CREATE TRIGGER cosignature_refuses_update
BEFORE UPDATE ON cosignature
BEGIN
  SELECT RAISE(ABORT, 'append-only: a cosignature is never changed');
END""",
    """\
CREATE TRIGGER cosignature_refuses_delete
BEFORE DELETE ON cosignature
BEGIN
  SELECT RAISE(ABORT, 'append-only: a cosignature is never removed');
END""",
    """\
CREATE TRIGGER cosignature_is_added_once
BEFORE INSERT ON cosignature
WHEN EXISTS (SELECT 1 FROM cosignature WHERE size IS NEW.size AND line IS NEW.line)
BEGIN
  SELECT RAISE(ABORT, 'append-only: a cosignature is added once');
END""",
)

_ABOUT_KEYS = sa.column("type", sa.Text).in_(["key:announced", "key:rotated", "witness:added"])


def upgrade() -> None:
    """Make the two tables, the triggers that keep them append-only, and the index that finds entries about keys."""
    op.create_index(
        "ix_log_entry_keys",
        "log_entry",
        ["type"],
        unique=False,
        sqlite_where=_ABOUT_KEYS,
        postgresql_where=_ABOUT_KEYS,
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "cosignature",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["checkpoint.size"], name=op.f("fk_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "line", name=op.f("pk_cosignature")),
    )
    for trigger in _SQLITE_TRIGGERS:
        op.execute(trigger)
