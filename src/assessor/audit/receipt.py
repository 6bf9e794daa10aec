"""
Receipts: that one entry is in the log, for somebody who has nothing but the log's key (C2SP tlog-proof).

Holds the form and the steps of verifying. The extra data of a receipt of ours is the entry
itself; nothing believes it but the proof, so a receipt without it serves as well, with the entry
beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.canonical import MAX_BYTES
from assessor.audit.checkpoint import Checkpoint, parse_signed_checkpoint
from assessor.audit.cosignature import verify_cosignatures
from assessor.audit.entry import Entry
from assessor.audit.merkle import HASH_SIZE, hash_leaf
from assessor.audit.note_key import decode_base64, encode_base64
from assessor.audit.proofs import MAX_SIZE, verify_inclusion
from assessor.audit.signed_note import MAX_NOTE, verify_note
from assessor.domain.quoting import quote
from assessor.errors import ReceiptInvalidError, UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.note_key import VerifierKey

HEADER = "c2sp.org/tlog-proof@v1"
"""The first line."""

MAX_PROOF = 64
"""The most hashes in a proof."""

MAX_RECEIPT = MAX_NOTE + 2 * MAX_BYTES
"""The most bytes in a receipt: a note, and an entry in Base 64 with its proof."""

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    A receipt as read: nothing in it is believed yet.

    Attributes:
        index: The entry's place.
        proof: Hashes from the leaf's sibling up.
        checkpoint: The signed note, as it was.
        extra: The entry's bytes, where it carries them.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def render(self) -> bytes:
        """Return the receipt's bytes."""
        extra = [f"extra {encode_base64(self.extra)}"] if self.extra is not None else []
        lines = [HEADER, *extra, f"index {self.index}", *map(encode_base64, self.proof)]
        return "".join(f"{line}\n" for line in lines).encode("ascii") + b"\n" + self.checkpoint


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """
    What a receipt shows.

    Attributes:
        entry: The entry that is in the log.
        checkpoint: The log it is in.
        signers: Keys of the log that signed, of those given.
        witnesses: Keys of the witnesses asked for, all of which cosigned.
    """

    entry: Entry
    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...]


def parse_receipt(data: bytes) -> Receipt:
    """
    Read a receipt; see C2SP tlog-proof, section Format.

    Raises:
        ReceiptInvalidError: The bytes are none.
    """
    if len(data) > MAX_RECEIPT:
        raise ReceiptInvalidError(f"a receipt of {len(data)} bytes: it has at most {MAX_RECEIPT}")
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or not head.isascii():
        raise ReceiptInvalidError("a receipt is a proof, an empty line, and a checkpoint")
    first, *lines = head.decode("ascii").split("\n")
    if first != HEADER:
        raise ReceiptInvalidError(f"a receipt begins with `{HEADER}`, not with {quote(first)}")
    extra = _read_base64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
    found = _INDEX.fullmatch(lines[0]) if lines else None
    if found is None or int(found[1]) > MAX_SIZE:
        raise ReceiptInvalidError("a receipt has a line `index` with the place of its entry")
    if len(lines) > 1 + MAX_PROOF:
        raise ReceiptInvalidError(f"a receipt has at most {MAX_PROOF} hashes")
    proof = tuple(_read_base64(line) for line in lines[1:])
    if any(len(item) != HASH_SIZE for item in proof):
        raise ReceiptInvalidError(f"each hash of a receipt has {HASH_SIZE} bytes")
    return Receipt(int(found[1]), proof, checkpoint, extra)


def verify_receipt(
    receipt: Receipt, keys: Iterable[VerifierKey], *, witnesses: Iterable[VerifierKey] = (), entry: bytes | None = None
) -> VerifiedReceipt:
    """
    Verify a receipt, by the steps of C2SP tlog-proof.

    Args:
        keys: Keys of logs that are trusted; each is good for the log of its name.
        witnesses: Keys of witnesses, all of which must have cosigned.
        entry: The entry's bytes, where the receipt does not carry them, or others are to be held against it.

    Raises:
        UsageError: There is no entry to verify.
        VerificationError: The receipt does not show that the entry is in the log.
    """
    # 1. The leaf hash is that of the entry's bytes.
    data = receipt.extra if entry is None else entry
    if data is None:
        raise UsageError("the receipt does not carry its entry: give the entry's bytes too")
    leaf_hash = hash_leaf(data)
    # 2. The checkpoint is signed by a key of the log that it names.
    signed = parse_signed_checkpoint(receipt.checkpoint)
    checkpoint = signed.checkpoint
    signers = verify_note(signed.note, [key for key in keys if key.name == checkpoint.origin])
    # 3. Every witness asked for has cosigned it.
    asked = tuple(witnesses)
    cosigned = {cosignature.witness for cosignature in verify_cosignatures(signed.note, asked)}
    missing = [str(witness) for witness in asked if witness not in cosigned]
    if missing:
        raise VerificationError(f"the checkpoint lacks the cosignature of {' and '.join(missing)}")
    # 4. The proof leads from the leaf hash to the signed root.
    verify_inclusion(leaf_hash, receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    return VerifiedReceipt(Entry.from_bytes(receipt.index, data), checkpoint, signers, asked)


def _read_base64(line: str) -> bytes:
    data = decode_base64(line)
    if data is None:
        raise ReceiptInvalidError(f"{quote(line)} is no Base 64")
    return data
