"""
Keys for tests, from fixed seeds, and a witness that signs by the letter of C2SP tlog-cosignature.

The witness uses `cryptography` and nothing of ours, so that it can show ours to be wrong.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

COSIGNATURE_V1 = b"\x04"


@dataclass(frozen=True)
class Witness:
    """A witness of some name; its seed is the name's hash."""

    name: str

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(self.name.encode()).digest())

    @property
    def material(self) -> bytes:
        return COSIGNATURE_V1 + self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.material).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.material).decode()}"

    def line(self, text: str, timestamp: int = 1_777_204_800) -> str:
        """Return the line under a note of this text; by default of 26 April 2026, noon."""
        signature = self.private.sign(f"cosignature/v1\ntime {timestamp}\n{text}".encode())
        blob = self.key_id + timestamp.to_bytes(8, "big") + signature
        return f"— {self.name} {base64.b64encode(blob).decode()}\n"
