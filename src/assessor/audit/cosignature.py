"""
Cosignatures: a witness says when it saw a log consistent (C2SP tlog-cosignature, cosignature/v1).

Holds what a witness signs with Ed25519, and the verifying of it. A cosignature says that, at a
moment, the checkpoint was the largest the witness had seen of that log and extended all it had
seen before. The newer kind, ML-DSA-44 over a binary structure, is not verified here: it stands
under notes as the signature of an unknown key, kept and not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.note_key import SIGNATURE_SIZE, Algorithm
from assessor.domain.quoting import quote
from assessor.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.note_key import VerifierKey
    from assessor.audit.signed_note import Note, NoteSignature

MAX_TIMESTAMP = 2**63 - 1
"""The latest moment that a cosignature may name."""

_TIMESTAMP_SIZE = 8
_HEADER = "cosignature/v1"


@dataclass(frozen=True, slots=True)
class Cosignature:
    """
    A cosignature that was verified.

    Attributes:
        witness: The key that made it.
        timestamp: When, by the witness's own clock, in seconds since 1970 (POSIX).
        signature: As it stands under the note.
    """

    witness: VerifierKey
    timestamp: int
    signature: NoteSignature


def verify_cosignatures(note: Note, witnesses: Iterable[VerifierKey]) -> tuple[Cosignature, ...]:
    """
    Verify the cosignatures under a note that known witnesses made, in their order.

    All other signatures are ignored: the log's own, and those of witnesses nobody here knows.

    Raises:
        VerificationError: A signature of a known witness is not good; none counts then.
    """
    known = tuple(key for key in witnesses if key.algorithm is Algorithm.COSIGNATURE_V1)
    found: list[Cosignature] = []
    for signature in dict.fromkeys(note.signatures):
        meant = [key for key in known if signature.is_of(key)]
        good = [key for key in meant if _is_good(note.text, signature.signature, key)]
        if meant and not good:
            name = quote(f"{signature.name}+{signature.key_id.hex()}")
            raise VerificationError(f"the cosignature of {name} is not good: it is of another checkpoint, or changed")
        found += [Cosignature(key, _timestamp(signature.signature), signature) for key in good]
    return tuple(found)


def render_cosigned(text: str, timestamp: int) -> bytes:
    """
    Return what a witness signs.

    Args:
        text: The text of the checkpoint's note.
        timestamp: Seconds since 1970.
    """
    return f"{_HEADER}\ntime {timestamp}\n{text}".encode()


def _timestamp(signature: bytes) -> int:
    return int.from_bytes(signature[:_TIMESTAMP_SIZE], "big")


def _is_good(text: str, signature: bytes, key: VerifierKey) -> bool:
    timestamp = _timestamp(signature)
    return (
        len(signature) == _TIMESTAMP_SIZE + SIGNATURE_SIZE
        and timestamp <= MAX_TIMESTAMP
        and key.verify(render_cosigned(text, timestamp), signature[_TIMESTAMP_SIZE:])
    )
