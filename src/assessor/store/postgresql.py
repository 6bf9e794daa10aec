"""
PostgreSQL as a store: how its connections are set, what its errors mean, whether a schema is ours.

Everything that is said to PostgreSQL in its own words stands here, in `postgresql_triggers` and
in `grants`. The log lives in the first schema of the search path that exists, `public` where
nothing else is said.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import psycopg
from sqlalchemy import create_engine, event

from assessor.domain.quoting import quote
from assessor.errors import (
    ConfigurationError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreRefusedError,
    StoreUnreachableError,
)
from assessor.store import backend
from assessor.store.tables import content, log_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine import ExceptionContext

    from assessor.store.backend import Purpose

_LOCKS: Final = 0x41535352  # our room among a database's advisory locks
_MIGRATING, _FOUNDING, _ALONE = 1, 2, 3

_LACKS_THE_RIGHT: Final = (
    "{role} lacks the right: the owner of the tables can lend the right to record, with `assessor db grant`, and keeps "
    "the right to rebuild and to erase"
)
_MEANINGS: Final[dict[str, tuple[type[StoreError], str]]] = {  # by SQLSTATE, or by its class
    "08": (StoreUnreachableError, "there is no connection to its server; nothing was recorded"),
    "22": (StoreRefusedError, "refused"),
    "23": (StoreRefusedError, "refused"),
    "25006": (StoreReadOnlyError, "it cannot be written: the server or the transaction is read-only"),
    "40": (StoreLockedError, "another writer was in the way: try again"),
    "42501": (StoreReadOnlyError, _LACKS_THE_RIGHT),
    "53": (StoreLockedError, "the server has no room for another request: try again"),
    "53100": (StoreFullError, "there is no room left; nothing was recorded"),
    "55P03": (StoreLockedError, "another process holds it: try again"),
    "57P": (StoreUnreachableError, "the server ended the connection; nothing was recorded: try again"),
    "XX001": (StoreForeignError, "it is damaged: verify a copy of it, or go back to a backup"),
    "XX002": (StoreForeignError, "it is damaged: verify a copy of it, or go back to a backup"),
}
_STOPPED: Final = (StoreUnreachableError, "its server stopped; nothing was recorded")

_ISOLATION: Final[dict[Purpose, Literal["REPEATABLE READ", "READ COMMITTED", "AUTOCOMMIT"]]] = {
    "read": "REPEATABLE READ",
    "write": "READ COMMITTED",
    "migrate": "READ COMMITTED",
    "scrub": "AUTOCOMMIT",  # a server writes tables anew in a transaction of its own
}
_PAUSE_SECONDS: Final = 0.02

# Flushing can be switched off for a whole server, and waiting for it for a role or a database.
_WAIT_FOR_DISK: Final = """\
SELECT current_setting('fsync'),
       CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END"""
_OPEN_WRITING: Final = f"{_WAIT_FOR_DISK} FROM log_head FOR UPDATE"
_OPEN_MIGRATING: Final = """\
SELECT current_setting('server_encoding'), set_config('lock_timeout', %s, true),
       current_schema(), set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)"""
_GIVE_UP: Final = "SELECT set_config('lock_timeout', %s, false)"
_FIND_OLDER_READER: Final = """\
SELECT pid FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"""
_LOCK: Final = "SELECT pg_advisory_xact_lock(%s, %s)"
_TRY_LOCK: Final = "SELECT pg_try_advisory_lock(%s, %s)"
_LOCK_HEAD: Final = "SELECT id FROM log_head FOR UPDATE"
_FIND_TABLE: Final = "SELECT to_regclass(quote_ident(current_schema()) || '.' || %s)"


class PostgresqlDriver:
    """The bare driver; see `assessor.store.backend.Driver`."""

    def __init__(self, connection: Connection, name: str) -> None:
        """
        Take up a connection.

        Args:
            connection: One of this module's engines.
            name: The database, as a person calls it.
        """
        raw = cast("psycopg.Connection[tuple[Any, ...]]", connection.connection.dbapi_connection)
        self._raw = raw
        self._cursor = raw.cursor()
        self._name = name
        self._role = raw.info.user
        self._gives_up = False

    def begin(self) -> None:
        """
        Lock the head row, so that all that was appended before is seen, and wait for the disk whatever the default is.

        Raises:
            ConfigurationError: The server does not flush at all.
        """
        if not self._gives_up:
            self.execute(_GIVE_UP, (_busy(),))
            self._gives_up = True  # one whose transaction fails is not used again
        row = self.execute(_OPEN_WRITING)
        if row is None:  # no log yet: one writer at a time may found it
            self.execute(_LOCK, (_LOCKS, _FOUNDING))
            row = self.execute(_OPEN_WRITING) or self.execute(_WAIT_FOR_DISK)
        if row[0] != "on":
            raise ConfigurationError(
                f"database `{self._name}`: the server runs with fsync {row[0]}: what it acknowledges is not on disk"
            )

    def commit(self) -> None:
        """Commit."""
        try:
            self._raw.commit()
        except psycopg.Error as error:
            raise translate_error(error, self._name, self._role) from error

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a row is what was selected
        """Run a statement and return its first row, or None."""
        try:
            self._cursor.execute(sql.encode(), values)
            return self._cursor.fetchone() if self._cursor.description is not None else None
        except psycopg.Error as error:
            raise translate_error(error, self._name, self._role) from error

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once a row."""
        try:
            self._cursor.executemany(sql.encode(), rows)
        except psycopg.Error as error:
            raise translate_error(error, self._name, self._role) from error


