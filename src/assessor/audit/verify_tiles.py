"""
Verification of stored tiles against the leaves they were made of.

Holds the comparison alone, one leaf at a time, so that memory does not grow with the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.fault import Fault
from assessor.audit.merkle import HASH_SIZE
from assessor.audit.stored import StoredTile
from assessor.audit.tiles import HEIGHT, WIDTH, Tile, compute_tile_root, split_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable


class TileComparison:
    """Recomputes every full tile from leaf hashes, and compares it with the one that is stored."""

    def __init__(self, stored: Iterable[StoredTile]) -> None:
        """
        Begin with an empty log.

        Args:
            stored: Full tiles in the order in which they were filled.
        """
        self._stored = iter(stored)
        self._filled = 0
        self._leaves: list[bytes] = []
        self._roots: dict[int, list[bytes]] = {}  # of full tiles, by level, that fill no tile above yet

    def take(self, leaf_hash: bytes) -> Fault | None:
        """Add the next leaf, or say which tile that it fills is not the one stored."""
        self._leaves.append(leaf_hash)
        if len(self._leaves) < WIDTH:
            return None
        hashes, self._leaves = b"".join(self._leaves), []
        return self.take_full(hashes, compute_tile_root(hashes))

    def take_full(self, hashes: bytes, root: bytes) -> Fault | None:
        """
        Add the leaves of a whole tile, after others of whole tiles; see `take`.

        Args:
            hashes: Their hashes, one after the other.
            root: The root over them.
        """
        tile = StoredTile(0, self._filled, root, hashes)
        self._filled += 1
        while True:
            found = next(self._stored, None)
            if found != tile:
                return _compare(tile, found)
            roots = self._roots.setdefault(tile.level, [])
            roots.append(tile.root)
            if len(roots) < WIDTH:
                return None
            hashes = b"".join(roots)
            roots.clear()
            tile = StoredTile(tile.level + 1, tile.tile_index >> HEIGHT, compute_tile_root(hashes), hashes)

    def finish(self) -> Fault | None:
        """Say which tile is stored though the log has not filled it."""
        extra = next(self._stored, None)
        if extra is None:
            return None
        return Fault(Tile(extra.level, extra.tile_index).path, "it is stored, but the log has not filled it")


def _compare(tile: StoredTile, found: StoredTile | None) -> Fault:
    """Say what is wrong with the stored tile, and with which entry it begins."""
    place = Tile(tile.level, tile.tile_index).path
    first, span = tile.tile_index << HEIGHT * (tile.level + 1), 1 << HEIGHT * tile.level
    if found is None or found[:2] != tile[:2]:
        return Fault(place, "it is missing", first)
    if type(found.hashes) is not bytes or len(found.hashes) != WIDTH * HASH_SIZE:
        return Fault(place, "it is not 256 hashes", first)
    pairs = zip(split_hashes(tile.hashes), split_hashes(found.hashes), strict=True)
    at = next((at for at, (said, stored) in enumerate(pairs) if said != stored), None)
    if at is None:
        return Fault(place, "its hashes do not have the root stored beside them", first)
    start = first + at * span
    covered = f"entry {start}" if span == 1 else f"entries {start} to {start + span - 1}"
    return Fault(place, f"its hash {at} is not that of {covered}", start)
