"""
Tiles: the tree's hashes and the log's entries in pieces of 256 (C2SP tlog-tiles).

Holds which tiles a tree of some size has, their paths, how the root of any full subtree is read
from them, and the form of entry bundles; how appended leaves fill them stands in `growth`. Reads no
file and no database: whoever keeps tiles hands in a function that reads one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from struct import unpack
from typing import TYPE_CHECKING

import msgspec

from assessor.audit.merkle import HASH_SIZE
from assessor.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.proofs import Node

HEIGHT = 8
"""Levels of the tree that one tile stands for."""

WIDTH = 1 << HEIGHT
"""Hashes in a full tile, entries in a full bundle."""

_LENGTH = 2  # bytes before each entry of a bundle, big-endian
_PAIR = f"{2 * HASH_SIZE}s"
_NODE = sha256(b"\x01")  # what a node's hash begins with; a copy costs less than a new one


class Tile(msgspec.Struct, frozen=True):
    """
    A tile, full or partial, by its place.

    Attributes:
        level: 0 holds leaf hashes; each hash above is the root of a full tile below.
        index: Its place within the level, from 0.
        width: Hashes in it, 1 to 256.
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        """Whether nothing can be added to it."""
        return self.width == WIDTH

    @property
    def path(self) -> str:
        """Where its hashes are: `tile/0/x001/234`, or `tile/0/x001/234.p/17` while it is partial."""
        return f"tile/{self.level}/{self._place}"

    @property
    def bundle_path(self) -> str:
        """Where the entries below a tile of level 0 are."""
        return f"tile/entries/{self._place}"

    @property
    def _place(self) -> str:
        above = self.index
        place = f"{above % 1000:03}"
        while above := above // 1000:
            place = f"x{above % 1000:03}/{place}"
        return place if self.is_full else f"{place}.p/{self.width}"


ReadTile = Callable[[Tile], bytes]
"""Returns the hashes of a tile, one after the other."""


def list_tiles(size: int, *, since: int = 0) -> Iterator[Tile]:
    """
    Yield the tiles of a tree, level by level.

    Args:
        size: Leaves in the tree.
        since: Leaves in an earlier tree, whose tiles are left out.
    """
    level = 0
    while size:
        for index in range(since // WIDTH, size // WIDTH):
            yield Tile(level, index)
        if size % WIDTH and size != since:
            yield Tile(level, size // WIDTH, size % WIDTH)
        size, since, level = size // WIDTH, since // WIDTH, level + 1


def read_nodes(
    size: int, nodes: Iterable[Node], read: ReadTile, known: dict[Tile, tuple[bytes, ...]] | None = None
) -> list[bytes]:
    """
    Return the roots of full subtrees, reading each tile that they lie in once.

    Args:
        size: Leaves in the tree whose tiles are read.
        nodes: Which subtrees, within the tree.
        read: Reads a tile of that tree.
        known: Tiles that were read before, each with its levels; those that are read now are added.

    Raises:
        VerificationError: A tile is shorter than the tree says.
    """
    known = {} if known is None else known
    found = []
    for node in nodes:
        level, height = divmod(node.level, HEIGHT)
        index, first = divmod(node.index << height, WIDTH)
        tile = Tile(level, index, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))
        levels = known.get(tile)
        if levels is None:
            levels = known[tile] = _read_levels(tile, read)
        at = (first >> height) * HASH_SIZE
        found.append(levels[height][at : at + HASH_SIZE])
    return found


def _read_levels(tile: Tile, read: ReadTile) -> tuple[bytes, ...]:
    hashes = read(tile)
    if len(hashes) != tile.width * HASH_SIZE:
        raise VerificationError(f"{tile.path}: it has {len(hashes)} bytes, not {tile.width * HASH_SIZE}")
    return _remembered_levels(hashes)


def compute_tile_root(hashes: bytes) -> bytes:
    """Return the root of the full subtree over the hashes of a full tile."""
    return compute_levels(hashes)[-1]


def compute_levels(hashes: bytes) -> tuple[bytes, ...]:
    """Return the hashes of a tile, then the roots of its pairs, of its fours, and so on: of full subtrees alone."""
    levels = [hashes]
    while len(hashes) >= 2 * HASH_SIZE:
        count = len(hashes) // (2 * HASH_SIZE)
        above = []
        for pair in unpack(_PAIR * count, hashes[: 2 * HASH_SIZE * count]):
            node = _NODE.copy()
            node.update(pair)
            above.append(node.digest())
        hashes = b"".join(above)
        levels.append(hashes)
    return tuple(levels)


_remembered_levels = lru_cache(maxsize=256)(compute_levels)  # neighbours are proven one after the other


def split_hashes(data: bytes) -> list[bytes]:
    """Return the hashes of a tile, in their order."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def render_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the bytes of entries as a bundle: before each its length, in two bytes."""
    return b"".join(len(data).to_bytes(_LENGTH, "big") + data for data in entries)
