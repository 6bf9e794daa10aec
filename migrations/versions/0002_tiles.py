"""
Full tiles of the tree's hashes, so that a proof reads a few of them and hashes no entry again.

A log that is there already is given its tiles, from the leaf hashes stored beside its entries.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WIDTH = 256
_EntryIndex = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SQLITE_TRIGGERS = (
    """\
CREATE TRIGGER log_tile_refuses_update
BEFORE UPDATE ON log_tile
BEGIN
  SELECT RAISE(ABORT, 'append-only: a tile is never changed');
END""",
    """\
CREATE TRIGGER log_tile_refuses_delete
BEFORE DELETE ON log_tile
BEGIN
  SELECT RAISE(ABORT, 'append-only: a tile is never removed');
END""",
    """\
CREATE TRIGGER log_tile_takes_the_next_index_once_full
BEFORE INSERT ON log_tile
WHEN NEW.tile_index IS NOT (SELECT coalesce(max(tile_index) + 1, 0) FROM log_tile WHERE level = NEW.level)
  OR (NEW.tile_index + 1) << 8 * (NEW.level + 1) > (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)
BEGIN
  SELECT RAISE(ABORT, 'append-only: a tile is added at the next index of its level alone, once the log has filled it');
END""",
)

_POSTGRESQL_TRIGGERS = (
    """\
CREATE FUNCTION log_tile_refuses_update() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a tile is never changed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_tile_refuses_update BEFORE UPDATE ON log_tile
  FOR EACH STATEMENT EXECUTE FUNCTION log_tile_refuses_update();
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_refuses_update""",
    """\
CREATE FUNCTION log_tile_refuses_delete() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a tile is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_tile_refuses_delete BEFORE DELETE ON log_tile
  FOR EACH STATEMENT EXECUTE FUNCTION log_tile_refuses_delete();
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_refuses_delete""",
    """\
CREATE FUNCTION log_tile_refuses_truncate() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'append-only: a tile is never removed'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER log_tile_refuses_truncate BEFORE TRUNCATE ON log_tile
  FOR EACH STATEMENT EXECUTE FUNCTION log_tile_refuses_truncate();
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_refuses_truncate""",
    """\
CREATE FUNCTION log_tile_takes_the_next_index_once_full() RETURNS trigger
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.tile_index IS DISTINCT FROM (SELECT coalesce(max(tile_index) + 1, 0) FROM log_tile WHERE level = NEW.level)
  OR (NEW.tile_index + 1) << 8 * (NEW.level + 1) > (SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry) THEN
  RAISE EXCEPTION 'append-only: a tile is added at the next index of its level alone, once the log has filled it'
    USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER log_tile_takes_the_next_index_once_full BEFORE INSERT ON log_tile
  FOR EACH ROW EXECUTE FUNCTION log_tile_takes_the_next_index_once_full();
ALTER TABLE log_tile ENABLE ALWAYS TRIGGER log_tile_takes_the_next_index_once_full""",
)


def upgrade() -> None:
    """Make the table, fill it, and set the triggers that keep it append-only."""
    table = op.create_table(
        "log_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tile_index", _EntryIndex, autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level >= 0 AND level < 6", name=op.f("ck_log_tile_level")),
        sa.CheckConstraint("length(root) = 32 AND length(hashes) = 8192", name=op.f("ck_log_tile_full")),
        sa.PrimaryKeyConstraint("level", "tile_index", name=op.f("pk_log_tile")),
    )
    for statement in _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS:
        op.execute(statement)
    _fill(op.get_bind(), table)


def _fill(connection: sa.Connection, table: sa.Table) -> None:
    """Add the tiles of a log that is there, level by level, each level read from the one below."""
    entry = sa.table("log_entry", sa.column("entry_index"), sa.column("leaf_hash"))
    leaves = sa.select(entry.c.leaf_hash).order_by(entry.c.entry_index)
    level, count = 0, _add_level(connection, table, 0, leaves)
    while count >= _WIDTH:
        roots = sa.select(table.c.root).where(table.c.level == level).order_by(table.c.tile_index)
        level += 1
        count = _add_level(connection, table, level, roots)


def _add_level(connection: sa.Connection, table: sa.Table, level: int, hashes: sa.Select[Any]) -> int:
    """Add the full tiles of one level and return how many they are."""
    count = 0
    for tile in _full_tiles(connection, hashes):
        row = {"level": level, "tile_index": count, "root": _root(tile), "hashes": b"".join(tile)}
        connection.execute(table.insert(), row)
        count += 1
    return count


def _full_tiles(connection: sa.Connection, hashes: sa.Select[Any]) -> Iterator[list[bytes]]:
    found = connection.execute(hashes, execution_options={"yield_per": _WIDTH})
    for part in found.scalars().partitions(_WIDTH):
        if len(part) == _WIDTH:
            yield list(part)


def _root(level: list[bytes]) -> bytes:
    """Return the root over the hashes of a full tile (RFC 6962, section 2.1)."""
    while len(level) > 1:
        level = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=True)]
    return level[0]
