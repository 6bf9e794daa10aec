"""
Reading many rows in little memory.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select


def fetch(connection: Connection, sql: str, *values: int) -> list[tuple[Any, ...]]:
    """Run a statement at the cost of the driver, where SQLAlchemy costs more than the rows; return them all."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql, values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def stream(connection: Connection, wanted: Select[Any], *, at_once: int) -> Iterator[Sequence[Any]]:
    """
    Yield rows as they come, holding some at once, and let go of the rest when the reader stops.

    The option goes with the statement: a connection would keep it, and stream whatever comes next.

    Args:
        at_once: How many are fetched together.
    """
    with closing(connection.execute(wanted, execution_options={"yield_per": at_once})) as rows:
        yield from rows
