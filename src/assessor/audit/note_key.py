"""
Keys of signed notes: names, key ids, and their text forms (C2SP signed-note).

Holds the public half that anyone verifies with and the private half that signs, both Ed25519
(RFC 8032), and how each is written. Where a private key is kept is not known here. No message
and no `repr` ever holds one.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessor.domain.quoting import quote
from assessor.errors import NoteInvalidError, SigningKeyError

KEY_SIZE = 32
"""Bytes in a public key, and in the seed of a private one."""

SIGNATURE_SIZE = 64
"""Bytes in an Ed25519 signature."""

MAX_KEY_TEXT = 1_000
"""The most characters in a key's text form."""

_P = 2**255 - 19
_ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
_LOW_ORDER = frozenset({0, 1, _P - 1, _ORDER_8, _P - _ORDER_8})
"""The y of the eight points of edwards25519 whose order divides 8, in whichever of fourteen ways they are written."""

_PRIVATE = "PRIVATE+KEY+"
_HASH_DIGITS = 8


class Algorithm(IntEnum):
    """What a key signs, by the identifier byte of C2SP signed-note; other bytes are not verified here."""

    ED25519 = 0x01
    COSIGNATURE_V1 = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """
    The public half of a key.

    Attributes:
        name: Whose key it is; a log's is its origin.
        algorithm: What it signs.
        public: The 32 bytes of RFC 8032.
    """

    name: str
    algorithm: Algorithm
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key beside its name; short, so that anybody can make them collide."""
        data = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return sha256(data).digest()[:4]

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Return whether the key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def render(self) -> str:
        """Return the text form: `name+hash+base64`."""
        material = encode_base64(bytes([self.algorithm]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def __str__(self) -> str:
        """Return the text form."""
        return self.render()


class SigningKey:
    """The private half of a log's key. It shows itself as its public half."""

    __slots__ = ("_private", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        """
        Take up a key.

        Args:
            name: The log's origin.
            seed: 32 random bytes, which are the secret.
        """
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = VerifierKey(name, Algorithm.ED25519, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, 64 bytes."""
        return self._private.sign(message)

    def render_secret(self) -> str:
        """Return the text form with the secret in it, for the one file it is kept in."""
        material = encode_base64(bytes([Algorithm.ED25519]) + self._private.private_bytes_raw())
        return f"{_PRIVATE}{self.verifier.name}+{self.verifier.key_id.hex()}+{material}"

    def __repr__(self) -> str:
        """Return the public half."""
        return f"SigningKey({self.verifier})"


def parse_verifier_key(text: str) -> VerifierKey:
    """
    Read a verifier key from `name+hash+base64`.

    Raises:
        NoteInvalidError: It is none, its hash is another key's, it is of an algorithm that is not
            verified here, or of a point for which anybody can sign.
    """
    refused = f"{quote(text)} is no verifier key of the form `name+hash+base64`"
    parts = text.split("+", 2) if len(text) <= MAX_KEY_TEXT else []
    if len(parts) != len(("name", "hash", "base64")) or not is_key_name(parts[0]):
        raise NoteInvalidError(refused)
    name, key_hash, encoded = parts
    material = decode_base64(encoded)
    if material is None or len(material) < 1:
        raise NoteInvalidError(refused)
    if material[0] not in tuple(Algorithm):
        raise NoteInvalidError(f"verifier key {quote(text)}: algorithm 0x{material[0]:02x} is not one verified here")
    if len(material) != 1 + KEY_SIZE:
        raise NoteInvalidError(refused)
    key = VerifierKey(name, Algorithm(material[0]), material[1:])
    if _is_low_order(key.public):
        raise NoteInvalidError(
            f"verifier key {quote(text)}: its point is of low order, so that anybody can sign for it"
        )
    if key.key_id.hex() != key_hash:
        raise NoteInvalidError(f"verifier key {quote(text)}: its hash is {key.key_id.hex()}, not {quote(key_hash)}")
    return key


def parse_signing_key(text: str) -> SigningKey:
    """
    Read a signing key from `PRIVATE+KEY+name+hash+base64`, the form of Go's sumdb/note.

    Raises:
        SigningKeyError: It is none; the message holds nothing of it.
    """
    name, key_hash, encoded = _split_secret(text)
    material = decode_base64(encoded)
    if material is None or len(material) != 1 + KEY_SIZE or material[0] != Algorithm.ED25519:
        raise SigningKeyError("the signing key is damaged, or of an algorithm other than Ed25519")
    key = SigningKey(name, material[1:])
    if key.verifier.key_id.hex() != key_hash:
        raise SigningKeyError("the signing key is damaged: its parts do not belong together")
    return key


def _split_secret(text: str) -> tuple[str, str, str]:
    parts = text.removeprefix(_PRIVATE).split("+", 2) if len(text) <= MAX_KEY_TEXT else []
    if not text.startswith(_PRIVATE) or len(parts) != len(("name", "hash", "base64")):
        raise SigningKeyError("there is no signing key of the form `PRIVATE+KEY+name+hash+base64`")
    name, key_hash, encoded = parts
    if not is_key_name(name) or len(key_hash) != _HASH_DIGITS:
        raise SigningKeyError("there is no signing key of the form `PRIVATE+KEY+name+hash+base64`")
    return name, key_hash, encoded


def _is_low_order(public: bytes) -> bool:
    y = int.from_bytes(public, "little") & (2**255 - 1)  # the top bit is the sign of x
    return y % _P in _LOW_ORDER


def is_key_name(name: str) -> bool:
    """Return whether text can name a key: not empty, no space of any alphabet, no `+`, nothing that UTF-8 lacks."""
    return bool(name) and not any(c.isspace() or c == "+" or c < " " or "\ud800" <= c <= "\udfff" for c in name)


def encode_base64(data: bytes) -> str:
    """Return bytes in the standard Base 64 of RFC 4648, section 4."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes | None:
    """Return the bytes, or None where the text is not what `encode_base64` writes: one text for any bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode_base64(data) == text else None
