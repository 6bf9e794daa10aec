"""
What keeps the log, its checkpoints and content append-only inside SQLite, and how to see that it is still there.

Refused: UPDATE, DELETE, an INSERT at any index but the next, and one of a checkpoint of any size
but the log's. One UPDATE is let through: an erasable text loses its bytes, and an entry says that
it did. The INSERTs are refused by triggers BEFORE INSERT, because `INSERT OR REPLACE` removes the
old row without firing those on UPDATE and DELETE. Whoever can write the file can also drop a
trigger: that is what verification is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _refuse(name: str, when: str, condition: str, reason: str) -> tuple[str, str]:
    clause = f"WHEN {condition}\n" if condition else ""
    sql = f"CREATE TRIGGER {name}\nBEFORE {when}\n{clause}BEGIN\n  SELECT RAISE(ABORT, 'append-only: {reason}');\nEND"
    return name, sql


_NEXT_INDEX = "(SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)"
_NEXT_TILE = "(SELECT coalesce(max(tile_index) + 1, 0) FROM log_tile WHERE level IS NEW.level)"
_IS_SAID_ERASED = (  # entries are canonical: nothing but a body can hold these bytes, unescaped
    "EXISTS (\n    SELECT 1 FROM log_entry WHERE type = 'content:erased'"
    """\n      AND instr(data, CAST('"body":{"digest":"' || OLD.digest || '",' AS BLOB)) > 0)"""
)

TRIGGERS: dict[str, str] = dict(
    (
        _refuse("log_entry_refuses_update", "UPDATE ON log_entry", "", "an entry is never changed"),
        _refuse("log_entry_refuses_delete", "DELETE ON log_entry", "", "an entry is never removed"),
        _refuse(
            "log_entry_takes_the_next_index",
            "INSERT ON log_entry",
            f"NEW.entry_index IS NOT {_NEXT_INDEX}",
            "an entry is added at the next index alone",
        ),
        _refuse("log_head_refuses_delete", "DELETE ON log_head", "", "the head is never removed"),
        _refuse(
            "log_head_begins_once",
            "INSERT ON log_head",
            "NEW.size IS NOT 0 OR EXISTS (SELECT 1 FROM log_head) OR EXISTS (SELECT 1 FROM log_entry)",
            "a log begins once, empty",
        ),
        _refuse(
            "log_head_follows_the_entries",
            "UPDATE ON log_head",
            "NEW.id IS NOT OLD.id OR NEW.origin IS NOT OLD.origin\n"
            f"  OR NEW.size <= OLD.size OR NEW.size IS NOT {_NEXT_INDEX}",
            "the head follows the entries, forward only",
        ),
        _refuse("log_tile_refuses_update", "UPDATE ON log_tile", "", "a tile is never changed"),
        _refuse("log_tile_refuses_delete", "DELETE ON log_tile", "", "a tile is never removed"),
        _refuse(
            "log_tile_takes_the_next_index_once_full",
            "INSERT ON log_tile",
            f"NEW.tile_index IS NOT {_NEXT_TILE}\n  OR (NEW.tile_index + 1) << 8 * (NEW.level + 1) > {_NEXT_INDEX}",
            "a tile is added at the next index of its level alone, once the log has filled it",
        ),
        _refuse("checkpoint_refuses_update", "UPDATE ON checkpoint", "", "a checkpoint is never changed"),
        _refuse("checkpoint_refuses_delete", "DELETE ON checkpoint", "", "a checkpoint is never removed"),
        _refuse(
            "checkpoint_is_of_the_log_as_it_stands",
            "INSERT ON checkpoint",
            "NEW.size IS NOT (SELECT size FROM log_head) OR EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
            "a checkpoint is of the log as it stands, once",
        ),
        _refuse("cosignature_refuses_update", "UPDATE ON cosignature", "", "a cosignature is never changed"),
        _refuse("cosignature_refuses_delete", "DELETE ON cosignature", "", "a cosignature is never removed"),
        _refuse(
            "cosignature_is_added_once",
            "INSERT ON cosignature",
            "EXISTS (SELECT 1 FROM cosignature WHERE size IS NEW.size AND line IS NEW.line)",
            "a cosignature is added once",
        ),
        _refuse(
            "content_refuses_update",
            "UPDATE ON content",
            "NEW.digest IS NOT OLD.digest OR NEW.media_type IS NOT OLD.media_type OR NEW.erasable IS NOT OLD.erasable\n"
            f"  OR OLD.erasable IS NOT TRUE OR NEW.data IS NOT x'' OR NOT {_IS_SAID_ERASED}",
            "content is never changed, but for text that an entry says was erased",
        ),
        _refuse("content_refuses_delete", "DELETE ON content", "", "content is never removed"),
        _refuse(
            "content_is_added_once",
            "INSERT ON content",
            "EXISTS (SELECT 1 FROM content WHERE digest IS NEW.digest)",
            "content is added once",
        ),
    )
)
"""Every trigger, by name: the statement that makes it, and that SQLite keeps as its text."""


def find_altered_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are missing, or that read otherwise than they were made."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    present: dict[str, str] = {row.name: row.sql for row in rows}
    return tuple(name for name in sorted(TRIGGERS.keys() | present) if present.get(name) != TRIGGERS.get(name))
