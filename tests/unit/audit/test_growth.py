"""A tree that grows: whatever the batches, the same root and the same tiles, and nothing grows over a changed hash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import Frontier, StoredTile, compute_root, hash_leaf
from assessor.audit.growth import grow
from assessor.errors import VerificationError

LEAVES = [hash_leaf(str(n).encode()) for n in range(3500)]
MANY = [hash_leaf(b"")] * 65_536
ROOT_OF_256 = compute_root(MANY[:256])


def read(tile):
    """What lies there of a tile of level 0."""
    return b"".join(LEAVES[tile.index * 256 :][: tile.width])


@given(st.lists(st.integers(0, 700), max_size=5))
def test_however_leaves_come_the_same_tree_grows(batches):
    frontier = Frontier()
    filled: list[StoredTile] = []
    for batch in batches:
        filled += grow(frontier, LEAVES[frontier.size :][:batch], read)
    assert frontier.size == sum(batches)
    assert frontier.root() == compute_root(LEAVES[: frontier.size])
    assert [tile[:2] for tile in filled] == [(0, index) for index in range(frontier.size // 256)]
    assert all(tile.hashes == b"".join(LEAVES[tile.tile_index * 256 :][:256]) for tile in filled)
    assert all(tile.root == compute_root(LEAVES[tile.tile_index * 256 :][:256]) for tile in filled)


def grow_to(size):
    frontier = Frontier()
    frontier.extend(MANY[:size])
    return frontier


def test_a_tile_of_the_next_level_fills_with_the_last_of_256():
    frontier = grow_to(65_500)
    pending = {0: b"".join(MANY[:220]), 1: ROOT_OF_256 * 255}
    low, high = grow(frontier, MANY[65_500:], lambda tile: pending[tile.level])
    assert (low[:2], high[:2]) == ((0, 255), (1, 0))
    assert high.root == frontier.root() == compute_root(MANY)


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("place", [0, 127, 219])
def test_no_tile_fills_over_a_hash_that_was_changed(level, place):
    """Each of the subtrees that 220 and 255 hashes fall into is one of the frontier's."""
    pending = {0: b"".join(MANY[:220]), 1: ROOT_OF_256 * 255}
    changed = bytearray(pending[level])
    changed[place * 32] ^= 1
    pending[level] = bytes(changed)
    with pytest.raises(VerificationError, match=rf"tile/{level}/.*: it is not what the log was made of"):
        grow(grow_to(65_500), MANY[65_500:], lambda tile: pending[tile.level])


def test_nothing_is_read_where_nothing_fills():
    def refuse(tile):
        raise AssertionError(tile)

    frontier = Frontier()
    assert grow(frontier, LEAVES[:255], refuse) == []
    assert grow(grow_to(256), LEAVES[:255], refuse) == []
    assert len(grow(grow_to(256), LEAVES[:256], refuse)) == 1
