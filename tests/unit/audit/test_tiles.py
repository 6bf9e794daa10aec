"""Tiles as C2SP tlog-tiles has them; the worked examples are that specification's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import compute_root, hash_leaf, prove_consistency, prove_inclusion, read_root
from assessor.audit.proofs import Node
from assessor.audit.tiles import Tile, list_tiles, read_nodes, render_bundle
from assessor.errors import VerificationError

LEAVES = [hash_leaf(str(n).encode()) for n in range(1500)]


def by_definition(tile, leaves=LEAVES):
    """MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]) for each i."""
    span = 256**tile.level
    places = range(tile.index * 256, tile.index * 256 + tile.width)
    return b"".join(compute_root(leaves[n * span : (n + 1) * span]) for n in places)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(2, 0, 1), "tile/2/000.p/1"),
        (Tile(5, 1_000_000, 255), "tile/5/x001/x000/000.p/255"),
    ],
)
def test_paths(tile, path):
    assert tile.path == path
    assert tile.bundle_path == path.replace(f"tile/{tile.level}/", "tile/entries/")


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts():
    tiles = list(list_tiles(70_000))
    assert [t.index for t in tiles if t.level == 0 and t.is_full] == list(range(273))
    partial = [(t.level, t.width) for t in tiles if not t.is_full]
    assert partial == [(0, 112), (1, 17), (2, 1)]
    assert [t for t in tiles if t.level == 1 and t.is_full] == [Tile(1, 0)]
    assert len(tiles) == 273 + 1 + 1 + 1 + 1


def test_a_tree_of_256_has_a_full_tile_and_a_partial_one_above():
    assert list(list_tiles(256)) == [Tile(0, 0), Tile(1, 0, 1)]


def test_an_empty_tree_has_no_tiles():
    assert list(list_tiles(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_what_an_earlier_tree_had_is_left_out_and_nothing_else(a, b):
    since, size = sorted((a, b))
    assert [t for t in list_tiles(size) if t not in set(list_tiles(since))] == list(list_tiles(size, since=since))


@given(st.integers(1, 1500), st.data())
def test_proofs_read_from_tiles_are_those_read_from_leaves(size, data):
    read_tiles = []

    def from_tiles(nodes):
        def read(tile):
            assert tile in set(list_tiles(size))
            read_tiles.append(tile)
            return by_definition(tile)

        return read_nodes(size, nodes, read)

    def from_leaves(nodes):
        return [compute_root(LEAVES[n.index << n.level : (n.index + 1) << n.level]) for n in nodes]

    index = data.draw(st.integers(0, size - 1))
    assert prove_inclusion(index, size, from_tiles) == prove_inclusion(index, size, from_leaves)
    assert len(read_tiles) <= 4  # two levels, and at each the leaf's tile and the edge
    assert prove_consistency(index + 1, size, from_tiles) == prove_consistency(index + 1, size, from_leaves)
    assert read_root(size, from_tiles) == compute_root(LEAVES[:size])


def test_a_tile_that_is_too_short_gives_no_hash():
    with pytest.raises(VerificationError, match=r"tile/0/000\.p/5: it has 64 bytes, not 160"):
        read_nodes(5, [Node(0, 4)], lambda _: bytes(64))


def test_a_bundle_has_the_length_of_each_entry_before_it():
    assert render_bundle([b"", b"ab", b"x" * 65_535]) == b"\x00\x00" + b"\x00\x02ab" + b"\xff\xff" + b"x" * 65_535
    assert render_bundle([]) == b""
