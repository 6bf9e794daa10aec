"""
Spans: 256 entries that fill a tile, checked together at speed, in any order and in any process.

A span is what verification needs to know of entries that are good by themselves, so that it can go
on without their rows. Where a single one of them is not proved to be, there is no span: then
`assessor.audit.verify` looks at each row, and says what is wrong with it. So nothing that does not
fit is ever named here, and nothing passes here that would not pass there.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.audit.entry import EntryType
from assessor.audit.key_chain import KEY_TYPES
from assessor.audit.merkle import hash_leaves
from assessor.audit.named_content import NAMES, is_digest
from assessor.audit.outline import list_under
from assessor.audit.plain_envelope import read_plain
from assessor.audit.tiles import WIDTH, compute_tile_root

if TYPE_CHECKING:
    from assessor.audit.named_content import Named
    from assessor.audit.plain_envelope import Learned
    from assessor.audit.stored import StoredRows

_PLAIN: Final = frozenset(EntryType) - {*KEY_TYPES, EntryType.LOG_CREATED, EntryType.CONTENT_ERASED}
_entry: Final = itemgetter(2)


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


def check_span(first: int, stored: StoredRows, learned: Learned | None = None) -> Span | None:
    """
    Return what the entries of a tile amount to, or None where each is to be looked at by itself.

    That is so where one is not proved to be good, and where one says something of the log as a
    whole: that it begins, whose signatures count, or what was erased.

    Args:
        first: The index of the tile's first entry.
        stored: Its entries.
        learned: What bodies of spans before were like; see `read_plain`.
    """
    if len(stored.rows) != WIDTH:
        return None
    indices, data, leaf_hashes, numbers = zip(*stored.rows, strict=True)
    if (
        indices != tuple(range(first, first + WIDTH))
        or set(map(type, data)) != {bytes}
        or tuple(hash_leaves(data)) != leaf_hashes
        or not _PLAIN.issuperset([stored.said[number][0] for number in set(numbers)])
    ):
        return None
    named = _list_named(stored, {} if learned is None else learned)
    instants = [stored.said[number][1] for number in numbers]
    if named is None or sorted(instants) != instants:
        return None
    hashes = b"".join(leaf_hashes)
    return Span(first, hashes, compute_tile_root(hashes), instants[0], instants[-1], named)


def _list_named(stored: StoredRows, learned: Learned) -> tuple[Named, ...] | None:
    """Return the content that some entries name, in their order, or None where one is to be looked at by itself."""
    named: list[Named] = []
    for some, bodies in read_plain(stored, learned):
        if bodies is None:
            return None
        kind = stored.said[some[0][3]][0]
        for key, is_erasable in NAMES.get(kind, {}).items():
            for row, address in zip(some, list_under(key, bodies), strict=True):
                if is_digest(address):
                    named.append((address, is_erasable, row[0]))
                elif address is not None:
                    return None
    return tuple(sorted(named, key=_entry))
