"""
The log, content, and the first projections: evidence, rulesets, assessments.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPLICATION_ID = 0x41535352

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_INDEX = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MARK = "the head of an Assessor log"

_SQLITE_TRIGGERS = (
    """\
CREATE TRIGGER log_entry_refuses_update
BEFORE UPDATE ON log_entry
BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is never changed');
END""",
    """\
CREATE TRIGGER log_entry_refuses_delete
BEFORE DELETE ON log_entry
BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is never removed');
END""",
    """\
CREATE TRIGGER log_entry_takes_the_next_index
BEFORE INSERT ON log_entry
WHEN NEW.entry_index IS NOT (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)
BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is added at the next index alone');
END""",
    """\
CREATE TRIGGER log_head_refuses_delete
BEFORE DELETE ON log_head
BEGIN
  SELECT RAISE(ABORT, 'append-only: the head is never removed');
END""",
    """\
CREATE TRIGGER log_head_begins_once
BEFORE INSERT ON log_head
WHEN NEW.size IS NOT 0 OR EXISTS (SELECT 1 FROM log_head) OR EXISTS (SELECT 1 FROM log_entry)
BEGIN
  SELECT RAISE(ABORT, 'append-only: a log begins once, empty');
END""",
    """\
CREATE TRIGGER log_head_follows_the_entries
BEFORE UPDATE ON log_head
WHEN NEW.id IS NOT OLD.id OR NEW.origin IS NOT OLD.origin
  OR NEW.size <= OLD.size OR NEW.size IS NOT (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)
BEGIN
  SELECT RAISE(ABORT, 'append-only: the head follows the entries, forward only');
END""",
    """\
CREATE TRIGGER content_refuses_update
BEFORE UPDATE ON content
BEGIN
  SELECT RAISE(ABORT, 'append-only: content is never changed');
END""",
    """\
CREATE TRIGGER content_refuses_delete
BEFORE DELETE ON content
BEGIN
  SELECT RAISE(ABORT, 'append-only: content is never removed');
END""",
    """\
CREATE TRIGGER content_is_added_once
BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'append-only: content is added once');
END""",
)

_POSTGRESQL_TRIGGERS = (
    """\
CREATE FUNCTION log_entry_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: an entry is never changed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_entry_refuses_update BEFORE UPDATE ON log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION log_entry_refuses_update();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_refuses_update""",
    """\
CREATE FUNCTION log_entry_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: an entry is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION log_entry_refuses_delete();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_refuses_delete""",
    """\
CREATE FUNCTION log_entry_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: an entry is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_entry_refuses_truncate BEFORE TRUNCATE ON log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION log_entry_refuses_truncate();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_refuses_truncate""",
    """\
CREATE FUNCTION log_entry_takes_the_next_index() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.entry_index IS DISTINCT FROM (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry) THEN
  RAISE EXCEPTION 'append-only: an entry is added at the next index alone'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER log_entry_takes_the_next_index BEFORE INSERT ON log_entry
  FOR EACH ROW EXECUTE FUNCTION log_entry_takes_the_next_index();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_takes_the_next_index""",
    """\
CREATE FUNCTION log_head_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: the head is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_head_refuses_delete BEFORE DELETE ON log_head
  FOR EACH STATEMENT EXECUTE FUNCTION log_head_refuses_delete();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_refuses_delete""",
    """\
CREATE FUNCTION log_head_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: the head is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_head_refuses_truncate BEFORE TRUNCATE ON log_head
  FOR EACH STATEMENT EXECUTE FUNCTION log_head_refuses_truncate();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_refuses_truncate""",
    """\
CREATE FUNCTION log_head_begins_once() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.size IS DISTINCT FROM 0 OR EXISTS (SELECT 1 FROM log_head) OR EXISTS (SELECT 1 FROM log_entry) THEN
  RAISE EXCEPTION 'append-only: a log begins once, empty'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER log_head_begins_once BEFORE INSERT ON log_head
  FOR EACH ROW EXECUTE FUNCTION log_head_begins_once();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_begins_once""",
    """\
CREATE FUNCTION log_head_follows_the_entries() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.id IS DISTINCT FROM OLD.id OR NEW.origin IS DISTINCT FROM OLD.origin
  OR NEW.size <= OLD.size OR NEW.size IS DISTINCT FROM (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry) THEN
  RAISE EXCEPTION 'append-only: the head follows the entries, forward only'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER log_head_follows_the_entries BEFORE UPDATE ON log_head
  FOR EACH ROW EXECUTE FUNCTION log_head_follows_the_entries();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER log_head_follows_the_entries""",
    """\
CREATE FUNCTION content_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: content is never changed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER content_refuses_update BEFORE UPDATE ON content
  FOR EACH STATEMENT EXECUTE FUNCTION content_refuses_update();
ALTER TABLE content ENABLE ALWAYS TRIGGER content_refuses_update""",
    """\
CREATE FUNCTION content_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: content is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER content_refuses_delete BEFORE DELETE ON content
  FOR EACH STATEMENT EXECUTE FUNCTION content_refuses_delete();
