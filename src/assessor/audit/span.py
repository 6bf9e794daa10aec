"""
Spans: 256 entries that fill a tile, checked together at speed, in any order and in any process.

A span is what verification needs to know of entries that are good by themselves, so that it can go
on without their rows. Where a single one of them is not proved to be, there is no span: then
`assessor.audit.verify` looks at each row, and says what is wrong with it. So nothing that does not
fit is ever named here, and nothing passes here that would not pass there.
"""

from __future__ import annotations

from hashlib import sha256
from operator import attrgetter, itemgetter
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
_TOGETHER: Final = 32  # few enough that what is read of them stays in the processor's cache
_said: Final = attrgetter("type", "recorded_at", "batch")
_stored: Final = itemgetter(3, 4, 5)


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
    data, leaf_hashes, instants = [row[1] for row in rows], [row[2] for row in rows], [row[4] for row in rows]
    if (
        [row[0] for row in rows] != list(range(first, first + WIDTH))
        or set(map(type, data)) != {bytes}
        or [sha256(b"\x00" + one).digest() for one in data] != leaf_hashes
    ):
        return None
    named: list[tuple[str, bool, int]] = []
    for at in range(0, WIDTH, _TOGETHER):
        found = _list_named(first + at, rows[at : at + _TOGETHER])
        if found is None:
            return None
        named += found
    if sorted(instants) != instants:
        return None
    hashes = b"".join(leaf_hashes)
    return Span(first, hashes, compute_tile_root(hashes), instants[0], instants[-1], tuple(named))


def _list_named(first: int, rows: Sequence[StoredRow]) -> list[tuple[str, bool, int]] | None:
    """Return the content that some entries name, or None where one of them is to be looked at by itself."""
    envelopes = read_plain(first, [row[1] for row in rows])
    if (
        envelopes is None
        or list(map(_said, envelopes)) != list(map(_stored, rows))
        or [e.request and e.request["key"] for e in envelopes] != [row[6] for row in rows]
        or not _PLAIN.issuperset([e.type for e in envelopes])
    ):
        return None
    try:
        return [
            (content.digest, content.is_erasable, index)
            for index, envelope in enumerate(envelopes, first)
            if envelope.type in NAMES
            for content in list_in_body(index, envelope.type, envelope.body)
        ]
    except LogError:
        return None
