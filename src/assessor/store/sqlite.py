"""
SQLite as a store: how its connections are set, what its errors mean, whether a file is ours.

Everything that is said to SQLite in its own words stands here and in `sqlite_triggers`; the rest
of the store speaks to any database.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final, cast
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine import ExceptionContext

APPLICATION_ID: Final = 0x41535352
"""Stands in the file's header (`ASSR` in ASCII), so that a database of something else is told apart."""

BUSY_SECONDS: Final = 10.0
"""How long a writer waits for another one before it gives up."""

_PAUSE_SECONDS: Final = 0.02
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


class Driver:
    """
    The driver itself inside a transaction: for the few statements that every append runs.

    SQLAlchemy costs more than the append; here a statement costs what the driver costs. Errors
    come out translated, as everywhere.
    """

    def __init__(self, connection: Connection, name: str) -> None:
        """
        Take up a connection.

        Args:
            connection: One of this module's engines.
            name: The database, as a person calls it.
        """
        self._raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        self._name = name

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


def locate_file(url: URL) -> Path:
    """
    Return the database file that an URL names.

    Raises:
        ConfigurationError: It names none, such as a database in memory, which keeps no record.
    """
    if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.query:
        raise ConfigurationError(f"`{url}`: name a file, as in `sqlite:///assessor.db`")
    return Path(url.database)


def build_engine(url: URL, *, writes: bool, may_create: bool = False) -> Engine:
    """
    Return an engine whose connections are set for a log.

    A commit that returned is on disk (full sync), foreign keys hold, and what is removed is
    overwritten. A transaction of a
    writing engine takes the lock when it begins, so that it never fails half-way for want of
    it; one of a reading engine sees one moment and cannot write.

    Args:
        url: The database file.
        writes: Whether its transactions write.
        may_create: Whether a missing file is made.
    """
    path = locate_file(url)
    location = f"file:{quote_path(str(path.absolute()))}?mode={'rwc' if may_create else 'rw'}"

    def connect() -> sqlite3.Connection:
        try:
            return _connect(location, writes=writes)
        except sqlite3.Error as error:
            raise translate_error(error, str(path)) from error

    def begin(connection: Connection) -> None:
        Driver(connection, str(path)).execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    def replace_error(context: ExceptionContext) -> StoreError | None:
        error = context.original_exception
        return translate_error(error, str(path)) if isinstance(error, sqlite3.Error) else None

    engine = create_engine(url, creator=connect, poolclass=QueuePool, pool_reset_on_return=None)
    event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", replace_error, retval=True)
    return engine


def check_file(url: URL, *, may_create: bool) -> None:
    """
    Check that the file is there, or can be made where that is wanted.

    Raises:
        ConfigurationError: The URL names no file, or one in a folder that does not exist.
        StoreForeignError: It names a folder.
        StoreMissingError: There is no file, and none may be made.
    """
    path = locate_file(url)
    if path.is_dir():
        raise StoreForeignError(f"database `{path}`: it is a folder: name a file in it")
    if path.exists():
        return
    if not may_create:
        raise StoreMissingError(f"no database at `{path}`: run `assessor init`")
    if not path.parent.is_dir():
        raise ConfigurationError(f"no folder `{path.parent}` to make the database `{path.name}` in")


def translate_error(error: sqlite3.Error, name: str) -> StoreError:
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


def is_ours(connection: Connection) -> bool:
    """Return whether the file is an Assessor database."""
    return bool(connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID)


def is_empty(connection: Connection) -> bool:
    """Return whether the file holds nothing at all, of anybody's."""
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None


def use_wal(engine: Engine) -> None:
    """Let readers go on while somebody writes; the file remembers it. Not inside a transaction."""
    with engine.connect() as connection:
        Driver(connection, str(engine.url.database)).execute("PRAGMA journal_mode = WAL")


def scrub(url: URL) -> bool:
    """
    Move every committed page into the file and empty the write-ahead log, which holds older ones.

    Not inside a transaction.

    Returns:
        False where somebody still reads an older moment for longer than a writer waits.
    """
    engine = build_engine(url, writes=True)
    try:
        with engine.connect() as connection:
            driver, until = Driver(connection, str(url.database)), monotonic() + BUSY_SECONDS
            while True:  # it waits for readers, but not for another connection that is doing the same
                is_busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if not is_busy or monotonic() > until:
                    return not is_busy
                sleep(_PAUSE_SECONDS)
    finally:
        engine.dispose()


def claim(connection: Connection) -> None:
    """Mark the file as ours, in the transaction under way."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _connect(location: str, *, writes: bool) -> sqlite3.Connection:
    """Open the file with the driver's own handling of transactions switched off."""
    connection = sqlite3.connect(
        location, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for setting in ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")
        if not writes:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def read_revision(connection: Connection) -> str | None:
    """Return the migration that the schema is at, or None before the first."""
    table = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
    if table.first() is None:
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if found is None else str(found[0])
