"""The schema as migrations leave it, laid where a log is about to be founded: not every test has to run them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.store.database import Database
from assessor.store.migrate import upgrade

if TYPE_CHECKING:
    from assessor.services.context import Context


def lay_schema(context: Context) -> None:
    """Put a migrated database without entries in the place of a file that is not there yet; nothing elsewhere."""
    if context.database.kind == "sqlite" and not context.database.beside.exists():
        context.database.beside.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        database.close()
        assert [found.name for found in Path(folder).iterdir()] == [path.name], "all of it is in the one file"
        return path.read_bytes()
