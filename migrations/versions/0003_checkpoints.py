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

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

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
WHEN NEW.size IS NOT (SELECT size FROM log_head)
  OR EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)
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
WHEN EXISTS (SELECT 1 FROM cosignature WHERE size = NEW.size AND line = NEW.line)
BEGIN
  SELECT RAISE(ABORT, 'append-only: a cosignature is added once');
END""",
)

_POSTGRESQL_TRIGGERS = (
    """\
CREATE FUNCTION checkpoint_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a checkpoint is never changed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_refuses_update();
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_refuses_update""",
    """\
CREATE FUNCTION checkpoint_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a checkpoint is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_refuses_delete();
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_refuses_delete""",
    """\
CREATE FUNCTION checkpoint_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a checkpoint is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER checkpoint_refuses_truncate BEFORE TRUNCATE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION checkpoint_refuses_truncate();
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_refuses_truncate""",
    """\
CREATE FUNCTION checkpoint_is_of_the_log_as_it_stands() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.size IS DISTINCT FROM (SELECT size FROM log_head)
  OR EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size) THEN
  RAISE EXCEPTION 'append-only: a checkpoint is of the log as it stands, once'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER checkpoint_is_of_the_log_as_it_stands BEFORE INSERT ON checkpoint
  FOR EACH ROW EXECUTE FUNCTION checkpoint_is_of_the_log_as_it_stands();
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_is_of_the_log_as_it_stands""",
    """\
CREATE FUNCTION cosignature_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a cosignature is never changed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER cosignature_refuses_update BEFORE UPDATE ON cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION cosignature_refuses_update();
ALTER TABLE cosignature ENABLE ALWAYS TRIGGER cosignature_refuses_update""",
    """\
CREATE FUNCTION cosignature_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a cosignature is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER cosignature_refuses_delete BEFORE DELETE ON cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION cosignature_refuses_delete();
ALTER TABLE cosignature ENABLE ALWAYS TRIGGER cosignature_refuses_delete""",
    """\
CREATE FUNCTION cosignature_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a cosignature is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER cosignature_refuses_truncate BEFORE TRUNCATE ON cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION cosignature_refuses_truncate();
ALTER TABLE cosignature ENABLE ALWAYS TRIGGER cosignature_refuses_truncate""",
    """\
CREATE FUNCTION cosignature_is_added_once() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cosignature WHERE size = NEW.size AND line = NEW.line) THEN
  RAISE EXCEPTION 'append-only: a cosignature is added once'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER cosignature_is_added_once BEFORE INSERT ON cosignature
  FOR EACH ROW EXECUTE FUNCTION cosignature_is_added_once();
ALTER TABLE cosignature ENABLE ALWAYS TRIGGER cosignature_is_added_once""",
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
        sa.Column("line", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["size"], ["checkpoint.size"], name=op.f("fk_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "line", name=op.f("pk_cosignature")),
    )
    for statement in _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS:
        op.execute(statement)
