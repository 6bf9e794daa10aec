"""
Documents as a page carries them: deflated, so that a page that is opened from a disk has what it checks, in a third.

Most of a document is what was read, which assessments that follow each other have in common. It is deflated once, up to
the end of a byte, and what was found beyond it as a stream of its own: both together are one.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Final

from assessor.audit.note_key import encode_base64

_HEAD: Final = b"\x78\x9c"  # RFC 1950, 2.2: deflated, a window of 32 kB, at the default level
_FOUND: Final = b',"verdict":'
_MOST_KEPT: Final = 8


def pack(document: bytes) -> str:
    """Return a document of an assessment as a zlib stream (RFC 1950), in Base 64."""
    read, mark, found = document.partition(_FOUND)
    rest = _deflater()
    parts = (_HEAD, _begin(read), rest.compress(mark + found), rest.flush(), zlib.adler32(document).to_bytes(4, "big"))
    return encode_base64(b"".join(parts))


@lru_cache(maxsize=_MOST_KEPT)
def _begin(data: bytes) -> bytes:
    """Return the beginning of a stream; what comes after it looks back at nothing of it."""
    begun = _deflater()
    return begun.compress(data) + begun.flush(zlib.Z_FULL_FLUSH)


def _deflater() -> zlib._Compress:
    return zlib.compressobj(wbits=-zlib.MAX_WBITS)
