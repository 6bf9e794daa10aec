"""
Restatements as they hang together: which assessments one entry restated, and which evidence made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import render_instant
from assessor.audit.bodies import read_body
from assessor.errors import VerificationError
from assessor.store.evidence import EVIDENCE_TYPES, read_version

if TYPE_CHECKING:
    from collections.abc import Collection

    from assessor.audit import Entry
    from assessor.domain.restatement import Issued, Restated
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class CausingVersion:
    """A version of evidence that was recorded and made an entry."""

    entry_index: int
    kind: str
    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class RestatementOf:
    """
    What an entry says of one assessment that it restated.

    Attributes:
        because: The versions among its cause: what became known, and not what of it was needed.
    """

    entry_index: int
    recorded_at: str
    known_at: str
    verdict: Issued
    because: tuple[CausingVersion, ...]


@dataclass(frozen=True, slots=True)
class RestatementBecause:
    """
    An entry that restated assessments of a cell, with a version of an item among its cause.

    Attributes:
        versions: Those versions.
        assessments: What it restated, each with what it says now.
    """

    entry_index: int
    cell: str
    versions: tuple[int, ...]
    assessments: tuple[Restated, ...]


def read_restatements_of(tx: ReadTransaction, assessment: int) -> tuple[RestatementOf, ...]:
    """
    Return how an assessment was restated, first to last, with the evidence that made it.

    Raises:
        VerificationError: An entry is missing.
    """
    found: list[RestatementOf] = []
    for row in tx.restatements.of_assessment(assessment):
        entry = _entry(tx, row.entry_index)
        known_at = str(read_body(entry)["known_at"])
        because = tuple(_version(index, read) for index, read in _evidence_among(tx, entry.cause.entries))
        found.append(RestatementOf(entry.index, render_instant(entry.recorded_at), known_at, row.verdict, because))
    return tuple(found)


def read_restatements_because(
    tx: ReadTransaction, versions: Collection[EvidenceRow], cell: str | None = None
) -> tuple[RestatementBecause, ...]:
    """
    Return the entries that restated assessments with one of some versions among their cause, the latest first.

    An entry names a thousand causes at most, the last of them.

    Args:
        versions: Of one item.
        cell: Only restatements of this cell.

    Raises:
        VerificationError: An entry is missing.
    """
    numbers = {row.entry_index: row.version for row in versions}
    together: dict[int, list[Restated]] = {}
    cells: dict[int, str] = {}
    for row in tx.restatements.all(cell):
        together.setdefault(row.entry_index, []).append(row.restated)
        cells[row.entry_index] = row.cell
    found: list[RestatementBecause] = []
    for index in sorted(together, reverse=True):
        causing = tuple(numbers[one] for one in _entry(tx, index).cause.entries if one in numbers)
        if causing:
            found.append(RestatementBecause(index, cells[index], causing, tuple(together[index])))
    return tuple(found)


def _evidence_among(tx: ReadTransaction, entries: Collection[int]) -> list[tuple[int, EvidenceRow]]:
    """Return what some entries recorded of evidence, by entry."""
    found = ((index, _entry(tx, index)) for index in entries)
    return [(index, read_version(entry, read_body(entry))) for index, entry in found if entry.type in EVIDENCE_TYPES]


def _entry(tx: ReadTransaction, index: int) -> Entry:
    entry = tx.log.entry(index)
    if entry is None:
        raise VerificationError(f"entry {index} is missing")
    return entry


def _version(index: int, row: EvidenceRow) -> CausingVersion:
    return CausingVersion(index, row.kind, row.id, row.version, row.digest)
