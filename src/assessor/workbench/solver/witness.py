"""
What the solver found, as plain values: signals, readings, and whether anything is watched.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from assessor.workbench.solver.logic import is_so, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        elsewhere: Signals on other cells, by their names.
    """

    since: date | None
    signals: tuple[FoundSignal, ...]
    readings: tuple[tuple[Indicator, tuple[FoundReading, ...]], ...]
    elsewhere: Mapping[str, tuple[FoundSignal, ...]] = field(default_factory=dict)

    @property
    def written(self) -> int:
        """How many signals there are, on whatever cell."""
        return len(self.signals) + sum(map(len, self.elsewhere.values()))

    @property
    def size(self) -> int:
        """How many signals there are, and indicators with readings."""
        return self.written + len(self.readings)

    def without(self, slots: Sequence[Slot]) -> Witness:
        """Return it without some of the signals on the cell itself."""
        gone = {slot.number for slot in slots}
        return replace(self, signals=tuple(s for s in self.signals if s.slot not in gone))

    def each_left_out(self) -> Iterator[Witness]:
        """Yield it without each of its signals in turn: the latest first, those on other cells last."""
        for less in _each_left_out(self.signals):
            yield replace(self, signals=less)
        for name, signals in self.elsewhere.items():
            for less in _each_left_out(signals):
                yield replace(self, elsewhere={**self.elsewhere, name: less})


def _each_left_out(signals: tuple[FoundSignal, ...]) -> Iterator[tuple[FoundSignal, ...]]:
    for place in reversed(range(len(signals))):
        yield (*signals[:place], *signals[place + 1 :])


def read_witness(evidence: SymbolicEvidence, model: Model) -> Witness:
    """Return the evidence that a model describes."""
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
    elsewhere = {name: told for name, room in evidence.rooms.items() if (told := _signals(room, model))}
    return Witness(since, _signals(evidence, model), tuple(readings), elsewhere)


def _signals(room: SymbolicEvidence, model: Model) -> tuple[FoundSignal, ...]:
    found = [
        signal
        for slot in room.slots
        if is_so(model, slot.used)
        for signal in [_signal(slot, model)] * value_of(model, slot.times) + _retold(slot, model)
    ]
    return tuple(sorted(found, key=lambda s: (s.day, s.slot, s.again)))


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
