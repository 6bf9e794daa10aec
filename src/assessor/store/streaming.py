"""
Reading many rows in little memory.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Select
    from sqlalchemy.engine import Dialect

_MOST_NAMED: Final = 512


def fetch(connection: Connection, wanted: Select[Any], *values: int | str | None) -> list[tuple[Any, ...]]:
    """
    Return all rows at the cost of the driver, where SQLAlchemy costs more than they do.

    Args:
        wanted: A constant: it is written out once.
        values: Its parameters as the database keeps them, in the order in which they stand.

    Returns:
        Rows as the driver gives them; see `fetch_values` for what they mean.
    """
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(_render(wanted, connection.dialect), values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def fetch_values(connection: Connection, wanted: Select[Any], *values: int | str | None) -> list[tuple[Any, ...]]:
    """Return all rows as `fetch` does, each value read as the type of its column says."""
    readers = _readers(wanted, connection.dialect)
    return [
        tuple([read(value) if read is not None else value for read, value in zip(readers, row, strict=True)])
        for row in fetch(connection, wanted, *values)
    ]


def fetch_named(
    connection: Connection, wanted: Callable[[int], Select[Any]], names: Iterable[str], *values: int | str
) -> Iterator[tuple[Any, ...]]:
    """
    Yield the rows of some names as `fetch_values` does, many names at a time.

    Args:
        wanted: Returns the statement that takes so many names, last of its parameters; remembered by the caller.
        names: Each is asked for once.
        values: The parameters before.
    """
    each = sorted(set(names))
    for at in range(0, len(each), _MOST_NAMED):
        some = each[at : at + _MOST_NAMED]
        size = 1 << (len(some) - 1).bit_length()  # few statements do for all numbers
        yield from fetch_values(connection, wanted(size), *values, *some, *[some[-1]] * (size - len(some)))


@cache
def _readers(wanted: Select[Any], dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    types = (column.type for column in wanted.selected_columns)
    return tuple(kind.dialect_impl(dialect).result_processor(dialect, None) for kind in types)


@cache
def _render(wanted: Select[Any], dialect: Dialect) -> str:
    return str(wanted.compile(dialect=dialect))


def stream(connection: Connection, wanted: Select[Any], *, at_once: int) -> Iterator[Sequence[Any]]:
    """
    Yield rows as they come, holding some at once, and let go of the rest when the reader stops.

    The option goes with the statement: a connection would keep it, and stream whatever comes next.

    Args:
        at_once: How many are fetched together.
    """
    with closing(connection.execute(wanted, execution_options={"yield_per": at_once})) as rows:
        yield from rows
