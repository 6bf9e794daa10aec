"""
A few tiles of what was signed before are hashed again before the next checkpoint is signed.

Which ones is drawn from the root that is to be signed: nobody knows them before the last entry lies there, and whoever
looks again looks at the same. It is a spot check, which takes as long however large the log is; a log of so few tiles
is looked at whole. What it does not find, `log verify` does, which looks at everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.audit.proofs import prove_inclusion, verify_inclusion
from assessor.audit.tiles import WIDTH, Tile
from assessor.errors import VerificationError
from assessor.services.hash_again import NOT_SIGNED, hash_again

if TYPE_CHECKING:
    from collections.abc import Collection

    from assessor.store.unit_of_work import ReadTransaction

DRAWN: Final = 8
"""Tiles at most, so 2,048 entries: fifteen milliseconds of the processor."""

_DRAW: Final = 4  # bytes of a root for each


def check_drawn(tx: ReadTransaction) -> None:
    """
    Check that some entries that were signed before have the hashes and tiles that lead to the root of the log.

    Raises:
        VerificationError: The first that does not fit.
    """
    head, last = tx.log.head(), tx.checkpoints.last()
    for number in draw(head.root, 0 if last is None else last.size // WIDTH):
        hashes, first = hash_again(tx, number, head.size), number * WIDTH
        proof = prove_inclusion(first, head.size, tx.tiles.nodes(head.size))
        try:
            verify_inclusion(hashes[0], first, head.size, proof, head.root)
        except VerificationError as error:
            path = Tile(0, number).path
            raise VerificationError(f"{path}: its hashes do not lead to the root of the log; {NOT_SIGNED}") from error


def draw(root: bytes, tiles: int) -> Collection[int]:
    """
    Return which of some tiles are looked at, in order: all of them where they are few.

    Args:
        root: The root of the log; any part of it is as good as drawn by lot.
    """
    if tiles <= DRAWN:
        return range(tiles)
    return sorted({int.from_bytes(root[at : at + _DRAW], "big") % tiles for at in range(0, len(root), _DRAW)})
