"""Frontiers that do not fit, and roots as people keep them."""

from __future__ import annotations

import pytest

from assessor.audit import Frontier, hash_leaf, parse_root, render_root
from assessor.errors import UsageError, VerificationError


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(1, []), (0, [b"x" * 32]), (3, [b"x" * 32]), (2, [b"x" * 31]), (-1, [b"x" * 32])],
)
def test_a_frontier_of_another_size_is_refused(size, hashes):
    with pytest.raises(VerificationError, match="does not belong to a tree of that size"):
        Frontier(size, hashes)


def test_a_frontier_keeps_no_hold_of_what_it_was_given():
    hashes = [hash_leaf(b"a")]
    frontier = Frontier(1, hashes)
    frontier.append(hash_leaf(b"b"))
    assert hashes == [hash_leaf(b"a")]


def test_a_root_is_read_as_it_was_printed():
    root = hash_leaf(b"")
    printed = render_root(root)
    assert printed == "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert parse_root(printed) == parse_root(f" {root.hex().upper()}\n") == root


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha256:6e34", "md5:" + "0" * 64, "0" * 63 + "g", "\N{ARABIC-INDIC DIGIT ZERO}" * 64]
)
def test_what_is_no_root_is_refused(text):
    with pytest.raises(UsageError, match="is no root"):
        parse_root(text)
