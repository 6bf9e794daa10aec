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
WHEN NEW.digest IS NOT OLD.digest OR NEW.media_type IS NOT OLD.media_type
  OR NEW.erasable IS NOT OLD.erasable OR OLD.erasable IS NOT TRUE
  OR NEW.data IS NOT x'' OR NOT EXISTS (
    SELECT 1 FROM log_entry WHERE type = 'content:erased'
      AND instr(data, CAST('"body":{"digest":"' || OLD.digest || '",' AS BLOB)) > 0)
BEGIN
  SELECT RAISE(ABORT, 'append-only: content is never changed, but for text that an entry says was erased');
END"""

_POSTGRESQL_TRIGGER = """\
CREATE FUNCTION content_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.digest IS DISTINCT FROM OLD.digest OR NEW.media_type IS DISTINCT FROM OLD.media_type
  OR NEW.erasable IS DISTINCT FROM OLD.erasable OR OLD.erasable IS NOT TRUE
  OR NEW.data IS DISTINCT FROM ''::bytea OR NOT EXISTS (
    SELECT 1 FROM log_entry WHERE type = 'content:erased'
      AND position(convert_to('"body":{"digest":"' || OLD.digest || '",', 'UTF8') IN data) > 0) THEN
  RAISE EXCEPTION 'append-only: content is never changed, but for text that an entry says was erased'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER content_refuses_update BEFORE UPDATE ON content
  FOR EACH ROW EXECUTE FUNCTION content_refuses_update();
ALTER TABLE content ENABLE ALWAYS TRIGGER content_refuses_update"""

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
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER content_refuses_update")
        op.execute(_SQLITE_TRIGGER)
    else:
        op.execute("DROP FUNCTION content_refuses_update() CASCADE")
        op.execute(_POSTGRESQL_TRIGGER)
