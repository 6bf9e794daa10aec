"""
What the solver found, as plain values: signals, readings, and whether anything is watched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from assessor.workbench.solver.logic import is_so, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.domain.framework import Indicator
    from assessor.workbench.solver.alphabet import Word
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Model
    from assessor.workbench.solver.signals import Slot


@dataclass(frozen=True, slots=True)
class FoundSignal:
    """
    A signal that was found.

    Attributes:
        slot: For which symbolic one it stands.
        shared: Whether its report is a copy of one that others are copies of too.
        again: Whether it tells of the same event as the one of its slot before it.
    """

    slot: int
    day: date
    words: dict[str, Word]
    dimensions: tuple[str, ...]
    tags: tuple[str, ...]
    amounts: dict[str, int]
    shared: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class FoundReading:
    """A reading that was found, of the period from its first to its last day."""

    first: date
    last: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Witness:
    """
    Evidence that was found.

    Attributes:
        since: The day from which everything is watched; None where nothing is.
        readings: Of each indicator, by period.
    """

    since: date | None
    signals: tuple[FoundSignal, ...]
    readings: tuple[tuple[Indicator, tuple[FoundReading, ...]], ...]

    @property
    def size(self) -> int:
        """How many signals there are, and indicators with readings."""
        return len(self.signals) + len(self.readings)

    def without(self, slots: Sequence[Slot]) -> Witness:
        """Return it without some of the signals."""
        gone = {slot.number for slot in slots}
        return Witness(self.since, tuple(s for s in self.signals if s.slot not in gone), self.readings)


def read_witness(evidence: SymbolicEvidence, model: Model) -> Witness:
    """Return the evidence that a model describes."""
    signals = [
        signal
        for slot in evidence.slots
        if is_so(model, slot.used)
        for signal in [_signal(slot, model)] * value_of(model, slot.times) + _retold(slot, model)
    ]
    readings = []
    for series in evidence.series.values():
        found = tuple(
            FoundReading(period.first, period.last, Decimal(value_of(model, period.value)).scaleb(-series.digits))
            for _, period in sorted(series.periods.items())
            if is_so(model, period.seen)
        )
        if found:
            readings.append((series.indicator, found))
    since = date.fromordinal(evidence.bound.first) if is_so(model, evidence.watched) else None
    return Witness(since, tuple(sorted(signals, key=lambda s: (s.day, s.slot, s.again))), tuple(readings))


def _retold(slot: Slot, model: Model) -> list[FoundSignal]:
    return [replace(_signal(slot, model), shared=False, again=True)] if is_so(model, slot.retold) else []


def _signal(slot: Slot, model: Model) -> FoundSignal:
    return FoundSignal(
        slot=slot.number,
        day=date.fromordinal(value_of(model, slot.day)),
        words={
            name: next(word for word, chosen in choices.items() if is_so(model, chosen))
            for name, choices in slot.words.items()
        },
        dimensions=tuple(d for d, listed in slot.dimensions.items() if is_so(model, listed)),
        tags=tuple(t for t, listed in slot.tags.items() if is_so(model, listed)),
        amounts={name: value_of(model, amount) for name, amount in slot.amounts.items()},
        shared=is_so(model, slot.shared),
    )
