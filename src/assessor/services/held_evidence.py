"""
Evidence of a cell, held as long as the database is open, and brought up to date by what was recorded since.

What is held names the head of the log that it was read at. It is gone on with only where the log is proven to have
grown from that head, entry by entry; a log that was rolled back, or another one, is read anew, and so is all once a
text was erased: nobody is shown words from here that are gone from the database. Holds versions, and no cut of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType
from assessor.domain.cited import sources_named
from assessor.engine.concern import names_read
from assessor.store.evidence import EVIDENCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assessor.audit.stored import StoredHead
    from assessor.domain.known import EvidenceVersion, ItemKey
    from assessor.domain.touch import Touch
    from assessor.ruleset.model import Ruleset
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

    ReadRows = Callable[[ReadTransaction, list[EvidenceRow]], list[EvidenceVersion]]

_MOST_HELD: Final = 64
_MOST_SINCE: Final = 4_096
_EVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class HeldEvidence:
    """
    All versions of all that the evaluation of a cell can read, at any cut.

    Attributes:
        head: The log that they were read from.
        ruleset: What they were chosen by; held with them, so that nothing else takes its place in memory.
        names: The names by which evidence reaches the cell.
        versions: The versions of each item, each with its entry.
        named: The sources that items cite and that sources were made from, known or not.
    """

    head: StoredHead
    ruleset: Ruleset
    names: frozenset[Touch]
    versions: Mapping[ItemKey, tuple[tuple[int, EvidenceVersion], ...]]
    named: frozenset[str]

    def visible(self, log_size: int, moment: datetime) -> list[EvidenceVersion]:
        """Return the versions that a cut admits."""
        return [
            version
            for versions in self.versions.values()
            for entry_index, version in versions
            if entry_index < log_size and version.known_from <= moment
        ]


def hold_evidence(tx: ReadTransaction, ruleset: Ruleset, cell: str, read: ReadRows) -> HeldEvidence:
    """
    Return all versions of all that the evaluation of a cell can read, as a transaction sees the log.

    Args:
        read: Makes versions of rows.
    """
    place = ("evidence", id(ruleset), cell)
    head = tx.log.head()
    held: HeldEvidence | None = tx.held.get(place)
    since = _types_since(tx, held, head)
    if held is None or since is None:
        names = names_read(ruleset, cell)
        keys = {key for key in tx.touches.touching(names) if key[0] != "feed"}
        rows = [*tx.evidence.all_of(keys), *tx.evidence.visible_kind("feed", head.size, _EVER)]
        found = HeldEvidence(head, ruleset, names, {}, frozenset())
        return _hold(tx, place, _with_rows(tx, found, rows, (), read))
    found = held if head.size == held.head.size else replace(held, head=head)
    if since.isdisjoint(EVIDENCE_TYPES):
        return _hold(tx, place, found)
    first = held.head.size
    changed = tx.evidence.changed_since(first)
    concerned = {key for key in changed if key[0] == "feed" or (key[0] != "source" and key in held.versions)}
    rows = list(tx.evidence.all_of(concerned | tx.touches.touching_since(first, held.names)))
    sources = [name for kind, name in changed if kind == "source" and name in held.named]
    return _hold(tx, place, _with_rows(tx, found, rows, sources, read))


def _types_since(tx: ReadTransaction, held: HeldEvidence | None, head: StoredHead) -> frozenset[str] | None:
    """Return the types of the entries since something was held, or None where it cannot be gone on with."""
    if held is None or head.size - held.head.size > _MOST_SINCE:
        return None
    since = tx.log.types_since(held.head, head)
    return None if since is None or EntryType.CONTENT_ERASED in since else since


def _with_rows(
    tx: ReadTransaction, held: HeldEvidence, rows: list[EvidenceRow], sources: Iterable[str], read: ReadRows
) -> HeldEvidence:
    """
    Return what is held with items read anew, and the sources behind them.

    Args:
        rows: All versions of signals, readings and feeds that are new, or have new versions.
        sources: Those held that have new versions.
    """
    versions, named = dict(held.versions), set(held.named)
    wanted = set(sources)
    while rows or wanted:
        rows += tx.evidence.all_of(("source", source) for source in wanted)
        made = read(tx, rows)
        fresh: dict[ItemKey, list[tuple[int, EvidenceVersion]]] = {}
        for row, version in zip(rows, made, strict=True):
            fresh.setdefault(version.key, []).append((row.entry_index, version))
        versions |= {key: tuple(some) for key, some in fresh.items()}
        rows, wanted = [], {source for version in made for source in sources_named(version.item)} - named
        named |= wanted
    return replace(held, versions=versions, named=frozenset(named))


def _hold(tx: ReadTransaction, place: object, found: HeldEvidence) -> HeldEvidence:
    if tx.held.get(place) is not found:
        tx.held.pop(place, None)
        while len(tx.held) >= _MOST_HELD:
            tx.held.pop(next(iter(tx.held)), None)
        tx.held[place] = found
    return found
