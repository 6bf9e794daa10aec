"""
What a store hands over to be verified: rows as they lie there, and nothing made of them.

Columns beside the bytes repeat what the bytes say, for the database to search by; they are
claims, which `assessor.audit.verify` compares with the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class StoredEntry(NamedTuple):
    """One row of the log. `recorded_at` is the text as stored."""

    entry_index: int
    data: bytes
    leaf_hash: bytes
    type: str
    recorded_at: str
    batch: str | None
    request_key: str | None = None


Said = tuple[str, str, str | None, str | None]
"""What the columns of a row repeat of its bytes: type, instant, batch, and the key of the request."""

StoredRow = tuple[int, bytes, bytes, int]
"""A row by its index, its bytes and its leaf hash, with the number of what its columns repeat; see `StoredRows`."""


class StoredRows(NamedTuple):
    """
    Rows that follow each other; what columns repeat is told once for all rows in which it is the same.

    Attributes:
        rows: The rows, as stored.
        said: What columns repeat, by number.
    """

    rows: Sequence[StoredRow]
    said: Sequence[Said]


def share_said(rows: Iterable[StoredEntry | tuple[Any, ...]], said: Iterable[Said] = ()) -> StoredRows:
    """
    Tell of rows once what their columns repeat.

    Args:
        rows: As stored, with the columns of `StoredEntry`.
        said: What has a number already.
    """
    numbers = {known: number for number, known in enumerate(said)}
    shared = [(row[0], row[1], row[2], numbers.setdefault(row[3:], len(numbers))) for row in rows]
    return StoredRows(shared, [*numbers])


class StoredTile(NamedTuple):
    """One full tile: 256 hashes of one level, and the root over them, which stands a level higher."""

    level: int
    tile_index: int
    root: bytes
    hashes: bytes


class StoredContent(NamedTuple):
    """One piece of content, addressed by the digest of its bytes."""

    digest: str
    media_type: str
    erasable: bool
    data: bytes


class StoredCheckpoint(NamedTuple):
    """A checkpoint as the log signed it, by its size."""

    size: int
    note: bytes


class StoredCosignature(NamedTuple):
    """A witness's line under a checkpoint, with the note that it stands under."""

    size: int
    line: str
    note: bytes


@dataclass(frozen=True, slots=True)
class StoredHead:
    """
    The head row: what the log says of itself.

    Attributes:
        origin: The log's name.
        size: Entries in it.
        root: The root of the tree over them.
        frontier: The frontier's hashes, largest subtree first.
        recorded_at: The last entry's instant, as text; empty in a log without entries.
    """

    origin: str
    size: int
    root: bytes
    frontier: tuple[bytes, ...]
    recorded_at: str
