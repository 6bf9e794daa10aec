"""
Opening a database, and its transactions.

Holds which database an URL means, the check that it is ours and of this program's schema, and
the two kinds of transaction. Statements stand in the repositories, what is particular to one
database in its own module, and the way from empty in `assessor.store.migrate`.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from assessor.errors import (
    ConfigurationError,
    StoreForeignError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
)
from assessor.store import sqlite
from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

SCHEMA_REVISION: Final = "0004"
"""The migration this program's tables are at; revisions are four digits and sort."""


class Database:
    """
    One database, opened when first used.

    Transactions are whole: what raises inside leaves nothing behind. Threads may share it; one
    of them writes at a time, on one connection that is kept, while any number read.
    """

    def __init__(self, url: str) -> None:
        """
        Name a database; nothing is opened yet.

        Args:
            url: Such as `sqlite:///assessor.db`.

        Raises:
            ConfigurationError: The URL is none, or names a database this program does not speak.
        """
        try:
            self._url = make_url(url)
        except ArgumentError as error:
            raise ConfigurationError(f"`{url}` is no database URL; write `sqlite:///assessor.db`") from error
        if self._url.get_backend_name() != "sqlite":
            raise ConfigurationError(f"`{self._url.get_backend_name()}` is not supported; use a `sqlite:///` URL")
        self.name = str(sqlite.locate_file(self._url))
        self._reader: Engine | None = None
        self._writer: Connection | None = None
        self._writing = Lock()

    def close(self) -> None:
        """Close every connection; the database can be used again."""
        if self._reader is not None:
            self._reader.dispose()
            self._reader = None
        self._close_writer()

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """
        Open a transaction in which the schema may be made, the file too; it holds the write lock.

        Raises:
            StoreForeignError: The file belongs to another program.
            StoreVersionError: It was made by a newer version of this one.
        """
        self.close()
        sqlite.check_file(self._url, may_create=True)
        engine = sqlite.build_engine(self._url, writes=True, may_create=True)
        try:
            with self._transaction(engine) as connection:
                if not sqlite.is_empty(connection):
                    self._check_owner(connection)
                    revision = sqlite.read_revision(connection)
                    if revision is not None and revision > SCHEMA_REVISION:
                        raise self._newer(revision)
                yield connection
            sqlite.use_wal(engine)
        finally:
            engine.dispose()

    @contextmanager
    def read(self) -> Iterator[ReadTransaction]:
        """Open a snapshot: what others write meanwhile is not seen."""
        self._open()
        assert self._reader is not None  # noqa: S101 - just opened
        with self._transaction(self._reader) as connection:
            yield ReadTransaction(connection)

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """
        Open a transaction that holds the write lock; it commits when left without an exception.

        Raises:
            StoreLockedError: Others hold the lock for longer than a writer waits.
            StoreError: Something inside failed half-way and was caught there; nothing is kept.
        """
        self._open()
        if not self._writing.acquire(timeout=sqlite.BUSY_SECONDS):
            raise StoreLockedError(f"database `{self.name}`: another thread holds it: try again")
        try:
            if self._writer is None:
                self._writer = sqlite.build_engine(self._url, writes=True).connect()
            with self._writer.begin():
                transaction = WriteTransaction(self._writer, sqlite.Driver(self._writer, self.name))
                yield transaction
                transaction.log.check_whole()
        except BaseException:
            self._close_writer()  # whatever state it is in, the next writer begins afresh
            raise
        finally:
            self._writing.release()

    def scrub(self) -> None:
        """
        Remove from the files what was erased; harmless when repeated.

        Copies that the database does not know of, such as backups, keep it.

        Raises:
            StoreLockedError: Somebody still reads an older moment; it is to be done again.
        """
        self.close()
        if not sqlite.scrub(self._url):
            raise StoreLockedError(
                f"database `{self.name}`: another process still reads what was erased, so its bytes may lie in the "
                "`-wal` file yet: repeat the command when that has ended"
            )

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer.engine.dispose()
            self._writer = None

    def _open(self) -> None:
        if self._reader is not None:
            return
        sqlite.check_file(self._url, may_create=False)
        engine = sqlite.build_engine(self._url, writes=False)
        try:
            with self._transaction(engine) as connection:
                self._check_schema(connection)
        except BaseException:
            engine.dispose()
            raise
        self._reader = engine

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.connect() as connection, connection.begin():
                yield connection
        except sqlite3.Error as error:
            raise sqlite.translate_error(error, self.name) from error

    def _check_owner(self, connection: Connection) -> None:
        if not sqlite.is_ours(connection):
            raise StoreForeignError(f"database `{self.name}`: it belongs to another program; choose another file")

    def _check_schema(self, connection: Connection) -> None:
        if sqlite.is_empty(connection):
            raise StoreMissingError(f"database `{self.name}` is empty: run `assessor init`")
        self._check_owner(connection)
        revision = sqlite.read_revision(connection)
        if revision is None or revision < SCHEMA_REVISION:
            raise StoreVersionError(
                f"database `{self.name}`: its schema is older than this program: run `assessor init`"
            )
        if revision > SCHEMA_REVISION:
            raise self._newer(revision)

    def _newer(self, revision: str) -> StoreVersionError:
        return StoreVersionError(
            f"database `{self.name}`: a newer program made it (schema {revision}, this one knows {SCHEMA_REVISION}); "
            "install that version or a later one"
        )
