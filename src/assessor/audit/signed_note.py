"""
Signed notes: text with signatures of named keys under it (C2SP signed-note, version 1).

Holds reading, writing, signing and verifying. Reading judges form alone and keeps signatures of
every kind; verifying looks at the signatures of the keys it is given, and at no other. What the
text says is for whoever reads it, after verifying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.note_key import Algorithm, decode_base64, encode_base64, is_key_name
from assessor.domain.quoting import quote
from assessor.errors import NoteInvalidError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.audit.note_key import SigningKey, VerifierKey

MAX_NOTE = 1_000_000
"""The most bytes in a note; a hundred post-quantum signatures have room."""

MAX_SIGNATURES = 100
"""The most signatures under a note; a verifier must accept 16."""

_KEY_ID_SIZE = 4
_BEGIN = "— "
_MOST_NAMED = 3
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """
    One signature as it stands under a note.

    Attributes:
        name: The name of the key.
        key_id: Its four bytes.
        signature: What the key's algorithm makes of the text; at least one byte.
    """

    name: str
    key_id: bytes
    signature: bytes

    def is_of(self, key: VerifierKey) -> bool:
        """Return whether it names this key; whether it is good is another question."""
        return (self.name, self.key_id) == (key.name, key.key_id)

    def render(self) -> str:
        """Return its line, without the newline."""
        return f"{_BEGIN}{self.name} {encode_base64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """
    A note as read: nothing in it is believed yet.

    Attributes:
        text: What is signed, its last newline included.
        signatures: All of them, in their order.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def render(self) -> bytes:
        """Return the note's bytes."""
        lines = "".join(f"{signature.render()}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def with_signatures(self, signatures: Iterable[NoteSignature]) -> Note:
        """Return the note with further signatures below those it has; none stands twice."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *signatures))))


def parse_note(data: bytes) -> Note:
    """
    Read a note.

    Args:
        data: At most 1,000,000 bytes, from anywhere.

    Raises:
        NoteInvalidError: It is no note; see C2SP signed-note, section Format.
    """
    if len(data) > MAX_NOTE:
        raise NoteInvalidError(f"a note of {len(data)} bytes: it has at most {MAX_NOTE}")
    text, blank, lines = _decode(data).rpartition("\n\n")
    if not blank:
        raise NoteInvalidError("a note is text, an empty line, and signatures: there is no empty line")
    return Note(f"{text}\n", parse_signatures(lines))


def parse_signatures(lines: str) -> tuple[NoteSignature, ...]:
    """
    Read the lines under a note, which is also how a witness answers.

    Raises:
        NoteInvalidError: There are none, too many, or something else stands among them.
    """
    if not lines.endswith("\n"):
        raise NoteInvalidError("the last line of a note is a signature that ends in a newline")
    found = lines[:-1].split("\n", MAX_SIGNATURES)
    if len(found) > MAX_SIGNATURES:
        raise NoteInvalidError(f"a note has at most {MAX_SIGNATURES} signatures")
    return tuple(_parse_signature(line) for line in found)


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """
    Verify a note under known keys and return those that signed it, in the order of their signatures.

    Signatures of other keys are ignored, even where a name or an id alone is that of a known key.

    Args:
        keys: The known keys; those of other algorithms than plain Ed25519 sign no note as a whole.

    Raises:
        VerificationError: A signature of a known key is not good, or no known key signed.
    """
    known = tuple(key for key in keys if key.algorithm is Algorithm.ED25519)
    message = note.text.encode()
    signers: dict[VerifierKey, None] = {}
    for signature in note.signatures:
        meant = [key for key in known if signature.is_of(key)]
        good = [key for key in meant if key.verify(message, signature.signature)]
        if meant and not good:
            raise VerificationError(f"the signature of {_name(signature)} is not good: the text or it was changed")
        signers |= dict.fromkeys(good)
    if not signers:
        raise VerificationError(f"it is signed by no known key, but by {_list(note.signatures)}")
    return tuple(signers)


def sign_note(text: str, keys: Sequence[SigningKey]) -> Note:
    """
    Return a note over text, signed by each key in order.

    Raises:
        NoteInvalidError: The text does not end in a newline, or holds what a note cannot.
    """
    message = text.encode()
    signatures = (NoteSignature(k.verifier.name, k.verifier.key_id, k.sign(message)) for k in keys)
    note = Note(text, tuple(signatures))
    if not text.endswith("\n") or parse_note(note.render()) != note:
        raise NoteInvalidError("the text of a note ends in a newline and has no other control character")
    return note


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteInvalidError(f"byte {error.start}: a note is UTF-8") from error
    control = _CONTROL.search(text)
    if control is not None:
        raise NoteInvalidError(f"character {control.start()}: a note has no control character but the newline")
    return text


def _parse_signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_BEGIN).partition(" ")
    data = decode_base64(encoded)
    if not line.startswith(_BEGIN) or not space or not is_key_name(name) or data is None or len(data) <= _KEY_ID_SIZE:
        raise NoteInvalidError(f"{quote(line)} is no signature: it reads `— name base64`")
    return NoteSignature(name, data[:_KEY_ID_SIZE], data[_KEY_ID_SIZE:])


def _name(signature: NoteSignature) -> str:
    return quote(f"{signature.name}+{signature.key_id.hex()}")


def _list(signatures: tuple[NoteSignature, ...]) -> str:
    named = ", ".join(_name(signature) for signature in signatures[:_MOST_NAMED])
    return named + (f" and {len(signatures) - _MOST_NAMED} more" if len(signatures) > _MOST_NAMED else "")