class Postgresql:
    """A database on a server; see `assessor.store.backend.Backend`."""

    kind: Literal["sqlite", "postgresql"] = "postgresql"
    driver_error: type[Exception] = psycopg.Error

    def __init__(self, url: URL) -> None:
        """
        Name the database; nothing is opened yet.

        Raises:
            ConfigurationError: The URL asks for another driver.
        """
        if url.drivername not in ("postgresql", "postgresql+psycopg"):
            raise ConfigurationError(f"`{url.drivername}` is not supported: write `postgresql://`")
        self._url = url.set(drivername="postgresql+psycopg")
        self._role = ""  # until a connection says as whom it was made
        self.name = url.render_as_string(hide_password=True)
        self.beside = Path(re.sub(r"[^\w.-]", "_", url.database or "assessor"))  # in the current folder

    def check_present(self, *, may_create: bool) -> None:
        """Nothing: the server will say."""

    def build_engine(self, purpose: Purpose) -> Engine:
        """
        Return an engine for one purpose.

        A reader's transaction is a read-only snapshot. A writer's transactions are begun and committed by its driver.
        """
        settings: dict[str, object] = {"client_encoding": "utf8", "fallback_application_name": "assessor"}
        if "connect_timeout" not in self._url.query:
            settings["connect_timeout"] = int(backend.BUSY_SECONDS) or 1
        engine = create_engine(
            self._url,
            connect_args=settings,
            isolation_level=_ISOLATION[purpose],
            paramstyle="format",  # as `Driver` takes its values
            pool_pre_ping=purpose == "read",  # a connection may have been lost while it was idle
            execution_options={"postgresql_readonly": True} if purpose == "read" else {},
        )
        if purpose == "migrate":
            event.listen(engine, "begin", self._begin_migrating)
        event.listen(engine, "connect", self._note_role)
        event.listen(engine, "handle_error", self._replace_error, retval=True)
        return engine

    def take_driver(self, connection: Connection) -> PostgresqlDriver:
        """Return the driver below a connection."""
        return PostgresqlDriver(connection, self.name)

    def translate_error(self, error: Exception) -> StoreError:
        """Return what an error of the driver means."""
        return translate_error(error, self.name, self._role)

    def is_empty(self, connection: Connection) -> bool:
        """Return whether the schema holds no table or view, of anybody's but an extension's."""
        wanted = """
            SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1"""
        return connection.exec_driver_sql(wanted).first() is None

    def is_ours(self, connection: Connection) -> bool:
        """Return whether the head of a log is there and says whose it is."""
        wanted = f"SELECT obj_description(({_FIND_TABLE}), 'pg_class')"
        return bool(connection.exec_driver_sql(wanted, (log_head.name,)).scalar_one() == log_head.comment)

    def read_revision(self, connection: Connection) -> str | None:
        """Return the migration that the schema is at, or None before the first."""
        if connection.exec_driver_sql(_FIND_TABLE, ("alembic_version",)).scalar_one() is None:
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return None if found is None else str(found[0])

    def settle(self, engine: Engine) -> None:
        """Nothing: readers go on while somebody writes."""

    def scrub(self) -> bool:
        """
        Write the contents anew without the rows that no longer count, of which an update leaves one behind.

        The server's own log and a standby's hold them until they are written over.

        Returns:
            False where somebody still reads an older moment for longer than a writer waits.
        """
        engine = self.build_engine("scrub")
        until = monotonic() + backend.BUSY_SECONDS
        try:
            with engine.connect() as connection:
                driver = self.take_driver(connection)
                driver.execute(_GIVE_UP, (_busy(),))
                while driver.execute(_FIND_OLDER_READER) is not None:
                    if monotonic() > until:
                        return False
                    sleep(_PAUSE_SECONDS)
                try:
                    driver.execute(f"VACUUM (FULL) {content.name}")
                except StoreLockedError:
                    return False
                return True
        finally:
            engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold an advisory lock of a session of its own, in no transaction; see `assessor.store.backend.Backend`."""
        engine = self.build_engine("scrub")
        try:
            with engine.connect() as connection:
                yield bool(self.take_driver(connection).execute(_TRY_LOCK, (_LOCKS, _ALONE))[0])
        finally:
            engine.dispose()  # which ends the session, and the lock with it

    def _begin_migrating(self, connection: Connection) -> None:
        driver = self.take_driver(connection)
        encoding, _, schema, _ = driver.execute(_OPEN_MIGRATING, (_busy(),))
        if schema is None:
            raise ConfigurationError(f"database `{self.name}`: no schema of its search path exists: make it first")
        if encoding != "UTF8":
            raise ConfigurationError(f"database `{self.name}`: its encoding is {encoding}: make it anew with UTF8")
        driver.execute(_LOCK, (_LOCKS, _MIGRATING))
        if driver.execute(_FIND_TABLE, (log_head.name,)) != (None,):
            driver.execute(_LOCK_HEAD)  # nobody appends meanwhile

    def _note_role(self, raw: psycopg.Connection[Any], _: object) -> None:
        self._role = raw.info.user

    def _replace_error(self, context: ExceptionContext) -> StoreError | None:
        error = context.original_exception
        if context.is_pre_ping or not isinstance(error, psycopg.Error):
            return None  # a connection that was lost while idle is made anew
        return self.translate_error(error)


def translate_error(error: Exception, name: str, role: str = "") -> StoreError:
    """
    Return what an error of the driver means to whoever uses the store.

    Args:
        error: What the driver raised.
        name: The database, as a person calls it.
        role: As whom somebody was connected, if they were.
    """
    state = getattr(error, "sqlstate", None) or ("08" if isinstance(error, psycopg.OperationalError) else "")
    diagnostics = getattr(error, "diag", None)
    kinds = (_MEANINGS.get(state[:length]) for length in (5, 3, 2))
    kind, meaning = next((found for found in kinds if found is not None), (StoreError, "it failed"))
    if getattr(diagnostics, "severity_nonlocalized", None) == "PANIC":  # whatever the reason, such as a full disk
        kind, meaning = _STOPPED
    meaning = meaning.format(role=f"role {quote(role)}" if role else "the role")
    told = getattr(diagnostics, "message_primary", None) or " ".join(str(error).split())
    return kind(f"database `{name}`: {meaning}: {told}" if told else f"database `{name}`: {meaning}")


def _busy() -> str:
    return f"{round(backend.BUSY_SECONDS * 1000)}ms"
