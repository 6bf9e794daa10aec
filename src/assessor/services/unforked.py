"""
The one promise of a log that signs: no second history under its name.

What was signed last, and every pin of this log, must be of a history that the stored entries
still give. It is checked before anything is signed, from stored tiles; whether all entries below still
have these hashes, `assessor log verify` tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.signed_note import verify_note
from assessor.errors import VerificationError
from assessor.services.check_drawn import check_drawn
from assessor.services.check_unsigned import check_unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.audit.checkpoint import Checkpoint
    from assessor.audit.key_chain import KeyChain
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction


def check_unforked(context: Context, tx: ReadTransaction, chain: KeyChain) -> None:
    """
    Check that the log extends what was signed last and all that is pinned of it.

    Then see `check_unsigned` and `check_drawn`.

    Args:
        chain: The log's keys.

    Raises:
        VerificationError: It was rolled back, changed, or is another log of the same name.
    """
    head = tx.log.head()
    signed = {(c.size, c.root): what for what, c in _signed_before(context, tx, chain)}
    roots = tx.log.roots_at([head.size, *(size for size, _ in signed)])
    if roots.get(head.size) != head.root:
        raise VerificationError("head: the entries have another root; nothing was signed: run `assessor log verify`")
    for (size, root), what in signed.items():
        if size > head.size:
            raise VerificationError(
                f"{what} {size}: only {head.size} entries are left: the log was rolled back, perhaps to an older copy "
                "of the database; nothing was signed, since two histories under one key cannot be taken back"
            )
        if roots[size] != root:
            raise VerificationError(
                f"{what} {size}: the first {size} entries have another root: what was signed was changed, or this is "
                "another log of the same name; nothing was signed"
            )
    check_unsigned(tx)
    check_drawn(tx)


def _signed_before(context: Context, tx: ReadTransaction, chain: KeyChain) -> Iterator[tuple[str, Checkpoint]]:
    last, origin = tx.checkpoints.last(), tx.log.origin()
    if last is not None:
        signed = parse_signed_checkpoint(last.note)
        verify_note(signed.note, [held.key for held in chain.keys])
        yield "checkpoint", signed.checkpoint
    for pin in context.pins.read():
        if pin.checkpoint.origin == origin:
            yield "pin", pin.checkpoint
