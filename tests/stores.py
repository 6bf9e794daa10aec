"""Each database as the tests see it: where it is, and the back door past the program."""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import psycopg

from assessor.store import postgresql_triggers, sqlite_triggers
from assessor.store.guards import GUARDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.postgresql_server import PostgresqlServer


class Store(ABC):
    """A place for one database, empty at first."""

    kind: str
    url: str
    refusal: type[Exception]
    """What the bare driver raises where a trigger or a constraint refuses."""
    misfits: tuple[type[Exception], ...]
    """What it raises where a value is none of the column's type, or the statement is none of its own."""

    @abstractmethod
    def connect(self) -> BackDoor:
        """Open the back door: the bare driver, each statement its own transaction, with every right."""

    def connect_past_keys(self) -> BackDoor:
        """Open the back door where keys between tables do not hold either; SQLite asks for them to be kept."""
        door = self.connect()
        if self.kind == "postgresql":
            door.execute("SET session_replication_role = replica")
        return door

    @abstractmethod
    def another(self, name: str) -> Self:
        """Return another place of this kind, empty."""

    @abstractmethod
    def copy(self, name: str) -> Self:
        """Return a copy in another place of this kind."""

    @abstractmethod
    def put_back(self, copy: Self) -> None:
        """Put a copy in the place of what is here; nobody has it open."""

    @abstractmethod
    def holds(self, words: bytes) -> bool:
        """Return whether any file of the database holds some bytes."""

    @abstractmethod
    def blob(self, data: bytes) -> str:
        """Write bytes as SQL."""

    @abstractmethod
    def triggers(self) -> dict[str, str]:
        """Return what makes each trigger, by name."""


@dataclass
class BackDoor:
    """A bare connection; `?` stands for a value on every database."""

    raw: Any
    placeholder: str

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()

    def execute(self, sql: str, values: Sequence[object] | None = None) -> Any:
        if values is None:
            return self.raw.execute(sql)
        return self.raw.execute(sql.replace("?", self.placeholder), values)

    def rows(self, table: str) -> list[tuple]:
        return self.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608 - a table of ours


class SqliteStore(Store):
    kind = "sqlite"
    refusal = sqlite3.IntegrityError
    misfits = (sqlite3.OperationalError,)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def another(self, name: str) -> Self:
        other = type(self)(self.path.with_name(f"{name}.db"))
        other.remove()
        return other

    def remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{suffix}").unlink(missing_ok=True)

    def copy(self, name: str) -> Self:
        copy = self.another(name)
        with self.connect() as here, copy.connect() as there:
            here.raw.backup(there.raw)
        return copy

    def holds(self, words: bytes) -> bool:
        return any(words in found.read_bytes() for found in self.path.parent.glob(f"{self.path.name}*"))

    def put_back(self, copy: Self) -> None:
        self.remove()
        shutil.copy(copy.path, self.path)

    def connect(self) -> BackDoor:
        return BackDoor(sqlite3.connect(self.path, isolation_level=None), "?")

    def blob(self, data: bytes) -> str:
        return f"x'{data.hex()}'"

    def triggers(self) -> dict[str, str]:
        return dict(sqlite_triggers.TRIGGERS)


class PostgresqlStore(Store):
    kind = "postgresql"
    refusal = psycopg.IntegrityError
    misfits = (psycopg.DataError, psycopg.ProgrammingError)

    def __init__(self, server: PostgresqlServer, database: str) -> None:
        self.server = server
        self.database = database
        self.url = server.url(database)

    @classmethod
    def empty(cls, server: PostgresqlServer, database: str) -> Self:
        """Make a database as new."""
        server.empty(database)
        return cls(server, database)

    def another(self, name: str) -> Self:
        return self.empty(self.server, name)

    def copy(self, name: str) -> Self:
        self.server.create(name, template=self.database)
        return type(self)(self.server, name)

    def holds(self, words: bytes) -> bool:
        with self.connect() as door:
            door.execute("CHECKPOINT")  # what was changed in memory is written out
            ((number,),) = door.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchall()
        folder = self.server.data / "base" / str(number)
        return any(words in found.read_bytes() for found in folder.iterdir() if found.is_file())

    def put_back(self, copy: Self) -> None:
        self.server.create(self.database, template=copy.database)

    def connect(self) -> BackDoor:
        raw = self.server.connect(self.database)
        raw.execute("SET search_path TO public, pg_temp")  # as a migration does: triggers remember it
        return BackDoor(raw, "%s")

    def blob(self, data: bytes) -> str:
        return f"'\\x{data.hex()}'::bytea"

    def triggers(self) -> dict[str, str]:
        return {guard.name: postgresql_triggers.render(guard) for guard in GUARDS}


def drop_trigger(door: BackDoor, name: str) -> None:
    """Drop a trigger, as who owns the database can."""
    if isinstance(door.raw, sqlite3.Connection):
        door.execute(f"DROP TRIGGER {name}")
    else:
        door.execute(f"DROP FUNCTION {name} CASCADE")
