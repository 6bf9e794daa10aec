"""
Inclusion and consistency proofs: RFC 6962, sections 2.1.1 and 2.1.2.

Holds which subtrees a proof consists of, and how it is verified. Where hashes come from is the
caller's affair: a proof asks for the roots of full subtrees, all at once, and never for the
leaves below them. Which root is whose is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from assessor.audit.merkle import HASH_SIZE, Frontier, hash_node
from assessor.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SIZE = 2**53 - 1
"""The most leaves a tree can have here: an index is a whole number that every JSON reader keeps."""


class Node(msgspec.Struct, frozen=True):
    """The root of a full subtree: of 2^level leaves, from index * 2^level on."""

    level: int
    index: int


ReadNodes = Callable[[Sequence[Node]], Sequence[bytes]]
"""Returns the hashes of full subtrees, in the order asked for."""


def read_root(size: int, read: ReadNodes) -> bytes:
    """
    Return the root of the tree over the first leaves.

    Args:
        size: How many leaves, from 0.
        read: Where the hashes of full subtrees are.
    """
    return read_frontier(size, read).root()


def read_frontier(size: int, read: ReadNodes) -> Frontier:
    """Return the tree over the first leaves, from where it can grow; see `read_root`."""
    return Frontier(size, read(list(_cover(range(size)))))


def prove_inclusion(index: int, size: int, read: ReadNodes) -> list[bytes]:
    """
    Return the proof that a tree has some leaf at an index: PATH(m, D[n]), from the leaf's sibling up.

    Args:
        index: The leaf's place, from 0.
        size: Leaves in the tree.
        read: Where the hashes of full subtrees are.

    Raises:
        UsageError: The tree ends before the leaf.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise UsageError(f"entry {index} is not among the first {size}")
    return _read_path(_plan_inclusion(index, size), read)


def prove_consistency(first: int, second: int, read: ReadNodes) -> list[bytes]:
    """
    Return the proof that one tree begins with another: PROOF(m, D[n]).

    Args:
        first: Leaves in the smaller tree, at least one.
        second: Leaves in the larger tree.
        read: Where the hashes of full subtrees are.

    Raises:
        UsageError: The first tree is empty, or larger than the second.
    """
    if not 0 < first <= second <= MAX_SIZE:
        raise UsageError(f"no proof leads from size {first} to size {second}: give 1 or more, then as many or more")
    return _read_path(_plan_consistency(first, second), read)


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """
    Verify that a tree has a leaf at an index.

    Args:
        leaf_hash: The leaf's hash.
        index: Its place, from 0.
        size: Leaves in the tree.
        proof: Hashes from the leaf's sibling up.
        root: The root of the tree.

    Raises:
        VerificationError: The proof does not show it.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise VerificationError(f"inclusion proof: entry {index} is not among the first {size}")
    plan = _plan_inclusion(index, size)
    _check_form("inclusion", proof, len(plan))
    if len(leaf_hash) != HASH_SIZE:
        raise VerificationError(f"inclusion proof: a leaf hash has {HASH_SIZE} bytes, not {len(leaf_hash)}")
    found = leaf_hash
    for part, sibling in zip(plan, proof, strict=True):
        found = hash_node(sibling, found) if part.start < index else hash_node(found, sibling)
    if found != root:
        raise VerificationError(f"inclusion proof: it does not lead from entry {index} to the root of {size} entries")


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> None:
    """
    Verify that one tree begins with another.

    Args:
        first: Leaves in the smaller tree, at least one.
        second: Leaves in the larger tree.
        first_root: The smaller tree's root.
        second_root: The larger tree's root.
        proof: As `prove_consistency` returns it; empty where the sizes are equal.

    Raises:
        VerificationError: The proof does not show it.
    """
    if not 0 < first <= second <= MAX_SIZE:
        raise VerificationError(f"consistency proof: none leads from size {first} to size {second}")
    plan = _plan_consistency(first, second)
    _check_form("consistency", proof, len(plan))
    parts = list(zip(plan, proof, strict=True))
    begins_within = bool(plan) and plan[0].stop == first  # else the smaller tree is a subtree of the larger
    start = plan[0].start if begins_within else 0
    older = newer = parts.pop(0)[1] if begins_within else first_root
    for part, sibling in parts:
        if part.start < start:
            older, newer = hash_node(sibling, older), hash_node(sibling, newer)
        else:
            newer = hash_node(newer, sibling)
    if older != first_root:
        raise VerificationError(f"consistency proof: it does not lead to the root of {first} entries")
    if newer != second_root:
        raise VerificationError(f"consistency proof: it does not lead to the root of {second} entries")


def _plan_inclusion(index: int, size: int) -> list[range]:
    """Return the leaves below each hash of PATH(m, D[n])."""
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range(middle, end))
            end = middle
        else:
            path.append(range(start, middle))
            start = middle
    return path[::-1]


def _plan_consistency(first: int, second: int) -> list[range]:
    """Return the leaves below each hash of PROOF(m, D[n])."""
    path = []
    start, end = 0, second
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(range(middle, end))
            end = middle
        else:
            path.append(range(start, middle))
            start = middle
    if start > 0:  # whoever verifies does not have this subtree: SUBPROOF(m, D[m], false)
        path.append(range(start, end))
    return path[::-1]


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def _read_path(plan: list[range], read: ReadNodes) -> list[bytes]:
    covers = [list(_cover(part)) for part in plan]
    hashes = iter(read([node for cover in covers for node in cover]))
    return [
        next(hashes) if len(cover) == 1 else Frontier(len(part), [next(hashes) for _ in cover]).root()
        for part, cover in zip(plan, covers, strict=True)
    ]


def _cover(leaves: range) -> Iterator[Node]:
    """Yield the full subtrees that leaves fall into, largest first; a part of a proof starts where one starts."""
    start = leaves.start
    while start < leaves.stop:
        level = (leaves.stop - start).bit_length() - 1
        yield Node(level, start >> level)
        start += 1 << level


def _check_form(kind: str, proof: Sequence[bytes], needed: int) -> None:
    if len(proof) != needed:
        raise VerificationError(f"{kind} proof: it has {len(proof)} hashes, {needed} are needed")
    if any(len(item) != HASH_SIZE for item in proof):
        raise VerificationError(f"{kind} proof: each of its hashes has {HASH_SIZE} bytes")
