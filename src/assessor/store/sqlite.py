"""
SQLite as a store: how its connections are set, what its errors mean, whether a file is ours.

Everything that is said to SQLite in its own words stands here and in `sqlite_triggers`; the rest
of the store speaks to any database.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from urllib.parse import quote as quote_path

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from assessor.errors import (
    ConfigurationError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreRefusedError,
)
from assessor.store import backend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine import ExceptionContext

    from assessor.store.backend import Purpose

APPLICATION_ID: Final = 0x41535352
"""Stands in the file's header (`ASSR` in ASCII), so that a database of something else is told apart."""

_PAUSE_SECONDS: Final = 0.02
_SETTINGS: Final = ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF", "secure_delete = ON")
_NO_ACCESS: Final = "look at the rights of file and folder, or use a copy"
_NO_ROOM: Final = "there is no room left; nothing was recorded"
_MEANINGS: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_BUSY: (StoreLockedError, "another process holds it: try again"),
    sqlite3.SQLITE_LOCKED: (StoreLockedError, "another process holds it: try again"),
    sqlite3.SQLITE_READONLY: (StoreReadOnlyError, f"it cannot be written: {_NO_ACCESS}"),
    sqlite3.SQLITE_PERM: (StoreReadOnlyError, f"it cannot be written: {_NO_ACCESS}"),
    sqlite3.SQLITE_FULL: (StoreFullError, _NO_ROOM),
    sqlite3.SQLITE_IOERR_WRITE: (StoreFullError, f"{_NO_ROOM}, or the disk failed"),  # a quota says this
    sqlite3.SQLITE_IOERR_SHMSIZE: (StoreFullError, f"{_NO_ROOM}, or the disk failed"),
    sqlite3.SQLITE_IOERR: (StoreError, "the disk failed; nothing was recorded"),
    sqlite3.SQLITE_NOTADB: (StoreForeignError, "it is no database: name another file"),
    sqlite3.SQLITE_CORRUPT: (StoreForeignError, "it is damaged: verify a copy of it, or go back to a backup"),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnlyError, f"it cannot be opened: {_NO_ACCESS}"),
    sqlite3.SQLITE_CONSTRAINT: (StoreRefusedError, "refused"),
}


