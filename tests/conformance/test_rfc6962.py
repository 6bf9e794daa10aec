"""Our tree against the published reference tree of RFC 6962; origins stand in `rfc6962.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.audit import Frontier, compute_root, hash_leaf, hash_node

VECTORS = json.loads(Path(__file__).with_name("rfc6962.json").read_text(encoding="utf-8"))
LEAVES = [bytes.fromhex(leaf) for leaf in VECTORS["leaves"]]


def test_the_empty_tree():
    assert compute_root([]).hex() == VECTORS["empty_root"]
    assert Frontier().root().hex() == VECTORS["empty_root"]


@pytest.mark.parametrize(("data", "expected"), VECTORS["leaf_samples"].items())
def test_leaf_hashes(data, expected):
    assert hash_leaf(bytes.fromhex(data)).hex() == expected


@pytest.mark.parametrize("sample", VECTORS["node_samples"])
def test_node_hashes(sample):
    assert hash_node(bytes.fromhex(sample["left"]), bytes.fromhex(sample["right"])).hex() == sample["hash"]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_of_every_size_of_the_reference_tree(size):
    hashes = [hash_leaf(leaf) for leaf in LEAVES[:size]]
    frontier = Frontier()
    frontier.extend(hashes)
    assert compute_root(hashes).hex() == VECTORS["roots"][size - 1]
    assert frontier.root().hex() == VECTORS["roots"][size - 1]
