"""
Tiles of the tree's hashes: full ones as stored, partial ones from what they will be made of.

Full tiles are written by the append that fills them (`assessor.store.log`). No proof needs
more than a few tiles, and none of them is found by hashing entries.
"""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

from sqlalchemy import select

from assessor.audit.merkle import HASH_SIZE
from assessor.audit.stored import StoredTile
from assessor.audit.tiles import HEIGHT, WIDTH, Tile, read_nodes
from assessor.errors import VerificationError
from assessor.store.tables import log_entry, log_tile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from assessor.audit.proofs import Node, ReadNodes

_FETCHED = 16
_LEVELS = 6  # of full tiles, within 2^53 entries
_TILES = select(log_tile.c.level, log_tile.c.tile_index, log_tile.c.root, log_tile.c.hashes)


class TileReader:
    """Reads tiles in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def read(self, tile: Tile) -> bytes:
        """
        Return the hashes of a tile, one after the other.

        Raises:
            VerificationError: They are not all there, so something outside the log removed some.
        """
        hashes = self._read_full(tile) or self._read_partial(tile)
        if len(hashes) != tile.width * HASH_SIZE:
            raise VerificationError(f"{tile.path}: it is missing or cut short: run `assessor log verify`")
        return hashes

    def nodes(self, size: int) -> ReadNodes:
        """Return a reader of full subtrees, for proofs about the tree over the first entries."""

        def read(nodes: Sequence[Node]) -> Sequence[bytes]:
            return read_nodes(size, nodes, self.read)

        return read

    def stored(self) -> Iterator[StoredTile]:
        """Yield full tiles as stored, in the order in which they were filled; memory does not grow with them."""
        levels = self._connection.execute(select(log_tile.c.level).distinct().order_by(log_tile.c.level)).scalars()
        return merge(*[self._stored_level(level) for level in levels], key=_filled_at)

    def _stored_level(self, level: int) -> Iterator[StoredTile]:
        wanted = _TILES.where(log_tile.c.level == level).order_by(log_tile.c.tile_index)
        for row in self._connection.execution_options(yield_per=_FETCHED).execute(wanted):
            if type(row.level) is not int or type(row.tile_index) is not int or not 0 <= row.level < _LEVELS:
                raise VerificationError("tile: its row holds another kind of value than was stored")
            yield StoredTile(*row)

    def _read_full(self, tile: Tile) -> bytes:
        """Return as many hashes of a stored tile as are asked for, or none where it is not full yet."""
        wanted = select(log_tile.c.hashes).where(log_tile.c.level == tile.level, log_tile.c.tile_index == tile.index)
        hashes = self._connection.execute(wanted).scalar()
        return hashes[: tile.width * HASH_SIZE] if type(hashes) is bytes else b""

    def _read_partial(self, tile: Tile) -> bytes:
        """Put together what stands a level below: leaf hashes beside entries, or roots of full tiles."""
        first = tile.index * WIDTH
        column, place = (
            (log_tile.c.root, log_tile.c.tile_index) if tile.level else (log_entry.c.leaf_hash, log_entry.c.entry_index)
        )
        wanted = select(column).where(place >= first, place < first + tile.width).order_by(place)
        if tile.level:
            wanted = wanted.where(log_tile.c.level == tile.level - 1)
        hashes = self._connection.execute(wanted).scalars().all()
        return b"".join(item for item in hashes if type(item) is bytes)


def _filled_at(tile: StoredTile) -> tuple[int, int]:
    return (tile.tile_index + 1) << HEIGHT * (tile.level + 1), tile.level
