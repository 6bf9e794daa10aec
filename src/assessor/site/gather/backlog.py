"""
The signals of a cell, the latest first: what each says of this cell, and of which others it tells too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.known import tell

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.evidence import Impact, Signal, Source
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class SignalTold:
    """
    A signal as a cell's page tells it.

    Attributes:
        here: What it means for this cell, one an aspect; `others`, the other cells that it touches.
        supports: Whether the verdict rests on it.
    """

    version: EvidenceVersion
    signal: Signal
    sources: tuple[Source, ...]
    here: tuple[Impact, ...]
    others: tuple[str, ...]
    supports: bool


def gather_backlog(evaluation: Evaluation) -> tuple[SignalTold, ...]:
    """Return the signals that touch the cell judged, as known, the latest first."""
    resting = {(item.kind, item.id) for item in evaluation.support}
    found: list[SignalTold] = []
    for version in evaluation.evidence.signals:
        told = tell(version, evaluation.evidence)
        here = tuple(i for i in told.signal.impacts if i.cell == evaluation.cell) if told is not None else ()
        if told is not None and here:
            others = dict.fromkeys(i.cell for i in told.signal.impacts if i.cell != evaluation.cell)
            rests = version.key in resting
            found.append(SignalTold(version, told.signal, told.sources, here, tuple(others), rests))
    return tuple(sorted(found, key=_when, reverse=True))


def _when(one: SignalTold) -> tuple[date, date, str]:
    """Return where a signal stands in time: one that went on, by its beginning; a vague day, by the last it can be."""
    span = one.signal.date.span
    return (span.lo if one.signal.date.is_interval else span.hi, span.lo, one.signal.id)
