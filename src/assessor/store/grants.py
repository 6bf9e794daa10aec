"""
What two kinds of role may do in PostgreSQL: a writer can read and append, a reader can read.

Neither can change or remove a row, alter a table, drop or disable a trigger: that takes the
owner, who runs migrations and nothing else. Holds the statements, and the proof that a role may
do no more, by whatever way it may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError, StoreReadOnlyError
from assessor.store.tables import log_head, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from assessor.store.database import Database

_TABLES: Final = (*sorted(metadata.tables), "alembic_version")
_APPENDED_TO: Final = tuple(name for name in sorted(metadata.tables) if name != log_head.name)
_MOVED: Final = ("size", "root", "frontier", "recorded_at")  # of the head, by every append

_OWNER: Final = """
SELECT current_user, pg_has_role(current_user, relowner, 'USAGE')
FROM pg_catalog.pg_class WHERE oid = 'log_head'::regclass"""
_KIND: Final = """
SELECT r.rolsuper, r.rolcreaterole, pg_has_role(r.oid, c.relowner, 'MEMBER'),
       has_schema_privilege(r.oid, c.relnamespace, 'CREATE')
FROM pg_catalog.pg_roles r, pg_catalog.pg_class c
WHERE r.rolname = %s AND c.oid = 'log_head'::regclass"""
_FAULTS: Final = (
    "is a superuser",
    "can make roles, and so become another",
    "belongs to the role that owns the tables",
    "can make tables and functions in the schema: `REVOKE CREATE ON SCHEMA public FROM PUBLIC`",
)
_MAY: Final = """
WITH ours AS (SELECT oid, relname FROM pg_catalog.pg_class WHERE oid = ANY (%(tables)s::regclass[]))
SELECT relname, 'INSERT' FROM ours WHERE has_any_column_privilege(%(role)s, oid, 'INSERT')
UNION ALL
SELECT relname, p.name FROM ours, unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) AS p(name)
WHERE has_table_privilege(%(role)s, oid, p.name)
UNION ALL
SELECT relname || '.' || attname, 'UPDATE' FROM ours JOIN pg_catalog.pg_attribute ON attrelid = oid
WHERE attnum > 0 AND NOT attisdropped AND has_column_privilege(%(role)s, oid, attnum, 'UPDATE')"""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the server, and whether it appends."""

    name: str
    writes: bool


def grant(database: Database, *roles: Role) -> None:
    """
    Let roles do what their kind may, and nothing else; harmless when repeated.

    Whatever they were granted on these tables before is taken away. To be run as the owner, and
    again after a migration that made a table.

    Raises:
        ConfigurationError: The database has no roles; or a role is not there, or could do more in
            some other way, all of which is told; nothing was granted.
        StoreReadOnlyError: Who runs it does not own the tables.
    """
    if database.kind != "postgresql":
        raise ConfigurationError(f"database `{database.name}` has no roles: the rights of its file say who may write")
    with database.read():
        pass  # it is there, ours, and of this program's schema
    with database.migrating() as connection:
        user, owns = connection.exec_driver_sql(_OWNER).one()
        if not owns:  # the server would warn, and grant nothing
            raise StoreReadOnlyError(f"database `{database.name}`: role {quote(user)} does not own its tables")
        faults = [_tell(role, fault) for role in roles for fault in _find_faults(connection, role)]
        if not faults:
            for role in roles:
                for statement in _statements(connection, role):
                    connection.exec_driver_sql(statement)
            faults = [_tell(role, fault) for role in roles for fault in _find_excess(connection, role)]
        if faults:
            raise ConfigurationError("nothing was granted:\n" + "\n".join(faults))


def _tell(role: Role, fault: str) -> str:
    return f"role {quote(role.name)} {fault}"


def _find_faults(connection: Connection, role: Role) -> Iterator[str]:
    """Yield what makes a role unfit, whatever it is granted."""
    found = connection.exec_driver_sql(_KIND, (role.name,)).first()
    if found is None:
        yield "is not there: make it with `createuser`"
    else:
        yield from (fault for is_so, fault in zip(found, _FAULTS, strict=True) if is_so)


def _statements(connection: Connection, role: Role) -> Iterator[str]:
    name = connection.dialect.identifier_preparer.quote_identifier(role.name)
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    tables = ", ".join(_TABLES)
    yield f"REVOKE ALL ON {tables} FROM {name}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {name}"
    yield f"GRANT SELECT ON {tables} TO {name}"
    if role.writes:
        yield f"GRANT INSERT ON {', '.join(_APPENDED_TO)} TO {name}"
        yield f"GRANT UPDATE ({', '.join(_MOVED)}) ON {log_head.name} TO {name}"


def _find_excess(connection: Connection, role: Role) -> Iterator[str]:
    """Yield what a role may do beyond its kind, because others it belongs to may, or everybody."""
    rows = connection.exec_driver_sql(_MAY, {"tables": list(_TABLES), "role": role.name})
    may = {(str(place), str(what)) for place, what in rows}
    appends = {(name, "INSERT") for name in _APPENDED_TO} | {(f"{log_head.name}.{name}", "UPDATE") for name in _MOVED}
    for place, what in sorted(may - appends if role.writes else may):
        yield f"may {what} {place}, by a role it belongs to or as everybody: take that away"
