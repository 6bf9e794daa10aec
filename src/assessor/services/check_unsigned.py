"""
What is signed for the first time is hashed once more before, from its bytes up.

A checkpoint is of a root that grew as entries came. Between an append and the checkpoint that covers it, bytes, leaf
hashes and tiles lie unsigned: what was changed there is told before anybody gets a signature that it does not have. It
takes as long as reading these entries, whatever lies below the last checkpoint; of that see `check_drawn`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.proofs import read_frontier
from assessor.audit.tiles import WIDTH
from assessor.errors import VerificationError
from assessor.services.hash_again import NOT_SIGNED, hash_again

if TYPE_CHECKING:
    from assessor.store.unit_of_work import ReadTransaction


def check_unsigned(tx: ReadTransaction) -> None:
    """
    Check that the entries that no checkpoint covers yet have the hashes, tiles and root that are stored.

    Those before them in the same tile are looked at too.

    Raises:
        VerificationError: The first that does not fit.
    """
    head, last = tx.log.head(), tx.checkpoints.last()
    begun = 0 if last is None else last.size // WIDTH
    frontier = read_frontier(begun * WIDTH, tx.tiles.nodes(head.size))
    for number in range(begun, -(-head.size // WIDTH)):
        frontier.extend(hash_again(tx, number, head.size))
    if frontier.root() != head.root:
        raise VerificationError(f"head: the entries have another root; {NOT_SIGNED}")
