"""
Proofs about the log as it stands: that an entry is in it, that a later log extends an earlier one.

Every proof is verified before it is handed out, against bytes and roots and not only against the
tiles it was read from: what somebody changed in the database gives an error, never a proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from assessor.audit import hash_leaf, proofs
from assessor.audit.tiles import Tile, read_nodes
from assessor.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_HELD: Final = "tiles"
_MOST_HELD: Final = 256
"""Tiles that are held, of 16 kB each: enough for the upper levels of a log of 16 million entries."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """
    That the log of some size has an entry at an index.

    Attributes:
        entry: The entry's bytes.
        proof: Hashes from the leaf's sibling up.
    """

    index: int
    size: int
    entry: bytes = field(repr=False)
    leaf_hash: bytes
    root: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """
    That the log of the second size begins with the log of the first.

    Attributes:
        proof: Hashes as RFC 6962 orders them; none where the sizes are equal.
    """

    first_size: int
    second_size: int
    first_root: bytes
    second_root: bytes
    proof: tuple[bytes, ...]


def prove_inclusion(context: Context, index: int, size: int | None = None) -> InclusionProof:
    """
    Prove that an entry is in the log.

    Args:
        index: The entry.
        size: The size of the log that it is shown to be in; as it stands where absent.

    Raises:
        UsageError: The log has not had that size, or ends before the entry.
        VerificationError: What is stored proves nothing: run `assessor log verify`.
    """
    with context.database.read() as tx:
        within = _existing(tx, size)
        return include(tx, index, within, root_at(tx, within))


def prove_consistency(context: Context, first: int, second: int | None = None) -> ConsistencyProof:
    """
    Prove that the log extends an earlier one.

    Args:
        first: The earlier size, at least 1.
        second: The later size; as it stands where absent.

    Raises:
        UsageError: The log has not had one of the sizes.
        VerificationError: What is stored proves nothing: run `assessor log verify`.
    """
    with context.database.read() as tx:
        later = _existing(tx, second)
        proof = tuple(proofs.prove_consistency(first, later, tx.tiles.nodes(later)))
        first_root, second_root = root_at(tx, first), root_at(tx, later)
    proofs.verify_consistency(first, later, first_root, second_root, proof)
    return ConsistencyProof(first, later, first_root, second_root, proof)


def include(tx: ReadTransaction, index: int, size: int, root: bytes) -> InclusionProof:
    """
    Prove that an entry is among the first ones, which have a root; see `prove_inclusion`.

    Tiles that one proof after the other needs are held as long as the database is open: all but those that lie full
    above leaves. They come from proofs that were good; where one is not with them, it is made anew without.
    """
    held = tx.held.get(_HELD, {})
    try:
        return _include_holding(tx, index, size, root, dict(held))
    except VerificationError:
        if not held:
            raise
        tx.held.pop(_HELD, None)
        return _include_holding(tx, index, size, root, {})


def _include_holding(
    tx: ReadTransaction, index: int, size: int, root: bytes, known: dict[Tile, tuple[bytes, ...]]
) -> InclusionProof:
    before = len(known)
    proven = _include(tx, index, size, root, lambda nodes: read_nodes(size, nodes, tx.tiles.read, known))
    if len(known) > before:
        shared = {tile: levels for tile, levels in known.items() if tile.level or not tile.is_full}
        tx.held[_HELD] = shared if len(shared) <= _MOST_HELD else {}
    return proven


def include_all(tx: ReadTransaction, indices: Iterable[int], size: int, root: bytes) -> Iterator[InclusionProof]:
    """Yield for each of some entries what `include` returns; tiles that they share are read once."""
    read = cache(tx.tiles.read)
    for index in indices:
        yield _include(tx, index, size, root, lambda nodes: read_nodes(size, nodes, read))


def _include(tx: ReadTransaction, index: int, size: int, root: bytes, nodes: proofs.ReadNodes) -> InclusionProof:
    proof = tuple(proofs.prove_inclusion(index, size, nodes))
    entry = tx.log.data(index)
    if entry is None:
        raise VerificationError(f"entry {index}: its bytes are missing: run `assessor log verify`")
    leaf_hash = hash_leaf(entry)
    proofs.verify_inclusion(leaf_hash, index, size, proof, root)
    return InclusionProof(index, size, entry, leaf_hash, root, proof)


def root_at(tx: ReadTransaction, size: int) -> bytes:
    """Return the root the log had at a size: the head's where it has it now, else read from tiles."""
    head = tx.log.head()
    return head.root if size == head.size else proofs.read_root(size, tx.tiles.nodes(size))


def _existing(tx: ReadTransaction, size: int | None) -> int:
    has = tx.log.size()
    if size is not None and not 0 < size <= has:
        raise UsageError(f"the log has not had {size} entries: it has {has}")
    return has if size is None else size
