"""
What each file of a site was made from: so that the next publish makes again only what is no longer so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "assessor-site-manifest-v1"


@dataclass(frozen=True, slots=True)
class Made:
    """
    A file of the site.

    Attributes:
        of: What it was made from, by a digest; empty where it is made every time.
        sha256: Of its bytes, in hexadecimal digits.
        shares: The files that it names and shares with others, by address.
    """

    of: str
    sha256: str
    shares: tuple[str, ...] = ()


def digest_of(*parts: object) -> str:
    """Return a digest over what something is made from."""
    return sha256(json.dumps(parts, ensure_ascii=True, default=str).encode()).hexdigest()


def render_manifest(made: Mapping[str, Made]) -> bytes:
    """Return a manifest, a line a file, by address."""
    lines = (
        f"{json.dumps(name)}: {json.dumps([one.of, one.sha256, *one.shares])}" for name, one in sorted(made.items())
    )
    return f'{{"format": "{FORMAT}", "files": {{\n'.encode() + ",\n".join(lines).encode() + b"\n}}\n"


def parse_manifest(data: bytes) -> dict[str, Made] | None:
    """Return what a manifest says; None where the bytes are none."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            return None
        return {
            str(name): Made(str(of), str(digest), tuple(map(str, shares)))
            for name, (of, digest, *shares) in found["files"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
