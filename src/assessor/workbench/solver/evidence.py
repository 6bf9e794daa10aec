"""
Symbolic evidence, and the bound within which it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.ruleset.conditions import Reading
from assessor.workbench.solver.alphabet import Alphabet, Word, alphabet_of
from assessor.workbench.solver.logic import either, same, total, when
from assessor.workbench.solver.series import Series
from assessor.workbench.solver.signals import Slot, in_order, laws_of, make_slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework, Indicator
    from assessor.ruleset.bounds import CountBound, ValueBound
    from assessor.ruleset.conditions import Signals
    from assessor.workbench.solver.cone import Cone, Measured
    from assessor.workbench.solver.logic import Formula, Number
    from assessor.workbench.solver.paths import Timeline

_DAY: Final = timedelta(days=1)
_FEW_SIGNALS: Final = 3
_MOST_SIGNALS: Final = 12
_MOST_ON_A_WAY: Final = 8
"""How many there are at most where the trajectory is followed, which takes a solver longer."""
_ALONE: Final = 6
"""Up to so many signals a rule may ask for before one symbolic signal stands for several."""
_SPARE: Final = 1000


@dataclass(frozen=True, slots=True)
class Bound:
    """
    Within what evidence is looked at.

    Attributes:
        signals: How many different signals there are at most; `repeats`, how many there may be of each.
        first: The earliest day that a signal can have, as an ordinal; `last` the latest.
        amounts: The largest amount that a signal can state.
        least: The lowest value that a reading can have; `most` the highest.
    """

    signals: int
    repeats: int
    first: int
    last: int
    amounts: int
    least: int
    most: int

    @property
    def words(self) -> str:
        """The bound in words."""
        each = f", up to {self.repeats} of each alike" if self.repeats > 1 else ""
        return (
            f"{self.signals} signals at most{each}, each an event of its own, dated to the day, stating what rules ask"
        )


def bound_of(cone: Cone, days: Sequence[date], *, more: int = 0) -> Bound:
    """
    Return a bound that leaves room for what conditions ask, and a little more.

    Args:
        days: The days judged.
        more: Signals that are asked for besides.
    """
    asked = [_asked(c) for c in cone.signals]
    most = max(asked, default=0)
    summed = any(c.sum is not None for c in cone.signals)
    repeats = most + 1 if most > _ALONE and not summed else 1
    need = sum({(c.signals, c.after): min(n, _ALONE) for c, n in zip(cone.signals, asked, strict=True)}.values())
    earliest = [window_start(day, c.within) for c in cone.signals for day in _looked_at(c, days)]
    sums = [abs(int(n)) for c in cone.signals if c.sum is not None for n in _numbers(c.sum.value)]
    values = [int(n) for c in cone.measured for n in _numbers(c.value) if c.change is None]
    return Bound(
        signals=max(_FEW_SIGNALS, min(need + 1, _MOST_ON_A_WAY if len(days) > 1 else _MOST_SIGNALS)) + more,
        repeats=repeats,
        first=(min((*earliest, *days)) - _DAY).toordinal(),
        last=max(days).toordinal(),
        amounts=10 * max(sums, default=0) + _SPARE,
        least=10 * min((*values, 0)) - (_SPARE if min((*values, 0)) < 0 else 0),
        most=10 * max((*values, 0)) + _SPARE * _SPARE,
    )


def _looked_at(condition: Signals, days: Sequence[date]) -> Iterator[date]:
    yield from days
    if condition.sum is not None and condition.sum.change is not None:
        yield from (window_start(day, condition.sum.change.since) for day in days)


def _asked(condition: Signals) -> int:
    bounds: list[CountBound | None] = [condition.counted, condition.origins, condition.spread]
    after = 1 if condition.after is not None else 0
    return after + max((n for b in bounds if b is not None for n in (b.at_least or 1, (b.at_most or 0) + 1)), default=2)


def _numbers(bound: ValueBound) -> Iterator[Decimal]:
    yield from (n for n in (bound.at_least, bound.at_most, bound.above, bound.below) if n is not None)


@dataclass(frozen=True)
class SymbolicEvidence:
    """
    Everything that could be known, within a bound.

    Attributes:
        watched: That everything is watched, always; else nothing ever is.
        days: The only days that signals can have; without any, all within the bound.
    """

    framework: Framework
    cell: Cell
    bound: Bound
    alphabet: Alphabet
    slots: tuple[Slot, ...]
    series: Mapping[str, Series]
    watched: Formula
    days: tuple[date, ...] = ()

    def laws(self) -> Iterator[Formula]:
        """Yield what is so of all evidence; complete once every question has been put into formulas."""
        bound = self.bound
        for slot in self.slots:
            yield from laws_of(slot, first=bound.first, last=bound.last, repeats=bound.repeats, most=bound.amounts)
            if self.days:
                yield either(*(same(slot.day, day.toordinal()) for day in self.days))
        for series in self.series.values():
            yield from series.laws(least=bound.least, most=bound.most)

    def in_order(self, slots: Sequence[Slot]) -> Iterator[Formula]:
        """Yield that signals stand in the order of their days: which is which makes no difference."""
        for one, other in pairwise(slots):
            yield in_order(one, other)

    @cached_property
    def size(self) -> Number:
        """How many signals there are, and indicators with readings."""
        read = (either(*(p.seen for p in s.periods.values())) for s in self.series.values())
        told = (when(s.used, s.times + when(s.retold, 1)) for s in self.slots)
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
    alphabet = alphabet_of(cone, framework, cell, more=more or {})
    shares = any(c.origins is not None for c in cone.signals)
    anchor = date(framework.epoch.year, 1, 1)
    names = dict.fromkeys(name for c in cone.measured for name in indicators_of(c))
    return SymbolicEvidence(
        framework=framework,
        cell=cell,
        bound=bound,
        alphabet=alphabet,
        slots=tuple(make_slot(n, alphabet, repeats=bound.repeats, shares=shares) for n in range(bound.signals)),
        series={
            name: Series(framework.indicator(name), anchor, _digits(cone, framework.indicator(name))) for name in names
        },
        watched=watched,
        days=_worth_trying(cone, timeline.days) if timeline.edges else timeline.days,
    )


def _worth_trying(cone: Cone, days: Sequence[date]) -> tuple[date, ...]:
    """Return some days, and those on either side of where the windows that end on them begin."""
    found = set(days)
    for condition in cone.signals:
        for day in _looked_at(condition, days):
            start = window_start(day, condition.within)
            found |= {day, start, start + _DAY}
    return tuple(sorted(found))


def indicators_of(condition: Measured) -> tuple[str, ...]:
    """Return the indicators that a condition reads."""
    return (condition.reading,) if isinstance(condition, Reading) else condition.readings


def _digits(cone: Cone, indicator: Indicator) -> int:
    """Return how precise values must be to stand on either side of every threshold."""
    digits = [
        -int(asked.as_tuple().exponent)
        for c in cone.measured
        if indicator.id in indicators_of(c) and (c.change is None or c.change.kind == "difference")
        for asked in _numbers(c.value)
    ]
    return max(0, min(max(digits, default=0), indicator.precision))
