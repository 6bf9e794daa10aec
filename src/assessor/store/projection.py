"""
What a projection is: a table, and how an entry of the log becomes rows of it.

The log and content are the source of truth; a projection repeats what they say, for searching.
One function a table says how, and both the services that append and the rebuilding from the log
go through it, so that live rows and rebuilt ones cannot drift apart. Rows are added and never
changed, and each names the entry that it was made from in the column `entry_index`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Table

    from assessor.audit import Entry, EntryType

Row = dict[str, Any]
"""One row, its values by column."""


class Record(Protocol):
    """The log and content, as far as an entry refers to them."""

    def read_body(self, index: int) -> Mapping[str, Any]:
        """Return the body of an earlier entry."""
        ...

    def read_content(self, address: str) -> bytes:
        """Return the bytes of content."""
        ...


@dataclass(frozen=True, slots=True)
class Projection:
    """
    One table and what fills it.

    Attributes:
        types: The entries that it is made from; of others it holds nothing.
        rows: Returns the rows that one of them makes, from the entry, its body, and what these refer to.
        key: The columns by which a row is told from the others that the same entry made; none where
            an entry makes one row.
    """

    table: Table
    types: frozenset[EntryType]
    rows: Callable[[Entry, Mapping[str, Any], Record], Iterator[Row]]
    key: tuple[str, ...] = ()
