"""
Spans: 256 entries that fill a tile, checked together at speed, in any order and in any process.

A span is what verification needs to know of entries that are good by themselves, so that it can go
on without their rows. Where a single one of them is not proved to be, there is no span: then
`assessor.audit.verify` looks at each row, and says what is wrong with it. So nothing that does not
fit is ever named here, and nothing passes here that would not pass there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.audit.entry import EntryType
from assessor.audit.key_chain import KEY_TYPES
from assessor.audit.merkle import hash_leaves
from assessor.audit.named_content import NAMES, list_in_body
from assessor.audit.plain_envelope import read_plain
from assessor.audit.tiles import WIDTH, compute_tile_root
from assessor.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.audit.named_content import Named
    from assessor.audit.plain_envelope import Envelopes
    from assessor.audit.stored import StoredRow

_TOGETHER: Final = 32
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
    named: tuple[Named, ...]


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
    indices, data, leaf_hashes, _, instants, *_ = zip(*rows, strict=True)
    if (
        indices != tuple(range(first, first + WIDTH))
        or set(map(type, data)) != {bytes}
        or tuple(hash_leaves(data)) != leaf_hashes
    ):
        return None
    envelopes: Envelopes = {}
    named: list[Named] = []
    for at in range(0, WIDTH, _TOGETHER):
        found = _list_named(rows[at : at + _TOGETHER], envelopes)
        if found is None:
            return None
        named += found
    if not _PLAIN.issuperset(envelopes) or sorted(instants) != list(instants):
        return None
    hashes = b"".join(leaf_hashes)
    return Span(first, hashes, compute_tile_root(hashes), instants[0], instants[-1], tuple(named))


def _list_named(rows: Sequence[StoredRow], envelopes: Envelopes) -> list[Named] | None:
    """Return the content that some entries name, or None where one of them is to be looked at by itself."""
    bodies = read_plain(rows, envelopes)
    if bodies is None:
        return None
    try:
        return [
            named
            for row, body in zip(rows, bodies, strict=True)
            if row[3] in NAMES
            for named in list_in_body(row[0], row[3], body)
        ]
    except LogError:
        return None
