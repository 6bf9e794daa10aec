"""
Sums of amounts on every day at once, and how they change: the columnar form of `assessor.engine.sums`.

Each event adds its low estimate on the days on whose window it surely lies, and its high one on those
on whose window it possibly does. Sums are int64 and cannot overflow: estimates are bounded when read.
Sums and differences are compared as the whole numbers that they are, percentages as fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.duration import window_start
from assessor.domain.kleene import Count, Kleene
from assessor.domain.range import percent
from assessor.engine.columns.after import count_after
from assessor.engine.columns.calendar import Calendar, Tracks
from assessor.engine.columns.keeping import keeps
from assessor.engine.columns.placed import clusters, place
from assessor.engine.columns.watched import watched_days
from assessor.engine.sums import estimate_of, low_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Range
    from assessor.engine.columns.placed import Placed
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.evidential import SumBound

    Sums = npt.NDArray[np.int64]
    Outcomes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Sums:
    """
    The sums of consecutive days.

    Attributes:
        low: The least of each day; `high` the most, where `bounded`.
        borders: Numbers of days on which what is inside the window changes.
    """

    low: Sums
    high: Sums
    bounded: npt.NDArray[np.bool_]
    borders: set[int]

    def on(self, number: int) -> Count:
        """Return the sum of a day."""
        return Count(int(self.low[number]), int(self.high[number]) if self.bounded[number] else None)


def sums_column(leaf: SignalsLeaf, bound: SumBound, calendar: Calendar) -> tuple[Outcomes, set[int]]:
    """
    Return whether what is added up keeps a bound on each day, and the numbers of days on which what it sees changes.

    Returns:
        int8 of the calendar's length, and day numbers.
    """
    now = _added_up(leaf, bound.of, calendar)
    if bound.change is None:
        return _judge(bound.value, now), set(now.borders)
    first, last = (window_start(day, bound.change.since) for day in (calendar.first, calendar.last))
    earlier = _added_up(leaf, bound.of, Calendar(first, last))
    base = calendar.starts(bound.change.since) - first.toordinal()
    borders = now.borders | {int(np.searchsorted(base, border, side="left")) for border in earlier.borders}
    then = _Sums(earlier.low[base], earlier.high[base], earlier.bounded[base], set())
    return (_judge_difference if bound.change.kind == "difference" else _judge_percent)(bound.value, now, then), borders


def _judge(bound: ValueBound, now: _Sums) -> Outcomes:
    return keeps(bound, (now.low, np.ones_like(now.bounded)), (now.high, now.bounded))


def _judge_difference(bound: ValueBound, now: _Sums, then: _Sums) -> Outcomes:
    return keeps(bound, (now.low - then.high, then.bounded), (now.high - then.low, now.bounded))


def _judge_percent(bound: ValueBound, now: _Sums, then: _Sums) -> Outcomes:
    """Compare percentages as fractions, once for each stretch on which both sums stay the same."""
    table = np.stack([column for sums in (now, then) for column in (sums.low, sums.high, sums.bounded)])
    changes = np.flatnonzero((table[:, 1:] != table[:, :-1]).any(axis=0)) + 1
    outcomes = np.empty(len(now.low), dtype=np.int8)
    for since, until in pairwise((0, *changes.tolist(), len(outcomes))):
        value = percent(now.on(since), then.on(since))
        outcomes[since:until] = Kleene.UNKNOWN if value is None else bound.holds(value)
    return outcomes


def _added_up(leaf: SignalsLeaf, amount: str, calendar: Calendar) -> _Sums:
    """Return what the windows that end on each day of a calendar hold of an amount; worked out once for each case."""
    condition = leaf.condition
    key = (condition.signals, condition.after, condition.within, amount, calendar)
    kept: dict[object, _Sums] = leaf.case.kept
    if key not in kept:
        kept[key] = _add_up(leaf, amount, calendar)
    return kept[key]


def _add_up(leaf: SignalsLeaf, amount: str, calendar: Calendar) -> _Sums:
    window, tracks = leaf.condition.within, Tracks(calendar.length)
    placed = place(leaf.events, calendar, window)
    if leaf.condition.after is None:
        watched, changes = watched_days(leaf.watch, calendar, window)
        tracks.borders.update(changes.tolist())
    else:
        placed, watched = count_after(leaf, placed, calendar, tracks)
    highs = [(s, estimate_of(s.event, amount)[1]) for s in placed]
    most = _weigh([(r, high) for s, high in highs if high is not None for r in s.maybe], calendar.length)
    unsaid = tracks.holds([r for s, high in highs if high is None for r in s.maybe])
    tracks.mark([r for s in placed for r in (*s.sure, *s.maybe)])
    tracks.mark([calendar.inside(span.lo, span.hi, window) for s in placed for span in s.event.alone])
    return _Sums(_least(placed, amount, calendar.length), most, watched & ~unsaid, tracks.borders)


def _least(placed: Sequence[Placed], amount: str, length: int) -> Sums:
    """Return the least of each day: events that could be one with another are added up together."""
    alone: list[tuple[Range, int]] = []
    total = np.zeros(length, dtype=np.int64)
    for cluster in clusters(placed):
        if len(cluster) == 1:
            low = estimate_of(cluster[0].event, amount)[0]
            alone += [(r, low) for r in cluster[0].sure]
        else:
            ranges = [(begin, end, s.event) for s in cluster for begin, end in s.sure]
            for begin, end in pairwise(sorted({border for r in ranges for border in r[:2]})):
                inside = [event for since, until, event in ranges if since <= begin and end <= until]
                total[begin:end] += low_of(amount, inside)
    return total + _weigh(alone, length)


def _weigh(ranges: Sequence[tuple[Range, int]], length: int) -> Sums:
    """Return for each day what the ranges that hold it weigh together."""
    steps = np.zeros(length + 1, dtype=np.int64)
    held = [(begin, end, weight) for (begin, end), weight in ranges if begin < end]
    if held:
        begins, ends, weights = (np.array(column, dtype=np.int64) for column in zip(*held, strict=True))
        np.add.at(steps, begins, weights)
        np.subtract.at(steps, ends, weights)
    return np.cumsum(steps[:-1])
