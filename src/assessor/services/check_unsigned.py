"""
What is signed for the first time is hashed once more before, from its bytes up.

A checkpoint is of a root that grew as entries came. Between an append and the checkpoint that covers it, bytes, leaf
hashes and tiles lie unsigned: what was changed there is told before anybody gets a signature that it does not have. It
takes as long as reading these entries, whatever lies below the last checkpoint, for which there is `log verify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.merkle import hash_leaf
from assessor.audit.proofs import read_frontier
from assessor.audit.tiles import WIDTH, Tile
from assessor.errors import VerificationError

if TYPE_CHECKING:
    from assessor.store.unit_of_work import ReadTransaction

_NOT_SIGNED = "nothing was signed: run `assessor log verify`"


def check_unsigned(tx: ReadTransaction) -> None:
    """
    Check that the entries that no checkpoint covers yet have the hashes, tiles and root that are stored.

    Raises:
        VerificationError: The first that does not fit.
    """
    head, last = tx.log.head(), tx.checkpoints.last()
    signed = 0 if last is None else last.size
    frontier = read_frontier(signed, tx.tiles.nodes(head.size))
    for number in range(signed // WIDTH, -(-head.size // WIDTH)):
        first, end = max(number * WIDTH, signed), min((number + 1) * WIDTH, head.size)
        rows = tx.log.rows(first, end)
        hashes = [hash_leaf(data) if type(data) is bytes else b"" for _, data, *_ in rows]
        changed = next((row[0] for row, found in zip(rows, hashes, strict=True) if row[2] != found), None)
        if changed is not None:
            raise VerificationError(
                f"entry {changed}: its bytes do not hash to the leaf hash stored beside them; {_NOT_SIGNED}"
            )
        tile = Tile(0, number)
        if end % WIDTH == 0 and not tx.tiles.read(tile).endswith(b"".join(hashes)):
            raise VerificationError(f"{tile.path}: its hashes are not those of its entries; {_NOT_SIGNED}")
        frontier.extend(hashes)
    if frontier.root() != head.root:
        raise VerificationError(f"head: the entries have another root; {_NOT_SIGNED}")
