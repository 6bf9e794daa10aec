"""
Opening a database, and its transactions.

Holds which database an URL means, the check that it is ours and of this program's schema, and
the two kinds of transaction. Statements stand in the repositories, what is particular to one
database in its own module, and the way from empty in `assessor.store.migrate`.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from assessor.errors import (
    ConfigurationError,
    StoreError,
    StoreForeignError,
    StoreLockedError,
    StoreMissingError,
    StoreUncertainError,
    StoreUnreachableError,
    StoreVersionError,
)
from assessor.store import backend
from assessor.store.sqlite import Sqlite
from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from assessor.store.backend import Backend, Driver
    from assessor.store.content import Made

SCHEMA_REVISION: Final = "0010"
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
            url: Such as `sqlite:///assessor.db` or `postgresql://user@host/assessor`.

        Raises:
            ConfigurationError: The URL is none, or names a database this program does not speak.
        """
        self._url = url
        self._backend = _choose(url)
        self.name = self._backend.name
        self.kind = self._backend.kind
        self.beside = self._backend.beside
        self._reader: Engine | None = None
        self._writer: tuple[Connection, Driver] | None = None
        self._writing = Lock()
        self._made: Made = {}
        self._held: dict[object, Any] = {}

    def __reduce__(self) -> tuple[type[Database], tuple[str]]:
        """Go to another process as the name alone: it opens connections of its own."""
        return Database, (self._url,)

    def close(self) -> None:
        """Close every connection; the database can be used again."""
        self._made.clear()
        self._held.clear()
        if self._reader is not None:
            self._reader.dispose()
            self._reader = None
        self._close_writer()

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """
        Open a transaction in which the schema may be made, a file too; it keeps all writers out.

        Raises:
            StoreForeignError: The database belongs to another program.
            StoreVersionError: It was made by a newer version of this one.
        """
        self.close()
        self._backend.check_present(may_create=True)
        engine = self._backend.build_engine("migrate")
        try:
            with self._transaction(engine) as connection:
                if not self._backend.is_empty(connection):
                    self._check_owner(connection)
                    revision = self.read_revision(connection)
                    if revision is not None and revision > SCHEMA_REVISION:
                        raise self._newer(revision)
                yield connection
            self._backend.settle(engine)
        finally:
            engine.dispose()

    def read_revision(self, connection: Connection) -> str | None:
        """Return the migration that the schema is at, or None before the first."""
        return self._backend.read_revision(connection)

    @contextmanager
    def read(self) -> Iterator[ReadTransaction]:
        """Open a snapshot: what others write meanwhile is not seen."""
        self._open()
        assert self._reader is not None  # noqa: S101 - just opened
        with self._transaction(self._reader) as connection:
            yield ReadTransaction(connection, self._made, self._held)

    def holding(self, tx: ReadTransaction) -> Database:
        """Hand out a snapshot that is open as a database, as long as it is."""
        return _Still(self._url, tx)

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """
        Open a transaction that holds the write lock; it commits when left without an exception.

        Raises:
            StoreLockedError: Others hold the lock for longer than a writer waits.
            StoreUncertainError: The connection was lost while it committed.
            StoreError: Something inside failed half-way and was caught there; nothing is kept.
        """
        self._open()
        if not self._writing.acquire(timeout=backend.BUSY_SECONDS):
            raise StoreLockedError(f"database `{self.name}`: another thread holds it: try again")
        try:
            connection, driver = self._begin()
            transaction = WriteTransaction(connection, driver, self._made, self._held)
            yield transaction
            transaction.log.check_whole()
            self._commit(driver)
        except BaseException as error:
            self._close_writer()  # which rolls back; the next writer begins afresh
            if isinstance(error, self._backend.driver_error):
                raise self._backend.translate_error(error) from error
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
        if not self._backend.scrub():
            raise StoreLockedError(
                f"database `{self.name}`: another process still reads what was erased, so its bytes may lie in the "
                "files yet: repeat the command when that has ended"
            )

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """
        Hold what one process at a time can hold, for work that is to be done in the background; nobody waits for it.

        Yields:
            Whether we hold it; another process does where not. It is free again when that ends, however it does.
        """
        self._open()
        with self._backend.alone() as mine:
            yield mine

    def _begin(self) -> tuple[Connection, Driver]:
        if self._writer is not None:
            try:
                self._writer[1].begin()
            except StoreUnreachableError:
                self._close_writer()  # lost while it was idle: nothing had begun
            else:
                return self._writer
        connection = self._backend.build_engine("write").connect()
        self._writer = connection, self._backend.take_driver(connection)
        self._writer[1].begin()
        return self._writer

    def _commit(self, driver: Driver) -> None:
        try:
            driver.commit()
        except StoreUnreachableError as error:
            raise StoreUncertainError(
                f"database `{self.name}`: the connection was lost while the transaction was being committed: it was "
                "recorded whole or not at all; look with `assessor log show`, or repeat the request under its key"
            ) from error

    def _close_writer(self) -> None:
        if self._writer is not None:
            (connection, _), self._writer = self._writer, None
            connection.invalidate()
            connection.close()
            connection.engine.dispose()

    def _open(self) -> None:
        if self._reader is not None:
            return
        self._backend.check_present(may_create=False)
        engine = self._backend.build_engine("read")
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
        except self._backend.driver_error as error:
            raise self._backend.translate_error(error) from error

    def _check_owner(self, connection: Connection) -> None:
        if not self._backend.is_ours(connection):
            raise StoreForeignError(f"database `{self.name}`: it belongs to another program; choose another one")

    def _check_schema(self, connection: Connection) -> None:
        if self._backend.is_empty(connection):
            raise StoreMissingError(f"database `{self.name}` is empty: run `assessor init`")
        self._check_owner(connection)
        revision = self.read_revision(connection)
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


class _Still(Database):
    """A database of which every transaction is the same snapshot; it takes nothing."""

    def __init__(self, url: str, tx: ReadTransaction) -> None:
        super().__init__(url)
        self._tx = tx

    @contextmanager
    def read(self) -> Iterator[ReadTransaction]:
        """Hand out the snapshot."""
        yield self._tx

    def write(self) -> NoReturn:
        """Refuse: nothing that only looks writes."""
        raise StoreError(f"database `{self.name}`: it was opened to be looked at, and something would write to it")


def _choose(text: str) -> Backend:
    """Return the backend that an URL names."""
    shown = re.sub(r"://.*@", "://…@", text)  # what stands there may be a password
    try:
        url = make_url(re.sub("^postgres:", "postgresql:", text))
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(f"`{shown}` is no database URL; write `sqlite:///assessor.db`") from error
    match url.get_backend_name():
        case "sqlite":
            return Sqlite(url)
        case "postgresql":
            try:
                from assessor.store.postgresql import Postgresql  # noqa: PLC0415 - its driver is an extra
            except ImportError as error:
                raise ConfigurationError("PostgreSQL needs psycopg: install `assessor[postgresql]`") from error
            return Postgresql(url)
    raise ConfigurationError(f"`{url.get_backend_name()}` is not supported; use a `sqlite:///` or `postgresql://` URL")
