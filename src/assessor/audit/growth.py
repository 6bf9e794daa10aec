"""
How the tree grows: leaves appended to its frontier, and the tiles that they fill.

A node that lies in a tile is hashed once, for the tile and the frontier together. Where a tile was begun before, what
is read of it is compared with the frontier: a hash that was changed since stops the log from growing over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.merkle import HASH_SIZE
from assessor.audit.stored import StoredTile
from assessor.audit.tiles import HEIGHT, WIDTH, Tile, compute_levels, split_hashes
from assessor.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.audit.merkle import Frontier
    from assessor.audit.tiles import ReadTile


def grow(frontier: Frontier, leaf_hashes: Sequence[bytes], read: ReadTile) -> list[StoredTile]:
    """
    Append leaves to a tree, and return the tiles that become full, level by level.

    Args:
        frontier: The tree; it grows.
        leaf_hashes: The leaves appended.
        read: Reads a partial tile of the tree as it was before; asked only where one fills.

    Raises:
        VerificationError: What was read is not what the tree was made of.
    """
    size, nodes = frontier.size, frontier.hashes
    tiles: list[StoredTile] = []
    below = list(leaf_hashes)
    level, before = 0, size
    while before % WIDTH + len(below) >= WIDTH:
        index, begun = divmod(before, WIDTH)
        if begun:
            below = [*split_hashes(read(Tile(level, index, begun))), *below]
        full = [b"".join(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)]
        levels = [compute_levels(tile) for tile in full]
        if begun:
            _check_begun(Tile(level, index, begun), levels[0], size, nodes)
        below = [above[-1] for above in levels]
        tiles += [StoredTile(level, index + at, below[at], tile) for at, tile in enumerate(full)]
        level, before = level + 1, index
    for tile in tiles:
        if tile.level == 0:
            frontier.fill(tile.root, HEIGHT)
    frontier.extend(leaf_hashes[frontier.size - size :])
    return tiles


def _check_begun(tile: Tile, levels: Sequence[bytes], size: int, nodes: Sequence[bytes]) -> None:
    """Check that the nodes of the frontier that lie in a tile are those over the hashes that it began with."""
    ends = len(nodes) - (size & (1 << HEIGHT * tile.level) - 1).bit_count()
    kept = nodes[ends - tile.width.bit_count() : ends]
    heights = [height for height in reversed(range(HEIGHT)) if tile.width >> height & 1]
    found = [levels[height][((tile.width >> height) - 1) * HASH_SIZE :][:HASH_SIZE] for height in heights]
    if found != list(kept):
        raise VerificationError(f"{tile.path}: it is not what the log was made of: run `assessor log verify`")
