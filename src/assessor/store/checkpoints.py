"""
What signs the log: its checkpoints as they were made, and the cosignatures under them.

Rows are added and never changed. Whether a signature is good is for whoever reads to see; what
is handed out here is what lies there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, insert, select

from assessor.audit.stored import StoredCheckpoint, StoredCosignature
from assessor.store.streaming import fetch, stream
from assessor.store.tables import checkpoint, cosignature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_FETCHED = 256
_CHECKPOINTS = select(checkpoint.c.size, checkpoint.c.note)
_LAST = _CHECKPOINTS.where(checkpoint.c.size == select(func.max(checkpoint.c.size)).scalar_subquery())
_COSIGNATURES = (
    select(cosignature.c.size, cosignature.c.line, checkpoint.c.note)
    .outerjoin(checkpoint, checkpoint.c.size == cosignature.c.size)
    .order_by(cosignature.c.size, cosignature.c.line)
)
_COSIGNATURES_OF = _COSIGNATURES.where(cosignature.c.size == bindparam("of"))


class CheckpointReader:
    """Reads checkpoints in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def last(self) -> StoredCheckpoint | None:
        """Return the checkpoint of the largest size, or None before the first."""
        return next((StoredCheckpoint(*row) for row in fetch(self._connection, _LAST)), None)

    def of_size(self, size: int) -> StoredCheckpoint | None:
        """Return the checkpoint of a size, or None."""
        row = self._connection.execute(_CHECKPOINTS.where(checkpoint.c.size == size)).first()
        return None if row is None else StoredCheckpoint(*row)

    def stored(self) -> Iterator[StoredCheckpoint]:
        """Yield all checkpoints, by size; memory does not grow with them."""
        wanted = _CHECKPOINTS.order_by(checkpoint.c.size)
        for row in stream(self._connection, wanted, at_once=_FETCHED):
            yield StoredCheckpoint(*row)

    def cosignatures(self, size: int | None = None) -> Iterator[StoredCosignature]:
        """Yield cosignatures by size, all or those of one; each with the note it stands under."""
        if size is not None:
            yield from (StoredCosignature(*row) for row in fetch(self._connection, _COSIGNATURES_OF, size))
            return
        for row in stream(self._connection, _COSIGNATURES, at_once=_FETCHED):
            yield StoredCosignature(*row)


class CheckpointWriter(CheckpointReader):
    """Adds checkpoints in a transaction that holds the write lock."""

    def add(self, size: int, note: bytes) -> None:
        """
        Keep a checkpoint.

        Raises:
            StoreRefusedError: It is not of the log's size, or one of this size is kept.
        """
        self._connection.execute(insert(checkpoint), {"size": size, "note": note})

    def add_cosignature(self, size: int, line: str) -> None:
        """
        Keep a witness's line under a checkpoint.

        Raises:
            StoreRefusedError: It is kept already, or there is no such checkpoint.
        """
        self._connection.execute(insert(cosignature), {"size": size, "line": line})
