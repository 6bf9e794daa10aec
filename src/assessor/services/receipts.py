"""
Receipts: issuing one for an entry, and verifying one without a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.note_key import parse_verifier_key
from assessor.audit.receipt import Receipt, parse_receipt
from assessor.audit.receipt import verify_receipt as verify
from assessor.errors import CheckpointMissingError, UsageError
from assessor.services.last_checkpoint import last_checkpoint
from assessor.services.prove import include
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.receipt import VerifiedReceipt
    from assessor.services.context import Context

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """
    A receipt for one entry.

    Attributes:
        size: Entries under the checkpoint in it.
        receipt: Its bytes, as text.
    """

    index: int
    size: int
    receipt: str


def issue_receipt(context: Context, index: int, *, carries_entry: bool = True) -> IssuedReceipt:
    """
    Prove that an entry is in the log, under its last checkpoint.

    The proof is checked against the root that was signed before it is handed out.

    Args:
        index: The entry.
        carries_entry: Whether the receipt holds the entry itself.

    Raises:
        UsageError: The log ends before the entry.
        CheckpointMissingError: No checkpoint covers it yet.
        VerificationError: What is stored does not fit what was signed.
    """
    with context.database.read() as tx:
        signed = last_checkpoint(tx)
        covered = signed.checkpoint.size
        if index >= covered:
            size = tx.log.size()
            if index >= size:
                raise UsageError(f"entry {index} is not there: the log has {size} entries, 0 to {size - 1}")
            raise CheckpointMissingError(
                f"entry {index} came after the last checkpoint, of {covered} entries: run `assessor log checkpoint`"
            )
        found = include(tx, index, covered, signed.checkpoint.root)
    receipt = Receipt(index, found.proof, signed.note.render(), found.entry if carries_entry else None)
    _log.info("receipt.issued", entry=index, size=covered)
    return IssuedReceipt(index, covered, receipt.render().decode())


def verify_receipt(
    data: bytes, keys: Iterable[str], *, witnesses: Iterable[str] = (), entry: bytes | None = None
) -> VerifiedReceipt:
    """
    Verify a receipt; nothing but what is given is read.

    Args:
        data: The receipt.
        keys: Verifier keys of logs that are trusted.
        witnesses: Verifier keys of witnesses that must have cosigned.
        entry: The entry's bytes, where the receipt does not carry them.

    Raises:
        UsageError: There is no entry to verify.
        VerificationError: The receipt is none, or does not show that the entry is in the log.
    """
    return verify(
        parse_receipt(data),
        [parse_verifier_key(key) for key in keys],
        witnesses=[parse_verifier_key(key) for key in witnesses],
        entry=entry,
    )
