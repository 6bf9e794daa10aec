"""
The log's keys and known witnesses, followed from entry to entry.

Whoever pinned a key walks from it along the rotations that the log itself records: each is signed
by the key before, and tied to the history before it. Holds the walk and what it has met; reads
entries, and no signature of a checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.draft import draft_entry
from assessor.audit.entry import EntryType
from assessor.audit.key_statement import read_key
from assessor.audit.note_key import Algorithm, parse_verifier_key
from assessor.domain.quoting import quote
from assessor.errors import NoteInvalidError, VerificationError

if TYPE_CHECKING:
    from assessor.audit.draft import EntryDraft
    from assessor.audit.entry import Entry
    from assessor.audit.note_key import VerifierKey

KEY_TYPES = (EntryType.KEY_ANNOUNCED, EntryType.KEY_ROTATED, EntryType.WITNESS_ADDED)
"""The types of entries that say whose signatures count."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """
    A key of the log.

    Attributes:
        key: Its public half.
        index: The entry from which on it signs.
    """

    key: VerifierKey
    index: int


class KeyChain:
    """The keys of a log up to some entry. It grows in place, as a frontier does."""

    def __init__(self, origin: str) -> None:
        """Begin at the first entry of the log of this name."""
        self._origin = origin
        self.keys: list[LogKey] = []
        self.witnesses: dict[VerifierKey, int] = {}

    @property
    def current(self) -> VerifierKey | None:
        """The key that signs now, if the log has one."""
        return self.keys[-1].key if self.keys else None

    def take(self, entry: Entry, root: bytes) -> None:
        """
        Follow one entry of `KEY_TYPES`.

        Args:
            entry: The next of them.
            root: The root of the log before it.

        Raises:
            VerificationError: It says what cannot be: a signature is missing, the key it replaces
                is not the current one, or it belongs into another log or another place.
        """
        if entry.type is EntryType.WITNESS_ADDED:
            self.witnesses.setdefault(_read_witness(entry), entry.index)
            return
        statement = read_key(entry)
        if statement.replaces != self.current:
            raise VerificationError(
                f"it replaces {statement.replaces or 'no key'}, where {self.current or 'none'} signs"
            )
        if statement.origin != self._origin or statement.key.name != self._origin:
            raise VerificationError(f"it is about a key of another log than `{self._origin}`")
        if statement.key in (earlier.key for earlier in self.keys):
            raise VerificationError(f"it goes back to {statement.key}, which was replaced before")
        if (statement.size, statement.root) != (entry.index, root):
            raise VerificationError("it was signed over another history than the one before it")
        self.keys.append(LogKey(statement.key, entry.index))

    def required(self, since: int) -> tuple[VerifierKey, ...]:
        """
        Return the keys that the next checkpoint must be signed by.

        The current one; after a rotation that no checkpoint has covered, the one before it too.

        Args:
            since: The size of the last checkpoint, 0 where there was none.
        """
        if not self.keys:
            return ()
        *earlier, last = self.keys
        return (earlier[-1].key, last.key) if earlier and last.index >= since else (last.key,)


def draft_witness(key: VerifierKey, *, actor: str) -> EntryDraft:
    """
    Draft the entry that makes a witness known.

    Raises:
        NoteInvalidError: The key is not one that cosigns.
    """
    _check_witness(key)
    return draft_entry(EntryType.WITNESS_ADDED, {"key": key.render()}, actor=actor)


def _read_witness(entry: Entry) -> VerifierKey:
    body = entry.parse_body()
    if body.keys() != {"key"} or not isinstance(body["key"], str):
        raise NoteInvalidError("an entry about a witness has a `key` and nothing else")
    key = parse_verifier_key(body["key"])
    _check_witness(key)
    return key


def _check_witness(key: VerifierKey) -> None:
    if not key.name.isprintable():
        raise NoteInvalidError(f"the witness's name {quote(key.name)} has a character that cannot be printed")
    if key.algorithm is not Algorithm.COSIGNATURE_V1:
        raise NoteInvalidError(
            f"the key of `{key.name}` is of algorithm 0x{key.algorithm:02x}; a witness cosigns by 0x04 (cosignature/v1)"
        )
