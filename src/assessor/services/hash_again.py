"""
The entries of a tile, hashed once more from their bytes, and held against what is stored of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.merkle import hash_leaves
from assessor.audit.tiles import WIDTH, Tile
from assessor.errors import VerificationError

if TYPE_CHECKING:
    from assessor.store.unit_of_work import ReadTransaction

NOT_SIGNED = "nothing was signed: run `assessor log verify`"
"""What follows from a fault that is found before a signature is made."""


def hash_again(tx: ReadTransaction, number: int, size: int) -> list[bytes]:
    """
    Return the leaf hashes of a tile's entries.

    Args:
        number: The tile's, at level 0.
        size: The size of the log: its last tile has fewer entries.

    Raises:
        VerificationError: One is not what is stored beside its bytes, or in the tile where that is full.
    """
    tile = Tile(0, number, min(WIDTH, size - number * WIDTH))
    first = number * WIDTH
    rows = tx.log.hashed(first, first + tile.width)
    hashes = hash_leaves(data if type(data) is bytes else b"" for _, data, _ in rows)
    changed = next((row[0] for row, found in zip(rows, hashes, strict=True) if row[2] != found), None)
    if changed is not None:
        raise VerificationError(
            f"entry {changed}: its bytes do not hash to the leaf hash stored beside them; {NOT_SIGNED}"
        )
    if tile.is_full and tx.tiles.read(tile) != b"".join(hashes):
        raise VerificationError(f"{tile.path}: its hashes are not those of its entries; {NOT_SIGNED}")
    return hashes
