"""
Verification of what signs a log: its keys, its kept checkpoints, cosignatures, and pins.

Walks beside the recomputation of the entries, so that every checkpoint meets the root at its own
size, under the keys of that size; memory does not grow with either. Trusts no table for keys or
witnesses: both are read from the entries as they pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.cosignature import verify_cosignatures
from assessor.audit.entry import Entry
from assessor.audit.fault import Fault
from assessor.audit.key_chain import KEY_TYPES, KeyChain
from assessor.audit.signed_note import Note, parse_note, parse_signatures, verify_note
from assessor.domain.quoting import quote
from assessor.errors import LogError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.merkle import Frontier
    from assessor.audit.note_key import VerifierKey
    from assessor.audit.pin import Pin
    from assessor.audit.stored import StoredCheckpoint, StoredCosignature, StoredEntry

_KEY_TYPES = frozenset(KEY_TYPES)


@dataclass(frozen=True, slots=True)
class Signed:
    """
    What signs a log, as stored.

    Attributes:
        checkpoints: All that were kept, by size.
        cosignatures: All that were kept, in any order.
        pins: Those of this log, from outside the database.
        key: A key that somebody knows to be the log's.
    """

    checkpoints: Iterable[StoredCheckpoint] = ()
    cosignatures: Iterable[StoredCosignature] = ()
    pins: Iterable[Pin] = ()
    key: VerifierKey | None = None


class SignedRecomputed:
    """What the signatures seen so far amount to. It moves forward with the entries."""

    def __init__(self, signed: Signed) -> None:
        """Begin before the first entry."""
        self.checkpoints = 0
        self.cosignatures = 0
        self.pins = 0
        self._origin = ""
        self._chain = KeyChain("")
        self._last_size = 0
        self._key = signed.key
        self._cosignatures = signed.cosignatures
        self._checkpoints = iter(signed.checkpoints)
        self._pins = iter(sorted(signed.pins, key=lambda pin: pin.checkpoint.size))
        self._checkpoint = next(self._checkpoints, None)
        self._pin = next(self._pins, None)

    def found(self, origin: str) -> None:
        """Note the log's name, which its first entry says."""
        self._origin, self._chain = origin, KeyChain(origin)

    def take(self, row: StoredEntry, frontier: Frontier) -> Fault | None:
        """Follow an entry that was checked by itself; the frontier is the one before it."""
        if row.type not in _KEY_TYPES:
            return None
        try:
            self._chain.take(Entry.from_bytes(row.entry_index, row.data), frontier.root())
        except LogError as error:
            return Fault(f"entry {row.entry_index}", str(error), row.entry_index)
        return None

    def is_due_before(self, size: int) -> bool:
        """Return whether something was signed at a smaller size, and not compared yet."""
        return (self._checkpoint is not None and self._checkpoint.size < size) or (
            self._pin is not None and self._pin.checkpoint.size < size
        )

    def compare(self, frontier: Frontier) -> Fault | None:
        """Compare everything that was signed at the size now reached."""
        while self._checkpoint is not None and self._checkpoint.size == frontier.size:
            try:
                self._check_checkpoint(self._checkpoint, frontier)
            except LogError as error:
                return Fault(f"checkpoint {self._checkpoint.size}", str(error))
            self._last_size = self._checkpoint.size
            self._checkpoint = next(self._checkpoints, None)
            self.checkpoints += 1
        while self._pin is not None and self._pin.checkpoint.size == frontier.size:
            try:
                verify_note(self._pin.note, self._pin.keys)
                _check_root(self._pin.checkpoint.root, frontier)
            except LogError as error:
                return Fault(f"pin {self._pin.checkpoint.size}", str(error))
            self._pin = next(self._pins, None)
            self.pins += 1
        return None

    def finish(self, frontier: Frontier) -> Fault | None:
        """Say what was signed at a size that the log has not, or by nobody known; then verify cosignatures."""
        if self._key is not None and self._key not in (held.key for held in self._chain.keys):
            return Fault("known key", "the log is not and never was signed by it: this is another log")
        if self._checkpoint is not None:
            return Fault(f"checkpoint {self._checkpoint.size}", _beyond(self._checkpoint.size, frontier))
        if self._pin is not None:
            return Fault(f"pin {self._pin.checkpoint.size}", _beyond(self._pin.checkpoint.size, frontier))
        for stored in self._cosignatures:
            try:
                self._check_cosignature(stored)
            except LogError as error:
                return Fault(f"cosignature of checkpoint {stored.size}", str(error))
            self.cosignatures += 1
        return None

    def _check_checkpoint(self, stored: StoredCheckpoint, frontier: Frontier) -> None:
        if type(stored.note) is not bytes:
            raise VerificationError("its row holds another kind of value than was stored")
        signed = parse_signed_checkpoint(stored.note)
        checkpoint = signed.checkpoint
        if (checkpoint.origin, checkpoint.size) != (self._origin, stored.size):
            raise VerificationError("it is of another log or another size than its row says")
        required = self._chain.required(self._last_size)
        signers = verify_note(signed.note, required)
        missing = [key for key in required if key not in signers]
        if missing:
            raise VerificationError(f"it lacks the signature of {' and '.join(map(str, missing))}")
        _check_root(checkpoint.root, frontier)

    def _check_cosignature(self, stored: StoredCosignature) -> None:
        if type(stored.line) is not str or type(stored.note) is not bytes:
            raise VerificationError("its row holds another kind of value than was stored")
        note = Note(parse_note(stored.note).text, parse_signatures(f"{stored.line}\n"))
        if len(verify_cosignatures(note, self._chain.witnesses)) != len(note.signatures):
            raise VerificationError("it is of no witness that the log knows")


def _check_root(root: bytes, frontier: Frontier) -> None:
    if root != frontier.root():
        raise VerificationError(f"the first {frontier.size} entries have another root: what it covered was changed")


def _beyond(size: object, frontier: Frontier) -> str:
    return f"it is of size {quote(str(size))}, and {frontier.size} entries are left: some were dropped"
