"""Proofs are those of the recursive definition, and a tree that is not ours agrees."""

from __future__ import annotations

import pymerkle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.audit import (
    compute_root,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
    read_root,
    verify_consistency,
    verify_inclusion,
)
from assessor.errors import UsageError, VerificationError

SIZES = st.integers(1, 70)
BYTES = [str(n).encode() for n in range(600)]
LEAVES = [hash_leaf(data) for data in BYTES]


def read(nodes):
    """Hashes of full subtrees by their definition."""
    return [compute_root(LEAVES[n.index << n.level : (n.index + 1) << n.level]) for n in nodes]


def largest_power_below(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def path(m, leaves):
    """RFC 6962, section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), compute_root(leaves[k:])]
    return [*path(m - k, leaves[k:]), compute_root(leaves[:k])]


def subproof(m, leaves, whole):
    """RFC 6962, section 2.1.2, word for word."""
    if m == len(leaves):
        return [] if whole else [compute_root(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), compute_root(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), compute_root(leaves[:k])]


@given(st.integers(1, 600), st.data())
def test_an_inclusion_proof_is_the_path_of_the_definition(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(index, size, read)
    assert proof == path(index, LEAVES[:size])
    verify_inclusion(LEAVES[index], index, size, proof, compute_root(LEAVES[:size]))


@given(st.integers(1, 600), st.data())
def test_a_consistency_proof_is_the_proof_of_the_definition(second, data):
    first = data.draw(st.integers(1, second))
    proof = prove_consistency(first, second, read)
    assert proof == subproof(first, LEAVES[:second], whole=True)
    verify_consistency(first, second, compute_root(LEAVES[:first]), compute_root(LEAVES[:second]), proof)


@given(st.integers(0, 600))
def test_the_root_of_any_size_is_read_from_full_subtrees(size):
    assert read_root(size, read) == compute_root(LEAVES[:size])


@given(st.integers(1, 300), st.data())
def test_a_tree_that_is_not_ours_agrees_and_accepts_our_proofs(size, data):
    index = data.draw(st.integers(0, size - 1))
    tree = pymerkle.InmemoryTree.init_from_entries(BYTES[:size])
    root = tree.get_root()
    assert root == read_root(size, read)
    theirs = tree.prove_inclusion(index + 1)
    assert theirs.path == [LEAVES[index], *prove_inclusion(index, size, read)]
    ours = pymerkle.InclusionProof("sha256", True, size, index + 1, theirs.rule, theirs.path)
    pymerkle.verify_inclusion(tree.get_leaf(index + 1), root, ours, index=index + 1, size=size)
    first = data.draw(st.integers(1, size))
    verify_consistency(first, size, tree.get_root(first), root, prove_consistency(first, size, read))


@given(SIZES, st.data())
def test_no_other_statement_passes_with_a_proof(size, data):
    index = data.draw(st.integers(0, size - 1))
    root = compute_root(LEAVES[:size])
    proof = prove_inclusion(index, size, read)
    wrong = data.draw(
        st.sampled_from(["leaf", "index", "size", "root", "flipped", "longer", "shorter", "swapped"]), label="wrong"
    )
    leaf, place, of = LEAVES[index], index, size
    match wrong:
        case "leaf":
            leaf = LEAVES[index + 1]
        case "index":
            place = data.draw(st.integers(-1, size + 1))
        case "size":
            of = data.draw(st.integers(0, 2 * size))
        case "root":
            root = compute_root(LEAVES[: size + 1])
        case "flipped":
            assume(proof)
            at = data.draw(st.integers(0, len(proof) - 1))
            proof[at] = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        case "longer":
            proof.insert(data.draw(st.integers(0, len(proof))), root)
        case "shorter":
            assume(proof)
            del proof[data.draw(st.integers(0, len(proof) - 1))]
        case "swapped":
            assume(len(proof) > 1)
            proof.reverse()
    if wrong in {"index", "size"}:  # a path can be that of two places, as of entry 0 among 3 and among 4
        assume(path_shape(place, of) != path_shape(index, size))
    with pytest.raises(VerificationError):
        verify_inclusion(leaf, place, of, proof, root)


def path_shape(index, size):
    """Return left or right for each step: all that a proof is checked by."""
    if not 0 <= index < size:
        return None
    shape = []
    start, end = 0, size
    while end - start > 1:
        middle = start + largest_power_below(end - start)
        shape.append(index < middle)
        start, end = (start, middle) if index < middle else (middle, end)
    return shape


@pytest.mark.parametrize("bad", [b"", b"x", b"x" * 31, b"x" * 33, b"x" * 64])
def test_hashes_of_another_length_are_refused(bad):
    with pytest.raises(VerificationError, match="32 bytes"):
        verify_inclusion(LEAVES[0], 0, 2, [bad], compute_root(LEAVES[:2]))
    with pytest.raises(VerificationError, match="32 bytes"):
        verify_inclusion(bad, 0, 1, [], bad)
    with pytest.raises(VerificationError, match="32 bytes"):
        verify_consistency(1, 2, LEAVES[0], compute_root(LEAVES[:2]), [bad])


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 0), (2, 1), (-1, 1), (1, 2**60)])
def test_sizes_between_which_there_is_no_proof_are_refused(first, second):
    with pytest.raises(UsageError, match="no proof leads"):
        prove_consistency(first, second, read)
    with pytest.raises(VerificationError, match="none leads"):
        verify_consistency(first, second, LEAVES[0], LEAVES[0], [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1), (5, 2**60)])
def test_entries_outside_the_tree_are_refused(index, size):
    with pytest.raises(UsageError, match="not among the first"):
        prove_inclusion(index, size, read)
    with pytest.raises(VerificationError, match="not among the first"):
        verify_inclusion(LEAVES[0], 0, 0, [], LEAVES[0])
