"""
Erasable text can be erased, once an entry says so; what rebuilding and erasing look for is indexed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQLITE_TRIGGER = """\
CREATE TRIGGER content_refuses_update
BEFORE UPDATE ON content
WHEN NEW.digest IS NOT OLD.digest OR NEW.media_type IS NOT OLD.media_type OR NEW.erasable IS NOT OLD.erasable
  OR OLD.erasable IS NOT TRUE OR NEW.data IS NOT x'' OR NOT EXISTS (
    SELECT 1 FROM log_entry WHERE type = 'content:erased'
      AND instr(data, CAST('"body":{"digest":"' || OLD.digest || '",' AS BLOB)) > 0)
BEGIN
  SELECT RAISE(ABORT, 'append-only: content is never changed, but for text that an entry says was erased');
END"""

_SAYS_ERASED = sa.text("type = 'content:erased'")


def upgrade() -> None:
    """Let the one change through that erases, and index what is looked for."""
    op.create_index(
        "ix_log_entry_erasures",
        "log_entry",
        ["type"],
        unique=False,
        sqlite_where=_SAYS_ERASED,
        postgresql_where=_SAYS_ERASED,
    )
    op.create_index(op.f("ix_assessment_repeats"), "assessment", ["repeats"], unique=False)
    op.execute("DROP TRIGGER content_refuses_update")
    op.execute(_SQLITE_TRIGGER)
