"""
Pins: checkpoints that somebody keeps, with the keys they hold for the log's.

Holds the value and what may join what is pinned already. The first key of a log is taken on the
word of whoever pins; every later one must be vouched for by a key that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.signed_note import Note, verify_note
from assessor.domain.quoting import quote
from assessor.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.checkpoint import Checkpoint, SignedCheckpoint
    from assessor.audit.note_key import VerifierKey


@dataclass(frozen=True, slots=True)
class Pin:
    """
    A checkpoint that is kept.

    Attributes:
        checkpoint: What it says.
        note: The note it came in, with the signatures of `keys` and no other.
        keys: The keys that signed it, each known by then.
    """

    checkpoint: Checkpoint
    note: Note
    keys: tuple[VerifierKey, ...]


def make_pin(signed: SignedCheckpoint, earlier: Iterable[Pin], key: VerifierKey | None = None) -> Pin:
    """
    Return the pin of a checkpoint, its signatures verified.

    Args:
        signed: The checkpoint.
        earlier: All pins there are; those of other logs do not matter.
        key: A key of the log that is not known yet.

    Raises:
        UsageError: It is the first of its log, and no key was given.
        VerificationError: It is not signed by a known key (and by the new one, where one was
            given), or says otherwise than a pin of the same size: the log was forked.
    """
    checkpoint = signed.checkpoint
    pins = [pin for pin in earlier if pin.checkpoint.origin == checkpoint.origin]
    known = dict.fromkeys(k for pin in pins for k in pin.keys)
    if not known and key is None:
        raise UsageError(
            f"log {quote(checkpoint.origin)} is pinned for the first time: give its verifier key with --key, from "
            "somebody you trust; `assessor log key` prints it where the log is kept"
        )
    signers = verify_note(signed.note, [*known, *([key] if key is not None else [])])
    if key is not None and key not in signers:
        raise VerificationError(f"it is not signed by the key that was given, {key}")
    if known and not set(known) & set(signers):
        raise VerificationError(
            "it is signed by the key that was given, and by none that is known: a new key is taken from a checkpoint "
            "under both, which the log made when the key was rotated"
        )
    for pin in pins:
        if pin.checkpoint.size == checkpoint.size and pin.checkpoint.root != checkpoint.root:
            raise VerificationError(
                f"log {quote(checkpoint.origin)} signed another root at size {checkpoint.size}, which is pinned: the "
                "log was forked; keep both notes, they prove it"
            )
    return pin_of(signed, signers)


def pin_of(signed: SignedCheckpoint, signers: tuple[VerifierKey, ...]) -> Pin:
    """Return the pin of a checkpoint whose signatures by these keys were verified."""
    kept = tuple(s for s in signed.note.signatures if any(s.is_of(k) for k in signers))
    return Pin(signed.checkpoint, Note(signed.note.text, kept), signers)
