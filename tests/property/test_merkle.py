"""The frontier of a growing log gives the root that the definition gives, however it grew."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import Frontier, compute_root, hash_leaf

LEAVES = st.lists(st.binary(max_size=4), max_size=70)


def root_level_by_level(leaves):
    """The tree from below, an odd node carried up: another way to the same root."""
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        paired = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


@given(LEAVES)
def test_three_ways_to_the_root_agree(leaves):
    frontier = Frontier()
    frontier.extend(map(hash_leaf, leaves))
    assert frontier.size == len(leaves)
    assert frontier.root() == compute_root([hash_leaf(leaf) for leaf in leaves]) == root_level_by_level(leaves)


@given(LEAVES, st.integers(0, 70))
def test_a_log_taken_up_again_goes_on_as_if_it_had_never_stopped(leaves, stop):
    before, after = leaves[:stop], leaves[stop:]
    first = Frontier()
    first.extend(map(hash_leaf, before))
    second = Frontier(first.size, first.hashes)
    second.extend(map(hash_leaf, after))
    assert second.root() == root_level_by_level(leaves)
    assert len(second.hashes) == len(leaves).bit_count()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_any_changed_leaf_changes_the_root(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], leaves[place] + b"!", *leaves[place + 1 :]]
    assert compute_root(list(map(hash_leaf, changed))) != compute_root(list(map(hash_leaf, leaves)))
