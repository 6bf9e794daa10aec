"""
Symbolic evidence: everything that could be known, within a bound.

Signals of each cell lie in a room of their own; readings are one for all cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.ruleset.evidential import Reading
from assessor.workbench.solver.alphabet import Alphabet, Word, alphabet_of
from assessor.workbench.solver.bound import bound_of, looked_at, numbers_of
from assessor.workbench.solver.logic import either, same, total, when
from assessor.workbench.solver.series import Series
from assessor.workbench.solver.signals import Slot, in_order, laws_of, make_slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework, Indicator
    from assessor.workbench.solver.bound import Bound
    from assessor.workbench.solver.cone import Cone, Measured
    from assessor.workbench.solver.logic import Formula, Number
    from assessor.workbench.solver.paths import Timeline

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class SymbolicEvidence:
    """
    Everything that could be known, within a bound.

    Attributes:
        watched: That everything is watched, always; else nothing ever is.
        days: The only days that signals can have; without any, all within the bound.
        rooms: The same of other cells that are read, by their names; the readings are these.
    """

    framework: Framework
    cell: Cell
    bound: Bound
    alphabet: Alphabet
    slots: tuple[Slot, ...]
    series: Mapping[str, Series]
    watched: Formula
    days: tuple[date, ...] = ()
    rooms: Mapping[str, SymbolicEvidence] = field(default_factory=dict)

    @property
    def every_room(self) -> tuple[SymbolicEvidence, ...]:
        """It, and the same of other cells."""
        return (self, *self.rooms.values())

    def laws(self) -> Iterator[Formula]:
        """Yield what is so of all evidence; complete once every question has been put into formulas."""
        for room in self.every_room:
            yield from room.laws_of_signals()
        for series in self.series.values():
            yield from series.laws(least=self.bound.least, most=self.bound.most)

    def laws_of_signals(self) -> Iterator[Formula]:
        """Yield what is so of all signals of this cell."""
        bound = self.bound
        for slot in self.slots:
            yield from laws_of(slot, first=bound.first, last=bound.last, repeats=bound.repeats, most=bound.amounts)
            if self.days:
                yield either(*(same(slot.day, day.toordinal()) for day in self.days))

    def in_order(self, slots: Sequence[Slot]) -> Iterator[Formula]:
        """Yield that signals stand in the order of their days: which is which makes no difference."""
        for one, other in pairwise(slots):
            yield in_order(one, other)

    @cached_property
    def size(self) -> Number:
        """How many signals there are, and indicators with readings."""
        read = (either(*(p.seen for p in s.periods.values())) for s in self.series.values())
        told = (when(s.used, s.times + when(s.retold, 1)) for room in self.every_room for s in room.slots)
        return total((*told, *(when(one, 1) for one in read)))


def evidence_for(
    cone: Cone,
    framework: Framework,
    cell: Cell,
    bound: Bound,
    watched: Formula,
    timeline: Timeline,
    *,
    more: dict[str, tuple[Word, ...]] | None = None,
) -> SymbolicEvidence:
    """
    Return evidence in which all that a question reads can differ.

    Args:
        timeline: When the trajectory moves; where it is asked for, signals lie on its days alone, or at their edges.
        more: Values of fields that the question asks for besides.
    """
    anchor = date(framework.epoch.year, 1, 1)
    measured = [c for one in cone.all for c in one.measured]
    names = dict.fromkeys(name for c in measured for name in indicators_of(c))
    series = {
        name: Series(framework.indicator(name), anchor, _digits(measured, framework.indicator(name))) for name in names
    }

    def room(cone: Cone, cell: Cell, bound: Bound, name: str, more: dict[str, tuple[Word, ...]]) -> SymbolicEvidence:
        alphabet = alphabet_of(cone, framework, cell, more=more)
        shares = any(c.origins is not None for c in cone.signals)
        slots = (make_slot(n, alphabet, repeats=bound.repeats, shares=shares, room=name) for n in range(bound.signals))
        days = _worth_trying(cone, timeline) if timeline.days and not timeline.wide else ()
        return SymbolicEvidence(framework, cell, bound, alphabet, tuple(slots), series, watched, days)

    judged_on = (framework.epoch, *timeline.days, timeline.judged_on)  # what is unwatched before is unknown for good
    bounds = {
        other.cell.cell: bound_of(other.cone, framework, judged_on, wide=timeline.wide) for other in cone.elsewhere
    }
    for one in bounds.values():  # readings are the same in every room
        bound = replace(
            bound, first=min(bound.first, one.first), least=min(bound.least, one.least), most=max(bound.most, one.most)
        )
    rooms = {
        other.cell.cell: room(other.cone, other.cell, bounds[other.cell.cell], f"{other.cell.cell}.", {})
        for other in cone.elsewhere
    }
    return replace(room(cone, cell, bound, "", more or {}), rooms=rooms)


def _worth_trying(cone: Cone, timeline: Timeline) -> tuple[date, ...]:
    """
    Return the days of a timeline, and others from which signals are needed so that something has held until them.

    At edges, also those on either side of where the windows that end on all these begin.
    """
    found = set(timeline.days)
    for condition, held, again in cone.kept_up:
        for day in timeline.days:
            latest, start = day, window_start(day, held)
            found |= {start, start + _DAY}
            while again and latest > start:
                latest = max(start, min(window_start(latest, condition.within) + _DAY, latest - _DAY))
                found.add(latest)
    if timeline.edges:
        for condition in cone.signals:
            for day in looked_at(condition, tuple(found)):
                start = window_start(day, condition.within)
                found |= {day, start, start + _DAY}
    return tuple(sorted(found))


def indicators_of(condition: Measured) -> tuple[str, ...]:
    """Return the indicators that a condition reads."""
    return (condition.reading,) if isinstance(condition, Reading) else condition.readings


def _digits(measured: Iterable[Measured], indicator: Indicator) -> int:
    """Return how precise values must be to stand on either side of every threshold."""
    digits = [
        -int(asked.as_tuple().exponent)
        for c in measured
        if indicator.id in indicators_of(c) and (c.change is None or c.change.kind == "difference")
        for asked in numbers_of(c.value)
    ]
    return max(0, min(max(digits, default=0), indicator.precision))
