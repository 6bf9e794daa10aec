"""Databases that are made once a process, and copied to where a test wants one: few tests need to see them made."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assessor.store.database import Database
from assessor.store.migrate import upgrade
from tests.postgresql_server import server_at

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

_FILES: dict[Hashable, tuple[bytes, Any]] = {}
_TEMPLATES: dict[Hashable, tuple[str, Any]] = {}
_numbers = count(1)


def lay_schema(database: Database) -> None:
    """Put the schema where a log is about to be founded, as migrations leave it."""
    lay(database, "schema", upgrade)


def lay(database: Database, what: Hashable, make: Callable[[Database], T]) -> T:
    """
    Put what `make` makes of an empty database in the place of one, and return what `make` returned.

    Where the place is not empty, it is made there.

    Args:
        what: Names it: all on which it depends that is made.
    """
    lay_copy = _lay_file if database.kind == "sqlite" else _lay_template
    return lay_copy(database, what, make)


def _lay_file(database: Database, what: Hashable, make: Callable[[Database], T]) -> T:
    path = database.beside
    if path.exists():
        return make(database)
    if what not in _FILES:
        with tempfile.TemporaryDirectory() as folder:
            scratch = Database(f"sqlite:///{folder}/{path.name}")
            made = make(scratch)
            scratch.close()
            assert [found.name for found in Path(folder).iterdir()] == [path.name], "all of it is in the one file"
            _FILES[what] = (Path(folder, path.name).read_bytes(), made)
    data, made = _FILES[what]
    path.write_bytes(data)
    return made


def _lay_template(database: Database, what: Hashable, make: Callable[[Database], T]) -> T:
    server, name = server_at(database._url)
    with server.connect(name) as door:
        if door.execute("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1").fetchone():
            return make(database)
    key = (server, what)
    if key not in _TEMPLATES:
        template = f"template_{next(_numbers)}"
        server.create(template)
        scratch = Database(server.url(template))
        made = make(scratch)
        scratch.close()
        _TEMPLATES[key] = (template, made)
    template, made = _TEMPLATES[key]
    database.close()
    server.create(name, template=template)
    return made
