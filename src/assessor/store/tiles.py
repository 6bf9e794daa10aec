"""
Tiles of the tree's hashes: full ones as stored, partial ones from what they will be made of.

Full tiles are written by the append that fills them (`assessor.store.log_writer`). No proof needs
more than a few tiles, and none of them is found by hashing entries.
"""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from assessor.audit.merkle import HASH_SIZE
from assessor.audit.stored import StoredTile
from assessor.audit.tiles import HEIGHT, WIDTH, Tile, read_nodes
from assessor.errors import VerificationError
from assessor.store.streaming import fetch, stream
from assessor.store.tables import log_entry, log_tile

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from sqlalchemy import Connection

    from assessor.audit.proofs import Node, ReadNodes

_FETCHED = 16
_LEVELS = 6  # of full tiles, within 2^53 entries
_TILES = select(log_tile.c.level, log_tile.c.tile_index, log_tile.c.root, log_tile.c.hashes)
_FULL = select(log_tile.c.hashes).where(
    log_tile.c.level == bindparam("level"), log_tile.c.tile_index == bindparam("at")
)
_ROOTS = (
    select(log_tile.c.root)
    .where(
        log_tile.c.level == bindparam("level"),
        log_tile.c.tile_index >= bindparam("first"),
        log_tile.c.tile_index < bindparam("end"),
    )
    .order_by(log_tile.c.tile_index)
)
_LEAVES = (
    select(log_entry.c.leaf_hash)
    .where(log_entry.c.entry_index >= bindparam("first"), log_entry.c.entry_index < bindparam("end"))
    .order_by(log_entry.c.entry_index)
)


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
        first = tile.index * WIDTH
        if tile.is_full:
            rows = fetch(self._connection, _FULL, tile.level, tile.index)
        elif tile.level:  # roots of full tiles below
            rows = fetch(self._connection, _ROOTS, tile.level - 1, first, first + tile.width)
        else:
            rows = fetch(self._connection, _LEAVES, first, first + tile.width)
        hashes = b"".join([item for (item,) in rows if type(item) is bytes])
        if len(hashes) != tile.width * HASH_SIZE:
            raise VerificationError(f"{tile.path}: it is missing or cut short: run `assessor log verify`")
        return hashes

    def nodes(self, size: int) -> ReadNodes:
        """Return a reader of full subtrees, for proofs about the tree over the first entries."""

        def read(nodes: Sequence[Node]) -> Sequence[bytes]:
            return read_nodes(size, nodes, self.read)

        return read

    def stored(self) -> Generator[StoredTile, None, None]:
        """Yield full tiles as stored, in the order in which they were filled; memory does not grow with them."""
        levels = self._connection.execute(select(log_tile.c.level).distinct().order_by(log_tile.c.level)).scalars()
        yield from merge(*[self._stored_level(level) for level in levels], key=_filled_at)

    def _stored_level(self, level: int) -> Iterator[StoredTile]:
        wanted = _TILES.where(log_tile.c.level == level).order_by(log_tile.c.tile_index)
        for row in stream(self._connection, wanted, at_once=_FETCHED):
            tile = StoredTile(*row)
            if type(tile.level) is not int or type(tile.tile_index) is not int or not 0 <= tile.level < _LEVELS:
                raise VerificationError("tile: its row holds another kind of value than was stored")
            yield tile


def _filled_at(tile: StoredTile) -> tuple[int, int]:
    return (tile.tile_index + 1) << HEIGHT * (tile.level + 1), tile.level
