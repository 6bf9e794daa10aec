"""
The guards as triggers of SQLite, and how to see that they are still there.

An INSERT is refused BEFORE it happens because `INSERT OR REPLACE` removes the old row without
firing the triggers on UPDATE and DELETE. SQLite has no TRUNCATE. Whoever can write the file can
also drop a trigger: that is what verification is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.store.guards import GUARDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assessor.store.guards import Guard


WORDS: Final = {
    "nothing": "x''",
    # A little sooner than a maximum, and every entry waits for it.
    "next_index": "coalesce((SELECT entry_index FROM log_entry ORDER BY entry_index DESC LIMIT 1) + 1, 0)",
    # Entries are canonical: nothing but a body can hold these bytes, unescaped.
    "says_erased": """instr(data, CAST('"body":{"digest":"' || OLD.digest || '",' AS BLOB)) > 0""",
}
"""What this database says in words of its own."""


def render(guard: Guard) -> str:
    """Return the statement that makes a guard; nothing where the event does not exist."""
    if guard.event == "TRUNCATE":
        return ""
    condition = guard.when.format(**WORDS).replace("IS DISTINCT FROM", "IS NOT")  # as older releases know it
    clause = f"WHEN {condition}\n" if condition else ""
    undoing = "FAIL" if guard.row_by_row else "ABORT"  # the latter undoes the statement
    refusal = f"SELECT RAISE({undoing}, 'append-only: {guard.reason}');"
    return f"CREATE TRIGGER {guard.name}\nBEFORE {guard.event} ON {guard.table}\n{clause}BEGIN\n  {refusal}\nEND"


TRIGGERS: Final = {guard.name: render(guard) for guard in GUARDS if render(guard)}
"""Every trigger, by name: the statement that makes it, and that SQLite keeps as its text."""


def find_altered_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are missing, not as they were made, or not ours."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    present: dict[str, str] = {row.name: row.sql for row in rows}
    return tuple(name for name in sorted(TRIGGERS.keys() | present) if present.get(name) != TRIGGERS.get(name))
