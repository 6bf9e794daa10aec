"""
Rows of a projection compared with those that the log makes, value by value as they lie there.

Values are read past the column types, so that one of another kind than was written is found
too, and never stops the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, and_, or_, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

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
    stored = _read(connection, projection, and_(column >= first, column < last + 1))  # nothing lies between two parts
    writers = [(c.name, _writer(c.type, connection.dialect)) for c in projection.table.c]
    names = ("entry_index", *projection.key)
    for row in rows:
        key = tuple([str(row[name]) for name in names])
        made = tuple([row[name] if write is None else write(row[name]) for name, write in writers])
        found = stored.pop(key, [])
        if len(found) != 1:
            return _whole(projection, key, is_made=not found)
        if found[0] != made:
            pairs = zip(writers, found[0], made, strict=True)
            name, was, now = next((name, was, now) for (name, _), was, now in pairs if was != now)
            return RowDifference(*_place(projection, key), column=name, stored=_show(was), made=_show(now))
    return next((_whole(projection, key, is_made=False) for key in stored), None)


def find_stray(connection: Connection, projection: Projection, size: int) -> RowDifference | None:
    """Find a row that names no entry of a log of some size."""
    column = projection.table.c.entry_index
    stray = _read(connection, projection, or_(column.is_(None), column < 0, column >= size), limit=1)
    return next((_whole(projection, key, is_made=False) for key in stray), None)


def _read(
    connection: Connection, projection: Projection, condition: ColumnElement[bool], limit: int | None = None
) -> dict[_Key, list[tuple[object, ...]]]:
    """Return rows as they lie there, by what tells them apart; where keys hold, there is one of each."""
    columns = projection.table.c
    places = [columns.keys().index(name) for name in ("entry_index", *projection.key)]
    wanted = select(*(type_coerce(column, NullType()) for column in columns)).where(condition).limit(limit)
    found: dict[_Key, list[tuple[object, ...]]] = {}
    for row in map(tuple, connection.execute(wanted)):
        found.setdefault(tuple([str(row[place]) for place in places]), []).append(row)
    return found


def _place(projection: Projection, key: _Key) -> tuple[str, str, str]:
    return projection.table.name, key[0], " ".join(key[1:])


def _whole(projection: Projection, key: _Key, *, is_made: bool) -> RowDifference:
    return RowDifference(
        *_place(projection, key), made="a row" if is_made else None, stored=None if is_made else "a row"
    )


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], object] | None:
    """Return what makes of a value what the driver reads back after writing it; None where that is the value itself."""
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, dialect)
    return int if isinstance(kind, Boolean) and not dialect.supports_native_boolean else None


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    return quote(value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value))
