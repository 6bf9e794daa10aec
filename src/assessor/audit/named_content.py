"""
Which content an entry names: where in its body a digest stands for bytes kept beside the log.

Other digests in bodies (of read sets, inputs, programs) identify something that can be computed
again, and no bytes are kept under them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeGuard

from assessor.audit.entry import parse_body
from assessor.audit.media_types import NAMED_AS, SIGNAL_TEXT
from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.audit.entry import Entry

NAMES: Final[Mapping[str, Mapping[str, bool]]] = {
    kind: {key: media_type == SIGNAL_TEXT for key, media_type in keys.items()} for kind, keys in NAMED_AS.items()
}
"""By type of entry, the keys of its body that name content, and whether that content is erasable."""

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


Named = tuple[str, bool, int]
"""Content that an entry names: its digest, whether it is erasable, so that it may be gone, and the entry's index."""


def list_content(entry: Entry) -> list[Named]:
    """
    Return the content that an entry names.

    Raises:
        EntryInvalidError: It names some by what is no digest.
    """
    return list_named(entry.index, entry.type, entry.data)


def list_named(index: int, kind: str, data: bytes) -> list[Named]:
    """Return the content that the bytes of an entry name that was read before; see `list_content`."""
    keys = NAMES.get(kind)
    if keys is None:
        return []
    named = []
    body = parse_body(data)
    for key, is_erasable in keys.items():
        if key in body:
            address = body[key]
            if not is_digest(address):
                raise EntryInvalidError(f"entry {index}: {quote(str(address))} is no digest of content")
            named.append((address, is_erasable, index))
    return named


def is_digest(value: object) -> TypeGuard[str]:
    """Return whether a value is a digest as entries write it."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None
