"""
Spans: 256 entries that fill a tile, checked together at speed, in any order and in any process.

A span is what verification needs to know of entries that are good by themselves, so that it can go
on without their rows. Where a single one of them is not proved to be, there is no span: then
`assessor.audit.verify` looks at each row, and says what is wrong with it. So nothing that does not
fit is ever named here, and nothing passes here that would not pass there.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.audit.entry import EntryType
from assessor.audit.key_chain import KEY_TYPES
from assessor.audit.named_content import NAMES, list_in_body
from assessor.audit.plain_envelope import read_plain
from assessor.audit.tiles import WIDTH, compute_tile_root
from assessor.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.audit.stored import StoredRow

_PLAIN: Final = frozenset(EntryType) - {*KEY_TYPES, EntryType.LOG_CREATED, EntryType.CONTENT_ERASED}


class Span(NamedTuple):
    """
    What a full tile's entries amount to: each is good by itself, and none is before the one that precedes it.

    Attributes:
        first: The index of the first.
        leaf_hashes: Theirs, one after the other.
        root: The root of the full subtree over them.
        recorded_from: The instant of the first.
        recorded_until: The instant of the last.
        named: The content that they name, each by its digest, whether it is erasable, and the entry.
    """

    first: int
    leaf_hashes: bytes
    root: bytes
    recorded_from: str
    recorded_until: str
    named: tuple[tuple[str, bool, int], ...]


def check_span(first: int, rows: Sequence[StoredRow]) -> Span | None:
    """
    Return what the entries of a tile amount to, or None where each is to be looked at by itself.

    That is so where one is not proved to be good, and where one says something of the log as a
    whole: that it begins, whose signatures count, or what was erased.

    Args:
        first: The index of the tile's first entry.
        rows: Its entries, as stored.
    """
    if len(rows) != WIDTH:
        return None
    hashes: list[bytes] = []
    named: list[tuple[str, bool, int]] = []
    last = recorded_from = rows[0][4]
    for index, (entry_index, data, leaf_hash, kind, recorded_at, batch, request_key) in enumerate(rows, first):
        if entry_index != index or type(data) is not bytes or sha256(b"\x00" + data).digest() != leaf_hash:
            return None
        envelope = read_plain(index, data)
        if (
            envelope is None
            or kind != envelope.type
            or kind not in _PLAIN
            or recorded_at != envelope.recorded_at
            or batch != envelope.batch
            or request_key != (None if envelope.request is None else envelope.request["key"])
            or recorded_at < last
        ):
            return None
        if kind in NAMES:
            try:
                named += [(c.digest, c.is_erasable, index) for c in list_in_body(index, EntryType(kind), envelope.body)]
            except LogError:
                return None
        hashes.append(leaf_hash)
        last = recorded_at
    leaf_hashes = b"".join(hashes)
    return Span(first, leaf_hashes, compute_tile_root(leaf_hashes), recorded_from, last, tuple(named))
