"""
Verification of a whole log from its stored bytes, naming the first thing that does not fit.

Holds the checks, their order and the report. Trusts no column, no head and no triggers; reads no
database, and rewrites nothing to compare. What it cannot find is said in the report: without a
root that somebody kept outside, bytes and hashes rewritten together look like a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.entry import Entry, EntryType
from assessor.audit.fault import Fault
from assessor.audit.genesis import read_origin
from assessor.audit.instant import render_instant
from assessor.audit.merkle import Frontier, hash_leaf, render_root
from assessor.audit.span import Span
from assessor.audit.tiles import HEIGHT, WIDTH, split_hashes
from assessor.audit.verify_content import ContentComparison
from assessor.audit.verify_signed import Signed, SignedRecomputed
from assessor.audit.verify_tiles import TileComparison
from assessor.domain.quoting import quote
from assessor.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.stored import StoredContent, StoredEntry, StoredHead, StoredTile
    from assessor.audit.verify_content import FindErasable

WITHOUT_KEPT_ROOT = (
    "no root that was kept outside was given: entries and hashes rewritten together, or a log replaced as a whole, "
    "are not found this way"
)
AS_SAFE_AS_PINS = "pins are as safe as the file they are in: whoever replaced that too is not found this way"
NOT_COMPARED = "the root that was kept was not compared: something before it does not fit"
_KEPT = "kept root"


@dataclass(frozen=True, slots=True)
class KeptRoot:
    """
    A root that somebody noted earlier.

    Attributes:
        root: Its 32 bytes.
        size: The size of the log then; without it every size is tried, which takes longer.
    """

    root: bytes
    size: int | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """
    What verification found.

    Attributes:
        size: Entries that fit, from the first on; all of them where there is no fault.
        root: The root recomputed over these: worth keeping, with the size, when there is no fault.
        fault: The first thing that does not fit, if any.
        kept_size: The size at which the kept root was found, if one was given and found.
        checkpoints: Checkpoints that fit, of those the log kept.
        cosignatures: Cosignatures under them that fit.
        pins: Pins that fit.
        erased: Texts that were erased, as entries say.
        limits: What this run could not have found, in words; empty where a kept root was compared.
    """

    size: int
    root: bytes
    fault: Fault | None
    kept_size: int | None
    checkpoints: int
    cosignatures: int
    pins: int
    erased: int
    limits: str

    @property
    def is_sound(self) -> bool:
        """Whether everything fits."""
        return self.fault is None


def verify_log(
    entries: Iterable[StoredEntry | Span],
    contents: Iterable[StoredContent],
    head: StoredHead,
    *,
    tiles: Iterable[StoredTile] = (),
    kept: KeptRoot | None = None,
    signed: Signed | None = None,
    find_erasable: FindErasable | None = None,
    altered_triggers: Iterable[str] = (),
) -> VerifyReport:
    """
    Recompute a log from its stored bytes and compare it with everything stored beside them.

    In this order, stopping at the first thing that does not fit:

    1. Every entry by itself: `check_entry`.
    2. Indices count from 0 without gap, entry 0 and no other founds the log, and no instant
       lies before the previous one; each key is announced, or replaces the one before it.
       Each tile that an entry fills is stored as recomputed, and content that an entry names is
       there, kept as what it is named as.
    3. On the way, every checkpoint and every pin has the root that the log has at its size, and
       the signatures that it needs there.
    4. No tile is stored that the log has not filled.
    5. A root kept outside is the root that the log had at the size it was kept at.
    6. No checkpoint or pin is of a larger log; every cosignature is of a known witness, and good.
    7. The head repeats size, root, frontier, last instant and origin.
    8. Every content hashes to the digest it is stored under, or an entry says that it was erased.
    9. The triggers that refuse changes are there, as they were made.

    Memory grows with what was erased, and not with the log.

    Args:
        entries: All rows, by index, as stored; in place of those that fill a tile there may stand
            their span, and what is found is the same.
        contents: All content, in any order.
        head: The head row.
        tiles: All full tiles, in the order in which they were filled.
        kept: A root noted earlier, by somebody this database cannot reach.
        signed: Checkpoints and cosignatures that were kept, and pins.
        find_erasable: Returns, of some digests, those of content that is there, and whether it is
            erasable; without it, nobody looks.
        altered_triggers: Names of triggers that are missing or not as they were made.

    Returns:
        A report; a fault found is a result, not an exception.
    """
    signatures = SignedRecomputed(signed or Signed())
    recomputed = _Recomputed(kept, signatures, TileComparison(tiles))
    compared = ContentComparison(find_erasable)
    fault = (
        recomputed.compare_signed()
        or next((found for part in entries if (found := _take(part, recomputed, compared))), None)
        or recomputed.tiles.finish()
        or recomputed.compare_kept()
        or signatures.finish(recomputed.frontier)
        or recomputed.compare_head(head)
        or compared.compare()
        or next((found for content in contents if (found := compared.check(content))), None)
        or next((Fault("triggers", f"{quote(name)} is missing or altered") for name in altered_triggers), None)
    )
    return VerifyReport(
        size=recomputed.frontier.size,
        root=recomputed.frontier.root(),
        fault=fault,
        kept_size=recomputed.kept_size,
        checkpoints=signatures.checkpoints,
        cosignatures=signatures.cosignatures,
        pins=signatures.pins,
        erased=len(compared.erased),
        limits=recomputed.tell_limits(fault, pins=signatures.pins),
    )


def _take(part: StoredEntry | Span, recomputed: _Recomputed, compared: ContentComparison) -> Fault | None:
    if isinstance(part, Span):
        return recomputed.take_span(part) or compared.take_span(part)
    return recomputed.take(part) or compared.take(part)


def check_entry(row: StoredEntry) -> Fault | None:
    """
    Check one row by itself; rows can be checked in any order, on any machine.

    The bytes hash to the stored leaf hash, are canonical and a well-formed envelope, and say
    what the columns beside them say.
    """
    if type(row.data) is not bytes or type(row.leaf_hash) is not bytes or type(row.recorded_at) is not str:
        return _entry_fault(row, "its row holds another kind of value than was stored")
    if hash_leaf(row.data) != row.leaf_hash:
        return _entry_fault(row, "its bytes do not hash to the leaf hash stored beside them")
    try:
        entry = Entry.from_bytes(row.entry_index, row.data)
    except LogError as error:
        return _entry_fault(row, str(error))
    for name, stored, said in (
        ("type", row.type, entry.type.value),
        ("recorded_at", row.recorded_at, render_instant(entry.recorded_at)),
        ("batch", row.batch, entry.batch),
        ("request_key", row.request_key, entry.request.key if entry.request is not None else None),
    ):
        if stored != said:
            return _entry_fault(row, f"column `{name}` says {quote(str(stored))}, its bytes say {quote(str(said))}")
    return None


def _missing(index: int, found: int) -> Fault:
    return Fault(f"entry {index}", f"it is missing: the next one stored is entry {found}", index)


def _too_early(index: int) -> Fault:
    return Fault(f"entry {index}", "it is recorded before the entry that precedes it", index)


def _entry_fault(row: StoredEntry, reason: str) -> Fault:
    return Fault(f"entry {row.entry_index}", reason, row.entry_index)


class _Recomputed:
    """What the entries seen so far amount to, when nothing but their bytes is believed."""

    def __init__(
        self,
        kept: KeptRoot | None,
        signatures: SignedRecomputed,
        tiles: TileComparison,
    ) -> None:
        self.frontier = Frontier()
        self.tiles = tiles
        self.kept_size: int | None = None
        self._kept = kept
        self._signatures = signatures
        self._recorded_at = ""
        self._origin = ""
        self._look_for_kept()

    def take(self, row: StoredEntry) -> Fault | None:
        """Add the next row, or say why it is not the next."""
        index = self.frontier.size
        if row.entry_index != index:
            return _missing(index, row.entry_index)
        fault = check_entry(row)
        if fault is not None:
            return fault
        if row.recorded_at < self._recorded_at:
            return _too_early(index)
        if index == 0 or row.type == EntryType.LOG_CREATED:
            try:
                self._origin = read_origin(Entry.from_bytes(index, row.data))
            except LogError as error:
                return _entry_fault(row, str(error))
            self._signatures.found(self._origin)
        fault = self._signatures.take(row, self.frontier)
        if fault is not None:
            return fault
        self._recorded_at = row.recorded_at
        self.frontier.append(row.leaf_hash)
        self._look_for_kept()
        return self.tiles.take(row.leaf_hash) or self.compare_signed()

    def take_span(self, span: Span) -> Fault | None:
        """Add the next entries, which are good by themselves, or say why they are not the next."""
        index = self.frontier.size
        if span.first != index:
            return _missing(index, span.first)
        if span.recorded_from < self._recorded_at:
            return _too_early(index)
        self._recorded_at = span.recorded_until
        if self._is_due_before(index + WIDTH):
            *leaf_hashes, last = split_hashes(span.leaf_hashes)
            for leaf_hash in leaf_hashes:
                self.frontier.append(leaf_hash)
                self._look_for_kept()
                fault = self.compare_signed()
                if fault is not None:
                    return fault
            self.frontier.append(last)
        else:
            self.frontier.append_subtree(span.root, HEIGHT)
        self._look_for_kept()
        return self.tiles.take_full(span.leaf_hashes, span.root) or self.compare_signed()

    def _is_due_before(self, size: int) -> bool:
        """Return whether something is to be compared with the root at a smaller size than this, and was not yet."""
        kept = self._kept
        is_kept_due = kept is not None and self.kept_size is None and (kept.size is None or kept.size < size)
        return is_kept_due or self._signatures.is_due_before(size)

    def compare_signed(self) -> Fault | None:
        """Compare what was signed at the size reached."""
        return self._signatures.compare(self.frontier)

    def _look_for_kept(self) -> None:
        """Note the first size at which the log has the kept root."""
        kept = self._kept
        if kept is None or self.kept_size is not None or kept.size not in (None, self.frontier.size):
            return
        if self.frontier.root() == kept.root:
            self.kept_size = self.frontier.size

    def compare_kept(self) -> Fault | None:
        """Say why the kept root is not one that the log has had."""
        kept, size = self._kept, self.frontier.size
        if kept is None or self.kept_size is not None:
            return None
        if kept.size is None:
            return Fault(_KEPT, f"the log has had it at no size up to {size}: what it covered was changed or dropped")
        if kept.size > size:
            return Fault(_KEPT, f"it was kept at size {kept.size}, and {size} entries are left: some were dropped")
        return Fault(_KEPT, f"the first {kept.size} entries have another root: what it covered was changed")

    def tell_limits(self, fault: Fault | None, *, pins: int) -> str:
        """Say what could not have been found: what only a kept root finds, where none was compared."""
        if self._kept is None:
            return AS_SAFE_AS_PINS if pins else WITHOUT_KEPT_ROOT
        is_compared = self.kept_size is not None or (fault is not None and fault.place == _KEPT)
        return "" if is_compared else NOT_COMPARED

    def compare_head(self, head: StoredHead) -> Fault | None:
        """Say what the head repeats wrongly."""
        for name, stored, said in (
            ("size", str(head.size), str(self.frontier.size)),
            ("root", render_root(head.root), render_root(self.frontier.root())),
            ("frontier", _render_hashes(head.frontier), _render_hashes(self.frontier.hashes)),
            ("recorded_at", head.recorded_at, self._recorded_at),
            ("origin", head.origin, self._origin),
        ):
            if stored != said:
                return Fault("head", f"`{name}` says {quote(stored)}, the entries say {quote(said)}")
        return None


def _render_hashes(hashes: tuple[bytes, ...]) -> str:
    return " ".join(item.hex() for item in hashes)
