"""A database with three assessments of cell 11, and changing it as somebody with the file would."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Final

from assessor.audit import canonicalize, hash_leaf

if TYPE_CHECKING:
    from pathlib import Path

FIRST: Final = 353
LAST: Final = 354
AGAIN: Final = 355
"""The entries that record 31 March, 26 April, and 26 April again, all as known on 26 April 2026."""

ID: Final = f"11@2026-04-26#{LAST}"
SHIPPED: Final = "2026-04-26"
LATER: Final = "UPDATE evidence SET known_from = '2026-05-01T00:00:00.000000Z' WHERE id = ?"


def change(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change rows as somebody with the file would: triggers dropped, references unchecked."""
    with sqlite3.connect(path) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for sql, values in statements:
            raw.execute(sql, values)
    raw.close()


def value(path: Path, sql: str, key: object) -> bytes:
    """Return the one value that a query gives for a key."""
    with sqlite3.connect(path) as raw:
        ((found,),) = raw.execute(sql, (key,)).fetchall()
    raw.close()
    return found


def entry_of(path: Path, index: int) -> dict:
    return json.loads(value(path, "SELECT data FROM log_entry WHERE entry_index = ?", index))


def body_of(path: Path, index: int) -> dict:
    return entry_of(path, index)["body"]


def forge(path, index, edit):
    """Rewrite an entry and its leaf hash as somebody would who knows how, and leave the rest of the log alone."""
    document = entry_of(path, index)
    edit(document["body"])
    forged = canonicalize(document)
    change(
        path,
        ("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = ?", (forged, hash_leaf(forged), index)),
    )
