"""
What the log, its checkpoints and content refuse inside the database, declared once for every database.

A guard is one sentence: which table refuses which event, when, and in which words. How it is
written for one database stands in `sqlite_triggers` and `postgresql_triggers`, which also see
whether it is still there. A migration holds the same text frozen, and a test compares the two;
`python -m assessor.store.guards TABLE` prints it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final, Literal

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]


@dataclass(frozen=True, slots=True)
class Guard:
    """
    One thing that a table refuses.

    Attributes:
        name: The trigger's name.
        reason: What the database says, after `append-only: `.
        when: Where it refuses, as SQL about `NEW` and `OLD` that every database reads; empty means
            always. Null-safe comparisons are written `IS DISTINCT FROM`, and what databases say in
            words of their own stands in braces, under the names of `WORDS` in their modules.
        row_by_row: Whether each row stands by itself: those that a statement added before the one that is refused
            stay, as if each had a statement of its own. SQLite need not be ready to undo statements then, which
            costs with every row. PostgreSQL undoes them all the same.
    """

    name: str
    table: str
    event: Event
    reason: str
    when: str = ""
    row_by_row: bool = False


def never_removed(table: str, subject: str) -> tuple[Guard, ...]:
    """Refuse to remove rows, one by one or all at once."""
    reason = f"{subject} is never removed"
    return (
        Guard(f"{table}_refuses_delete", table, "DELETE", reason),
        Guard(f"{table}_refuses_truncate", table, "TRUNCATE", reason),
    )


def append_only(table: str, subject: str) -> tuple[Guard, ...]:
    """Refuse to change rows or to remove them."""
    changed = Guard(f"{table}_refuses_update", table, "UPDATE", f"{subject} is never changed")
    return (changed, *never_removed(table, subject))


_NEXT_INDEX: Final = "(SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)"
_NEXT_TILE: Final = "(SELECT coalesce(max(tile_index) + 1, 0) FROM log_tile WHERE level = NEW.level)"

GUARDS: Final = (
    *append_only("log_entry", "an entry"),
    Guard(
        "log_entry_takes_the_next_index",
        "log_entry",
        "INSERT",
        "an entry is added at the next index alone",
        when="NEW.entry_index IS DISTINCT FROM {next_index}",
        row_by_row=True,
    ),
    *never_removed("log_head", "the head"),
    Guard(
        "log_head_begins_once",
        "log_head",
        "INSERT",
        "a log begins once, empty",
        when="NEW.size IS DISTINCT FROM 0 OR EXISTS (SELECT 1 FROM log_head) OR EXISTS (SELECT 1 FROM log_entry)",
    ),
    Guard(
        "log_head_follows_the_entries",
        "log_head",
        "UPDATE",
        "the head follows the entries, forward only",
        when="NEW.id IS DISTINCT FROM OLD.id OR NEW.origin IS DISTINCT FROM OLD.origin\n"
        f"  OR NEW.size <= OLD.size OR NEW.size IS DISTINCT FROM {_NEXT_INDEX}",
    ),
    *append_only("log_tile", "a tile"),
    Guard(
        "log_tile_takes_the_next_index_once_full",
        "log_tile",
        "INSERT",
        "a tile is added at the next index of its level alone, once the log has filled it",
        when=f"NEW.tile_index IS DISTINCT FROM {_NEXT_TILE}\n"
        f"  OR (NEW.tile_index + 1) << 8 * (NEW.level + 1) > {_NEXT_INDEX}",
    ),
    *append_only("checkpoint", "a checkpoint"),
    Guard(
        "checkpoint_is_of_the_log_as_it_stands",
        "checkpoint",
        "INSERT",
        "a checkpoint is of the log as it stands, once",
        when="NEW.size IS DISTINCT FROM (SELECT size FROM log_head)\n"
        "  OR EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
    ),
    *append_only("cosignature", "a cosignature"),
    Guard(
        "cosignature_is_added_once",
        "cosignature",
        "INSERT",
        "a cosignature is added once",
        when="EXISTS (SELECT 1 FROM cosignature WHERE size = NEW.size AND line = NEW.line)",
    ),
    Guard(
        "content_refuses_update",
        "content",
        "UPDATE",
        "content is never changed, but for text that an entry says was erased",
        when="NEW.digest IS DISTINCT FROM OLD.digest OR NEW.media_type IS DISTINCT FROM OLD.media_type\n"
        "  OR NEW.erasable IS DISTINCT FROM OLD.erasable OR OLD.erasable IS NOT TRUE\n"
        "  OR NEW.data IS DISTINCT FROM {nothing} OR NOT EXISTS (\n"
        "    SELECT 1 FROM log_entry WHERE type = 'content:erased'\n      AND {says_erased})",
    ),
    *never_removed("content", "content"),
    Guard(
        "content_is_added_once",
        "content",
        "INSERT",
        "content is added once",
        when="EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest)",
    ),
)
"""Everything that is refused."""


def _print_frozen(table: str) -> None:
    """Print the statements of one table's guards, as a migration holds them."""
    from assessor.store import postgresql_triggers, sqlite_triggers  # noqa: PLC0415 - they read this module

    for module in (sqlite_triggers, postgresql_triggers):
        for statement in (module.render(guard) for guard in GUARDS if guard.table == table):
            if statement:
                print(f'    """\\\n{statement}""",')  # noqa: T201 - for whoever writes a migration


if __name__ == "__main__":
    _print_frozen(sys.argv[1])