class SqliteDriver:
    """The bare driver; see `assessor.store.backend.Driver`."""

    def __init__(self, connection: Connection, name: str) -> None:
        """
        Take up a connection.

        Args:
            connection: One of this module's engines.
            name: The database, as a person calls it.
        """
        self._raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        self._name = name

    def begin(self) -> None:
        """Take the lock at once, so that a transaction never fails half-way for want of it."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit."""
        try:
            self._raw.commit()
        except sqlite3.Error as error:
            raise translate_error(error, self._name) from error

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a row is what was selected
        """Run a statement and return its first row, or None."""
        try:
            return self._raw.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise translate_error(error, self._name) from error

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once a row."""
        try:
            self._raw.executemany(sql, rows)
        except sqlite3.Error as error:
            raise translate_error(error, self._name) from error


class Sqlite:
    """A database in a file; see `assessor.store.backend.Backend`."""

    kind: Literal["sqlite", "postgresql"] = "sqlite"
    driver_error: type[Exception] = sqlite3.Error

    def __init__(self, url: URL) -> None:
        """
        Name the file; nothing is opened yet.

        Raises:
            ConfigurationError: The URL names none, such as a database in memory, which keeps no record.
        """
        if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.query:
            raise ConfigurationError(f"`{url}`: name a file, as in `sqlite:///assessor.db`")
        self._url = url
        self._path = Path(url.database)
        self.name = str(self._path)
        self.beside = self._path

    def check_present(self, *, may_create: bool) -> None:
        """
        Check that the file is there, or can be made where that is wanted.

        Raises:
            StoreForeignError: A folder is there.
        """
        if self._path.is_dir():
            raise StoreForeignError(f"database `{self._path}`: it is a folder: name a file in it")
        if self._path.exists():
            return
        if not may_create:
            raise StoreMissingError(f"no database at `{self._path}`: run `assessor init`")
        if not self._path.parent.is_dir():
            raise ConfigurationError(f"no folder `{self._path.parent}` to make the database `{self._path.name}` in")

    def build_engine(self, purpose: Purpose) -> Engine:
        """
        Return an engine that syncs fully and overwrites what is removed.

        A writer's transactions are begun and committed by its driver.
        """
        engine = create_engine(
            self._url, creator=lambda: self._connect(purpose), poolclass=QueuePool, pool_reset_on_return=None
        )
        if purpose != "write":
            opening = "BEGIN" if purpose == "read" else "BEGIN IMMEDIATE"
            event.listen(engine, "begin", lambda connection: self.take_driver(connection).execute(opening))
        event.listen(engine, "handle_error", self._replace_error, retval=True)
        return engine

    def take_driver(self, connection: Connection) -> SqliteDriver:
        """Return the driver below a connection."""
        return SqliteDriver(connection, self.name)

    def translate_error(self, error: Exception) -> StoreError:
        """Return what an error of the driver means."""
        return translate_error(error, self.name)

    def is_empty(self, connection: Connection) -> bool:
        """Return whether the file holds no table, of anybody's."""
        return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None

    def is_ours(self, connection: Connection) -> bool:
        """Return whether the file's header says that it is ours."""
        return bool(connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID)

    def read_revision(self, connection: Connection) -> str | None:
        """Return the migration that the schema is at, or None before the first."""
        wanted = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        if connection.exec_driver_sql(wanted).first() is None:
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return None if found is None else str(found[0])

    def settle(self, engine: Engine) -> None:
        """Let readers go on while somebody writes; the file remembers it."""
        with engine.connect() as connection:
            self.take_driver(connection).execute("PRAGMA journal_mode = WAL")

    def scrub(self) -> bool:
        """
        Move every committed page into the file and empty the write-ahead log, which holds older ones.

        Returns:
            False where somebody still reads an older moment for longer than a writer waits.
        """
        engine = self.build_engine("scrub")
        try:
            with engine.connect() as connection:
                driver, until = self.take_driver(connection), monotonic() + backend.BUSY_SECONDS
                while True:  # it waits for readers, but not for another connection that is doing the same
                    is_busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    if not is_busy or monotonic() > until:
                        return not is_busy
                    sleep(_PAUSE_SECONDS)
        finally:
            engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """
        Hold a lock on a file beside the database; see `assessor.store.backend.Backend`.

        Raises:
            StoreReadOnlyError: The file cannot be made.
        """
        try:
            descriptor = os.open(f"{self._path}.alone", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = f"database `{self.name}`: no file can be made beside it ({error.strerror}): {_NO_ACCESS}"
            raise StoreReadOnlyError(message) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def _connect(self, purpose: Purpose) -> sqlite3.Connection:
        """Open the file with the driver's own handling of transactions switched off."""
        location = f"file:{quote_path(str(self._path.absolute()))}?mode={'rwc' if purpose == 'migrate' else 'rw'}"
        try:
            connection = sqlite3.connect(
                location, uri=True, timeout=backend.BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                for setting in _SETTINGS:
                    connection.execute(f"PRAGMA {setting}")
                if purpose == "read":
                    connection.execute("PRAGMA query_only = ON")
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise self.translate_error(error) from error
        return connection

    def _replace_error(self, context: ExceptionContext) -> StoreError | None:
        error = context.original_exception
        return self.translate_error(error) if isinstance(error, sqlite3.Error) else None


def translate_error(error: Exception, name: str) -> StoreError:
    """
    Return what an error of the driver means to whoever uses the store.

    Args:
        error: What the driver raised.
        name: The database, as a person calls it.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    kind, meaning = (
        _MEANINGS.get(code) or _MEANINGS.get(code & 0xFF) or (StoreError, "it failed")
    )  # or the primary code
    if kind in (StoreRefusedError, StoreError):
        meaning = f"{meaning}: {error}"
    return kind(f"database `{name}`: {meaning}")
