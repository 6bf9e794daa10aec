"""
The signals of a cell, the latest first: what each says of this cell, and of which others it tells too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.known import tell
from assessor.services.list_evidence import view_versions

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.evidence import Impact, Signal, Source
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.evaluate import Evaluation
    from assessor.services.list_evidence import EvidenceView
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class SignalTold:
    """
    A signal as a cell's page tells it.

    Attributes:
        here: What it means for this cell, one an aspect; `others`, the other cells that it touches.
        supports: Whether the verdict rests on it.
        is_read: Whether any rule reads it.
        versions: All up to the one that counts, first to last; none where nothing of it was corrected.
    """

    version: EvidenceVersion
    signal: Signal
    sources: tuple[Source, ...]
    here: tuple[Impact, ...]
    others: tuple[str, ...]
    supports: bool
    is_read: bool
    versions: tuple[EvidenceView, ...]


def gather_backlog(tx: ReadTransaction, evaluation: Evaluation) -> tuple[SignalTold, ...]:
    """Return the signals that touch the cell judged, as known, the latest first."""
    resting = {(item.kind, item.id) for item in evaluation.support}
    read = {(item.kind, item.id) for item in evaluation.read_set}
    found: list[SignalTold] = []
    for version in evaluation.evidence.signals:
        told = tell(version, evaluation.evidence)
        here = tuple(i for i in told.signal.impacts if i.cell == evaluation.cell) if told is not None else ()
        if told is not None and here:
            others = dict.fromkeys(i.cell for i in told.signal.impacts if i.cell != evaluation.cell)
            found.append(
                SignalTold(
                    version, told.signal, told.sources, here, tuple(others),
                    version.key in resting, version.key in read, _versions(tx, version),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=_when, reverse=True))


def _versions(tx: ReadTransaction, version: EvidenceVersion) -> tuple[EvidenceView, ...]:
    if version.version == 1:
        return ()
    return view_versions(tx, tx.evidence.versions("signal", version.id)[: version.version])


def _when(one: SignalTold) -> tuple[date, date, str]:
    """Return where a signal stands in time: one that went on, by its beginning; a vague day, by the last it can be."""
    span = one.signal.date.span
    return (span.lo if one.signal.date.is_interval else span.hi, span.lo, one.signal.id)
