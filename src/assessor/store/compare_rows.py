"""
Rows of a projection compared with those that the log makes, value by value as they lie there.

Values are read past the column types, so that one of another kind than was written is found
too, and never stops the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Column, ColumnElement, Connection
    from sqlalchemy.engine import Dialect

    from assessor.store.projection import Projection, Row


_Key = tuple[str, ...]  # the entry, then what tells its rows apart


@dataclass(frozen=True, slots=True)
class RowDifference:
    """
    The first row of a projection that is not what the log makes.

    Attributes:
        row: Which row of that entry, where it made several.
        column: What differs; nothing where the row as a whole is missing, or is there without reason.
        stored: What lies there, quoted; nothing where the row is missing.
        made: What the log makes, quoted; nothing where it makes no such row.
    """

    table: str
    entry_index: str
    row: str
    column: str | None = None
    stored: str | None = None
    made: str | None = None

    @property
    def place(self) -> str:
        """Which table, and which entry its row repeats."""
        return f"table `{self.table}`, entry {self.entry_index}"

    @property
    def reason(self) -> str:
        """What differs, in words."""
        which = f" {quote(self.row)}" if self.row else ""
        if self.column is not None:
            return f"column `{self.column}`{which} says {self.stored}, the log says {self.made}"
        if self.made is None:
            return f"it has a row{which} that no entry put there"
        return f"it lacks the row{which} that the entry put there"

    def __str__(self) -> str:
        """Return place and reason as one line."""
        return f"{self.place}: {self.reason}"


def compare_rows(
    connection: Connection, projection: Projection, rows: Iterable[Row], first: int, last: int
) -> RowDifference | None:
    """
    Compare all rows that lie there for some consecutive entries.

    Args:
        rows: What these entries make.
        first: The first of the entries.
        last: The last.
    """
    column = projection.table.c.entry_index
    stored = _read(connection, projection, column.between(first, last))
    for row in rows:
        made = {name: _as_stored(projection.table.c[name], row[name], connection.dialect) for name in row}
        key = _key(projection, made)
        found = stored.pop(key, [])
        if len(found) != 1:
            return _whole(projection, key, is_made=not found)
        for name, value in made.items():
            if found[0][name] != value:
                place = _place(projection, key)
                return RowDifference(*place, column=name, stored=_show(found[0][name]), made=_show(value))
    return next((_whole(projection, key, is_made=False) for key in stored), None)


def find_stray(connection: Connection, projection: Projection, size: int) -> RowDifference | None:
    """Find a row that names no entry of a log of some size."""
    column = projection.table.c.entry_index
    stray = _read(connection, projection, or_(column < 0, column >= size), limit=1)
    return next((_whole(projection, key, is_made=False) for key in stray), None)


def _read(
    connection: Connection, projection: Projection, condition: ColumnElement[bool], limit: int | None = None
) -> dict[_Key, list[Row]]:
    columns = [type_coerce(column, NullType()).label(column.name) for column in projection.table.c]
    found: dict[_Key, list[Row]] = {}
    for row in connection.execute(select(*columns).where(condition).limit(limit)).mappings():
        found.setdefault(_key(projection, row), []).append(dict(row))
    return found


def _key(projection: Projection, row: Mapping[Any, Any]) -> _Key:
    return tuple(str(row[name]) for name in ("entry_index", *projection.key))


def _place(projection: Projection, key: _Key) -> tuple[str, str, str]:
    return projection.table.name, key[0], " ".join(key[1:])


def _whole(projection: Projection, key: _Key, *, is_made: bool) -> RowDifference:
    return RowDifference(
        *_place(projection, key), made="a row" if is_made else None, stored=None if is_made else "a row"
    )


def _as_stored(column: Column[Any], value: object, dialect: Dialect) -> object:
    """Return a value as the driver reads it back when it was written."""
    kind = column.type
    if isinstance(kind, TypeDecorator):
        return kind.process_bind_param(value, dialect)
    if isinstance(value, bool) and not dialect.supports_native_boolean:
        return int(value)
    return value


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    return quote(value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value))
