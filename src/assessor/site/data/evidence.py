"""
The evidence of a cell as data: its signals, and what of it was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.values import Frozen
from assessor.site.data.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.services.list_evidence import EvidenceView
    from assessor.site.gather.backlog import SignalTold
    from assessor.site.gather.cell import CellFacts


class VersionData(Told):
    """
    One version of an evidence item, as recorded.

    Attributes:
        status: `proposed`, `accepted` or `retracted`.
        known_from: The instant (UTC) from which it counts as known; `recorded_at`, when the log took it.
        backfill: Whether that was declared, and lies before the log took it.
        estimated: Whether it follows from a publication lag.
        look_ahead: Whether the value is of a later edition.
        action: What its entry did.
    """

    version: int
    status: str
    known_from: str
    recorded_at: str
    backfill: bool
    estimated: bool
    look_ahead: bool
    entry_index: int
    digest: str
    action: str | None
    actor: str | None
    reason: str | None
    item: Source | Signal | Reading | Feed


class Versions(Frozen):
    """A reading or source that was changed, with every version up to the one that counts."""

    kind: str
    id: str
    versions: tuple[VersionData, ...]


class SignalData(Frozen):
    """
    A signal that touches the cell, as known.

    Attributes:
        supports: Whether the verdict rests on it; `read`, whether any rule reads it.
        versions: All up to the one that counts; none where nothing of it was changed.
    """

    version: int
    supports: bool
    read: bool
    signal: Signal
    versions: tuple[VersionData, ...]


def tell_signal(told: SignalTold) -> SignalData:
    """Return a signal."""
    return SignalData(
        version=told.version.version,
        supports=told.supports,
        read=told.is_read,
        signal=told.signal,
        versions=_versions(told.versions),
    )


def tell_corrected(facts: CellFacts) -> Iterator[Versions]:
    """Yield the readings and sources of a cell that were changed."""
    for (kind, name), some in facts.corrected.items():
        yield Versions(kind=kind, id=name, versions=_versions(some))


def _versions(some: Iterable[EvidenceView]) -> tuple[VersionData, ...]:
    return tuple(map(VersionData.model_validate, some))
