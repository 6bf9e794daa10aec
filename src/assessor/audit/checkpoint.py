"""
Checkpoints: what a log says of itself at some size, as the text of a signed note (C2SP tlog-checkpoint).

Holds the text's three lines and whatever a log adds to them. A checkpoint alone proves nothing:
whose signature counts is decided by whoever holds keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessor.audit.merkle import HASH_SIZE
from assessor.audit.note_key import decode_base64, encode_base64
from assessor.audit.signed_note import Note, parse_note
from assessor.domain.quoting import quote
from assessor.errors import NoteInvalidError

MAX_SIZE = 2**63 - 1
"""The largest log that a checkpoint can be of: what every database and language can count."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_FIXED_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    The log of some name at some size.

    Attributes:
        origin: The log's name.
        size: Entries in it.
        root: The root of the tree over them.
        extensions: Further lines, of no meaning here; this program writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def render(self) -> str:
        """Return the text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encode_base64(self.root), *self.extensions))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the note it came in; its signatures are not verified by having been read."""

    checkpoint: Checkpoint
    note: Note


def parse_checkpoint(text: str) -> Checkpoint:
    """
    Read a checkpoint from the text of a note.

    Raises:
        NoteInvalidError: The text is none; see C2SP tlog-checkpoint, section Note text.
    """
    *lines, rest = text.split("\n")
    if rest or len(lines) < _FIXED_LINES or not all(lines):
        raise NoteInvalidError("a checkpoint has three lines or more, none of them empty: origin, size, root")
    origin, size, encoded, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > MAX_SIZE:
        raise NoteInvalidError(f"a checkpoint's size is a whole number without leading zeros, not {quote(size)}")
    root = decode_base64(encoded)
    if root is None or len(root) != HASH_SIZE:
        raise NoteInvalidError(f"a checkpoint's root is {HASH_SIZE} bytes in base64, not {quote(encoded)}")
    return Checkpoint(origin, int(size), root, tuple(extensions))


def parse_signed_checkpoint(data: bytes) -> SignedCheckpoint:
    """
    Read a signed checkpoint.

    Raises:
        NoteInvalidError: The bytes are no note, or its text is no checkpoint.
    """
    note = parse_note(data)
    return SignedCheckpoint(parse_checkpoint(note.text), note)
