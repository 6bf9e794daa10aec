"""
The Merkle tree over the log's entries: RFC 6962, section 2.1, with SHA-256.

Holds leaf and node hashes, the root of a list, and the frontier from which a growing log keeps
its root in logarithmic time. Pure functions of hashes: no entry, no file and no signature is
known here. Proofs build on `hash_node` and stand in a module of their own.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_SIZE = 32
"""Bytes in one hash."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

_LEAF = sha256(b"\x00")  # what a leaf's hash begins with; a copy costs less than a new one


def hash_leaf(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data): the hash of one entry."""
    return sha256(b"\x00" + data).digest()


def hash_leaves(entries: Iterable[bytes]) -> list[bytes]:
    """Return the hash of each of many entries; see `hash_leaf`."""
    hashes = []
    for data in entries:
        leaf = _LEAF.copy()
        leaf.update(data)
        hashes.append(leaf.digest())
    return hashes


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right): the hash of two subtrees, the left one full."""
    return sha256(b"\x01" + left + right).digest()


def compute_root(leaf_hashes: Sequence[bytes]) -> bytes:
    """
    Return the root of the tree over the given leaf hashes, in their order.

    Follows the recursive definition of RFC 6962, section 2.1, word for word; a log that grows
    keeps a `Frontier` instead.
    """
    count = len(leaf_hashes)
    if count == 0:
        return EMPTY_ROOT
    if count == 1:
        return leaf_hashes[0]
    split = 1 << (count - 1).bit_length() - 1  # the largest power of two below the count
    return hash_node(compute_root(leaf_hashes[:split]), compute_root(leaf_hashes[split:]))


class Frontier:
    """
    The roots of the full subtrees that a tree of some size falls into, largest first.

    One subtree for every bit set in the size: enough to append and to give the root, at most
    32 bytes for each doubling of the log. It changes in place, as a hash object does.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """
        Take up a tree where it was left.

        Args:
            size: Leaves in the tree.
            hashes: One hash for every bit set in the size, largest subtree first.

        Raises:
            VerificationError: Size and hashes do not belong to each other.
        """
        if size < 0 or len(hashes) != size.bit_count() or any(len(h) != HASH_SIZE for h in hashes):
            raise VerificationError(f"the frontier kept for {size} entries does not belong to a tree of that size")
        self._size = size
        self._hashes = list(hashes)

    @property
    def size(self) -> int:
        """Leaves in the tree."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The subtree roots, largest subtree first."""
        return tuple(self._hashes)

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf, closing every subtree that it fills."""
        self.append_subtree(leaf_hash, 0)

    def append_subtree(self, root: bytes, level: int) -> None:
        """
        Add the leaves of a full subtree by its root.

        Args:
            root: The root over them.
            level: Of 2 to the power of how many leaves; the size is a multiple of that number.

        Raises:
            VerificationError: It is not: the subtree is none of the tree.
        """
        hashes = self._hashes
        closed = self._size >> level
        if closed << level != self._size:
            raise VerificationError(f"no full subtree of {1 << level} leaves begins at leaf {self._size}")
        while closed & 1:
            root = hash_node(hashes.pop(), root)
            closed >>= 1
        hashes.append(root)
        self._size += 1 << level

    def fill(self, root: bytes, level: int) -> None:
        """
        Fill the last subtree of some height, whether or not it has leaves already.

        Args:
            root: The root over all its leaves.
            level: Of 2 to the power of how many leaves.
        """
        begun = self._size & (1 << level) - 1
        del self._hashes[len(self._hashes) - begun.bit_count() :]
        self._size -= begun
        self.append_subtree(root, level)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaves in their order; written out, as a batch adds hundreds."""
        hashes, size = self._hashes, self._size
        for leaf_hash in leaf_hashes:
            root, closed = leaf_hash, size
            while closed & 1:
                root = sha256(b"\x01" + hashes.pop() + root).digest()
                closed >>= 1
            hashes.append(root)
            size += 1
        self._size = size

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        if not self._hashes:
            return EMPTY_ROOT
        *larger, root = self._hashes
        for left in reversed(larger):
            root = hash_node(left, root)
        return root


def render_root(root: bytes) -> str:
    """Return a root as people keep it: `sha256:` and 64 lower-case hexadecimal digits."""
    return "sha256:" + root.hex()


def parse_root(text: str) -> bytes:
    """
    Read a root that somebody kept, with or without its prefix, in either case.

    Raises:
        UsageError: The text is no root.
    """
    found = re.fullmatch(r"(?:sha256:)?([0-9a-f]{64})", text.strip().lower(), re.ASCII)
    if found is None:
        raise UsageError(f"{quote(text)} is no root: give `sha256:` and the 64 digits that `log verify` printed")
    return bytes.fromhex(found[1])
