"""
The last checkpoint of the log with the cosignatures under it, for whatever leaves the house.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assessor.audit.checkpoint import SignedCheckpoint, parse_signed_checkpoint
from assessor.audit.signed_note import parse_signatures
from assessor.errors import CheckpointMissingError

if TYPE_CHECKING:
    from assessor.store.unit_of_work import ReadTransaction

_parse: Final = lru_cache(maxsize=4)(parse_signed_checkpoint)  # one receipt after the other is under the same


def last_checkpoint(tx: ReadTransaction) -> SignedCheckpoint:
    """
    Return the checkpoint of the largest size; its signatures are as they were stored.

    Raises:
        CheckpointMissingError: Nothing was signed yet.
    """
    stored = tx.checkpoints.last()
    if stored is None:
        raise CheckpointMissingError("no checkpoint was made yet: run `assessor log checkpoint`")
    signed = _parse(stored.note)
    lines = "".join(f"{row.line}\n" for row in tx.checkpoints.cosignatures(stored.size))
    cosignatures = parse_signatures(lines) if lines else ()
    return SignedCheckpoint(signed.checkpoint, signed.note.with_signatures(cosignatures))
