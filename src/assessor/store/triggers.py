"""
Whether the triggers that keep the log append-only are there, whatever the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.store import postgresql_triggers, sqlite_triggers

if TYPE_CHECKING:
    from sqlalchemy import Connection


def find_altered_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are missing, not as they were made, or not ours."""
    if connection.dialect.name == "sqlite":
        return sqlite_triggers.find_altered_triggers(connection)
    return postgresql_triggers.find_altered_triggers(connection)
