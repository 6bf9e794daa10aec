"""
Rows of the log as whoever looks at all of it reads them.

The driver hands over one value after the other, and most are of columns that say what those of the row before said.
SQLite is told what that was, and gives a number in their place. It compares values as they are, whatever the table
declares of how its columns compare: nothing is equal to a text but that text. From the first row on that says something
else, all columns are handed over.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, case, func, literal_column, null, select

from assessor.audit.stored import StoredEntry, StoredRows, share_said
from assessor.store.streaming import fetch
from assessor.store.tables import log_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

    from assessor.audit.stored import Said

_HASHED: Final = ("entry_index", "data", "leaf_hash")
_REPEATED: Final = StoredEntry._fields[3:]
_WITHIN: Final = log_entry.c.entry_index >= bindparam("first"), log_entry.c.entry_index < bindparam("end")


def _select(*columns: Any) -> Select[Any]:  # noqa: ANN401 - whatever can be selected
    hashed = [log_entry.c[name] for name in _HASHED]
    return select(*hashed, *columns).where(*_WITHIN).order_by(log_entry.c.entry_index)


HASHED: Final = _select()
"""Index, bytes and leaf hash of rows from one index up to another."""

_WHOLE: Final = _select(*(log_entry.c[name] for name in _REPEATED))


def read_rows(connection: Connection, first: int, end: int, said: Sequence[Said]) -> StoredRows:
    """
    Return rows as stored, by index.

    Args:
        connection: In a transaction.
        first: The first that is wanted.
        end: The first that no longer is.
        said: What their columns may say, a few; if they do, reading takes less time.
    """
    if not said or connection.dialect.name != "sqlite":
        return share_said(fetch(connection, _WHOLE, first, end))
    found = fetch(connection, _compare(len(said)), *chain(*said), first, end)
    others = next((place for place, row in enumerate(found) if row[3] is None), len(found))
    if others == len(found):
        return StoredRows(found, said)
    rest = share_said(fetch(connection, _WHOLE, found[others][0], end), said)
    return StoredRows([*found[:others], *rest.rows], rest.said)


@cache
def _compare(count: int) -> Select[Any]:
    """Return what selects rows with the number of what their columns say, of so much that is given, or null."""
    says = [
        and_(*(_as_it_is(name).is_not_distinct_from(bindparam(f"{name}_{number}")) for name in _REPEATED))
        for number in range(count)
    ]
    return _select(case(*((condition, literal_column(str(number))) for number, condition in enumerate(says))))


def _as_it_is(name: str) -> Any:  # noqa: ANN401 - an expression
    """Return the value of a column, which as an expression has neither affinity nor collation."""
    return func.coalesce(log_entry.c[name], null())
