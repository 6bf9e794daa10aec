"""
What the store asks of a database, and nothing more: `sqlite` and `postgresql` answer it.

Everything that differs between databases stands behind these two interfaces. The repositories
are written once, for any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from assessor.errors import StoreError

BUSY_SECONDS: Final = 10.0
"""How long a writer waits for another one before it gives up."""

Purpose = Literal["read", "write", "migrate", "scrub"]
"""
What the transactions of an engine are for: `read` sees one moment and cannot write, `write`
holds the append lock from its beginning, `migrate` holds a lock that keeps other migrations out; `scrub` has none.
"""


class Driver(Protocol):
    """
    The driver itself below a connection: for a writer's transactions, and the few statements that every append runs.

    SQLAlchemy costs more than the append; here a statement costs what the driver costs. Errors
    come out translated, as everywhere.
    """

    def begin(self) -> None:
        """
        Begin a transaction that holds the write lock.

        Raises:
            StoreLockedError: Others hold the lock for longer than a writer waits.
            StoreUnreachableError: The connection was lost while it was idle.
        """

    def commit(self) -> None:
        """Make all of it durable; when this returns, it is."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a row is what was selected
        """Run a statement and return its first row, or None."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once a row."""


class Backend(Protocol):
    """
    One database, named and not yet opened.

    Attributes:
        kind: Which database it is.
        name: The database as a person calls it; no password is in it.
        beside: What files that belong to it are called, before their own ending.
        driver_error: What its driver raises.
    """

    kind: Literal["sqlite", "postgresql"]
    name: str
    beside: Path
    driver_error: type[Exception]

    def check_present(self, *, may_create: bool) -> None:
        """
        Check what can be checked before anything is opened.

        Raises:
            StoreMissingError: There is no database, and none may be made.
            ConfigurationError: It cannot be made where it was named.
        """

    def build_engine(self, purpose: Purpose) -> Engine:
        """
        Return an engine whose connections are set for a log.

        A commit that returned is on disk, and foreign keys hold. Whatever the driver raises comes
        out translated.
        """

    def take_driver(self, connection: Connection) -> Driver:
        """Return the driver below a connection of one of its engines."""

    def translate_error(self, error: Exception) -> StoreError:
        """Return what an error of the driver means to whoever uses the store."""

    def is_empty(self, connection: Connection) -> bool:
        """Return whether the database holds nothing at all, of anybody's."""

    def is_ours(self, connection: Connection) -> bool:
        """Return whether it is an Assessor database."""

    def read_revision(self, connection: Connection) -> str | None:
        """Return the migration that the schema is at, or None before the first."""

    def scrub(self) -> bool:
        """
        Remove from the files what was erased; not inside a transaction.

        Returns:
            False where somebody still reads an older moment for longer than a writer waits.
        """

    def alone(self) -> AbstractContextManager[bool]:
        """
        Hold what only one process at a time can hold, until the context is left or the process ends, however it does.

        Nobody waits for it, and it keeps nobody from reading or writing.

        Returns:
            What says whether we hold it: False where another process does.
        """

    def settle(self, engine: Engine) -> None:
        """Set what can be set only outside a transaction, after a migration."""
