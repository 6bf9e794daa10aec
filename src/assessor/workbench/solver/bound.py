"""
Within what evidence is looked at: how many signals, when, and how large numbers can be.

There is room for what conditions ask for, one by one and as far as it goes together, so that nothing is told never to
be for want of room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from assessor.domain.framework import Framework
    from assessor.ruleset.bounds import CountBound, ValueBound
    from assessor.ruleset.evidential import Signals
    from assessor.workbench.solver.cone import Cone

_DAY: Final = timedelta(days=1)
_FEW_SIGNALS: Final = 3
_MOST_SIGNALS: Final = 12
_MOST_ON_A_WAY: Final = 8
"""How many there are at most where the trajectory is followed, which takes a solver longer."""

_MOST_WIDE: Final = 40
"""How many there are at most where it is asked once more whether something can never be."""

_ALONE: Final = 6
"""Up to so many signals a rule may ask for before one symbolic signal stands for several."""

_SPARE: Final = 1000

_SHORTER: Final = 4
"""Days by which a window can be shorter than it is at its longest, and one in which windows overlap."""


@dataclass(frozen=True, slots=True)
class Bound:
    """
    Within what evidence is looked at.

    Attributes:
        signals: How many different signals there are at most; `repeats`, how many there may be of each.
        is_narrow: Whether conditions ask together for more.
        first: The earliest day that a signal can have, as an ordinal; `last` the latest.
        amounts: The largest amount that a signal can state.
        least: The lowest value that a reading can have; `most` the highest.
    """

    signals: int
    repeats: int
    is_narrow: bool
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


def bound_of(cone: Cone, framework: Framework, days: Sequence[date], *, more: int = 0, wide: bool = False) -> Bound:
    """
    Return a bound that leaves room for what conditions ask, and a little more.

    Args:
        days: The days judged.
        more: Signals that are asked for besides.
        wide: Whether there is room for all that conditions ask together, which takes a solver long where that is much.
    """
    times = [_times(c, cone) for c in cone.signals]
    asked = [_asked(c, framework) for c in cone.signals]
    most, is_way = max(asked, default=0), len(set(days)) > 1
    days = (*days, *(window_start(day, held) for day in days for _, held, _ in cone.kept_up))
    summed = any(c.sum is not None for c in cone.signals)
    alone = _MOST_WIDE if summed else _ALONE
    needs: dict[object, int] = {}
    for condition, number, often in zip(cone.signals, asked, times, strict=True):
        key = (condition.signals, condition.after)
        needs[key] = max(needs.get(key, 0), min(number, alone) * often)
    need = sum(needs.values()) + 1
    room = _MOST_WIDE if wide else _MOST_ON_A_WAY if is_way else _MOST_SIGNALS
    room = max(room, min(most + 1, alone), min(max(needs.values(), default=0) + 1, _MOST_WIDE))
    earliest = [window_start(day, c.within) for c in cone.signals for day in looked_at(c, days)]
    sums = [abs(int(n)) for c in cone.signals if c.sum is not None for n in numbers_of(c.sum.value)]
    values = [int(n) for c in cone.measured for n in numbers_of(c.value) if c.change is None]
    lowest = min((*values, 1))
    return Bound(
        signals=max(_FEW_SIGNALS, min(need, room)) + more,
        repeats=most + 1 if most > alone else 1,
        is_narrow=need > room,
        first=(min((*earliest, *days)) - _DAY).toordinal(),
        last=max(days).toordinal(),
        amounts=10 * max(sums, default=0) + _SPARE,
        least=10 * lowest - _SPARE if lowest <= 0 else 0,
        most=(10 * max((*values, 0)) + _SPARE * _SPARE) * _finest(cone),
    )


def looked_at(condition: Signals, days: Iterable[date]) -> Iterator[date]:
    """Yield the days on which windows end that are counted for some days."""
    yield from days
    if condition.sum is not None and condition.sum.change is not None:
        yield from (window_start(day, condition.sum.change.since) for day in days)


def _asked(condition: Signals, framework: Framework) -> int:
    """Return how many signals alone can bring a condition about, or keep it from being met."""
    bounds: list[CountBound | None] = [condition.counted, condition.origins, condition.spread]
    after = 1 if condition.after is not None else 0
    asked = [n for b in bounds if b is not None for n in (b.at_least or 1, (b.at_most or 0) + 1)]
    if condition.weight is not None:
        heaviest = max(
            (s.weight for s in framework.severities if s.id in (condition.signals.severity or (s.id,))), default=0
        )
        least, most = condition.weight.at_least, condition.weight.at_most
        if heaviest > 0:
            asked.append(ceil(least / heaviest) if least is not None else int((most or 0) / heaviest) + 1)
    return after + max(asked, default=2)


def _times(condition: Signals, cone: Cone) -> int:
    """Return how often as many signals are asked for, where that is to have held for longer than its window."""
    held = [span.longest_days for one, span, again in cone.kept_up if again and one is condition]
    return 1 + max(held, default=0) // max(condition.within.longest_days - _SHORTER, 1)


def numbers_of(bound: ValueBound) -> Iterator[Decimal]:
    """Yield the thresholds that are stated."""
    yield from (n for n in (bound.at_least, bound.at_most, bound.above, bound.below) if n is not None)


def _finest(cone: Cone) -> int:
    """Return by what values have to be larger for the smallest change in percent that is asked for."""
    percents = (
        n for c in cone.measured if c.change is not None and c.change.kind == "percent" for n in numbers_of(c.value)
    )
    return max((10 ** -int(n.as_tuple().exponent) for n in percents if int(n.as_tuple().exponent) < 0), default=1)