ALTER TABLE content ENABLE ALWAYS TRIGGER content_refuses_delete""",
    """\
CREATE FUNCTION content_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: content is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER content_refuses_truncate BEFORE TRUNCATE ON content
  FOR EACH STATEMENT EXECUTE FUNCTION content_refuses_truncate();
ALTER TABLE content ENABLE ALWAYS TRIGGER content_refuses_truncate""",
    """\
CREATE FUNCTION content_is_added_once() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest) THEN
  RAISE EXCEPTION 'append-only: content is added once'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER content_is_added_once BEFORE INSERT ON content
  FOR EACH ROW EXECUTE FUNCTION content_is_added_once();
ALTER TABLE content ENABLE ALWAYS TRIGGER content_is_added_once""",
)


def upgrade() -> None:
    """Make every table, and the triggers that keep the log and content append-only."""
    op.create_table(
        "content",
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("media_type", _TEXT, nullable=False),
        sa.Column("erasable", sa.Boolean(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
    )
    op.create_table(
        "log_entry",
        sa.Column("entry_index", _INDEX, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("type", _TEXT, nullable=False),
        sa.Column("recorded_at", _TEXT, nullable=False),
        sa.Column("batch", _TEXT, nullable=True),
        sa.Column("request_key", _TEXT, nullable=True),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_log_entry")),
    )
    op.create_index(
        "uq_log_entry_request_key",
        "log_entry",
        ["request_key"],
        unique=True,
        sqlite_where=sa.text("request_key IS NOT NULL"),
        postgresql_where=sa.text("request_key IS NOT NULL"),
    )
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", _TEXT, nullable=False),
        sa.Column("size", _INDEX, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", _TEXT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
        comment=_MARK,
    )
    op.create_table(
        "assessment",
        sa.Column("entry_index", _INDEX, autoincrement=False, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("cell", _TEXT, nullable=False),
        sa.Column("as_of", _TEXT, nullable=False),
        sa.Column("known_at", _TEXT, nullable=False),
        sa.Column("ruleset_digest", _TEXT, nullable=False),
        sa.Column("log_size", _INDEX, nullable=False),
        sa.Column("trajectory", _TEXT, nullable=True),
        sa.Column("standing", _TEXT, nullable=False),
        sa.Column("identity", _TEXT, nullable=False),
        sa.Column("repeats", _INDEX, nullable=True),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_assessment_entry_index")),
        sa.ForeignKeyConstraint(["repeats"], ["assessment.entry_index"], name=op.f("fk_assessment_repeats")),
        sa.ForeignKeyConstraint(["ruleset_digest"], ["content.digest"], name=op.f("fk_assessment_ruleset_digest")),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_assessment")),
        sa.UniqueConstraint("id", name=op.f("uq_assessment_id")),
    )
    op.create_index(op.f("ix_assessment_cell_entry_index"), "assessment", ["cell", "entry_index"], unique=False)
    op.create_index(op.f("ix_assessment_identity"), "assessment", ["identity"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_index", _INDEX, nullable=False),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("known_from", _TEXT, nullable=False),
        sa.Column("recorded_at", _TEXT, nullable=False),
        sa.Column("backfill", sa.Boolean(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("look_ahead", sa.Boolean(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("text_digest", _TEXT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('source', 'feed', 'signal', 'reading')", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint("status IN ('proposed', 'accepted', 'retracted')", name=op.f("ck_evidence_status")),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_evidence_entry_index")),
        sa.ForeignKeyConstraint(["text_digest"], ["content.digest"], name=op.f("fk_evidence_text_digest")),
        sa.PrimaryKeyConstraint("kind", "id", "version", name=op.f("pk_evidence")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_evidence_entry_index")),
    )
    op.create_table(
        "ruleset",
        sa.Column("entry_index", _INDEX, autoincrement=False, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("framework", _TEXT, nullable=False),
        sa.Column("effective_from", _TEXT, nullable=False),
        sa.Column("published_at", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["content.digest"], name=op.f("fk_ruleset_digest")),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_ruleset_entry_index")),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_ruleset")),
    )
    op.create_index(op.f("ix_ruleset_digest"), "ruleset", ["digest"], unique=False)
    op.create_index(
        op.f("ix_ruleset_framework_effective_from_entry_index"),
        "ruleset",
        ["framework", "effective_from", "entry_index"],
        unique=False,
    )
    op.create_table(
        "assessment_evidence",
        sa.Column("entry_index", _INDEX, autoincrement=False, nullable=False),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("role IN ('support', 'read')", name=op.f("ck_assessment_evidence_role")),
        sa.ForeignKeyConstraint(
            ["entry_index"], ["assessment.entry_index"], name=op.f("fk_assessment_evidence_entry_index")
        ),
        sa.ForeignKeyConstraint(
            ["kind", "id", "version"],
            ["evidence.kind", "evidence.id", "evidence.version"],
            name="fk_assessment_evidence_version",
        ),
        sa.PrimaryKeyConstraint("entry_index", "role", "kind", "id", "version", name=op.f("pk_assessment_evidence")),
        sqlite_with_rowid=False,
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    for statement in _SQLITE_TRIGGERS if is_sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(statement)
