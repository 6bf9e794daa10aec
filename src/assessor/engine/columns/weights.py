"""
What severities add up to on every day at once, as far as they have not faded.

The columnar form of `SignalsLeaf.weigh`: integers in millionths, rounded down as there.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.placed import clusters
from assessor.engine.decay import MILLIONTHS, factor
from assessor.engine.events import fewest

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar, Range
    from assessor.engine.columns.placed import Placed
    from assessor.engine.tally import SignalsLeaf

    Numbers = npt.NDArray[np.int64]


@lru_cache(maxsize=256)
def _factors(half_life: int, ages: int) -> Numbers:
    """Return `factor` of every age below a number: that of its rest, halved for each half-life that is over."""
    first = np.array([factor(age, half_life) for age in range(min(half_life, ages))], dtype=np.int64)
    age = np.arange(ages)
    return first[age % half_life] >> np.minimum(age // half_life, 63)


def weight_columns(leaf: SignalsLeaf, placed: list[Placed], calendar: Calendar) -> tuple[Numbers, Numbers]:
    """Return the lowest and the highest weight of what lies in the window, for each day, watched or not."""
    low, high = np.zeros(calendar.length, dtype=np.int64), np.zeros(calendar.length, dtype=np.int64)
    alike: dict[frozenset[object], list[Placed]] = defaultdict(list)
    for s in placed:
        for begin, end in s.maybe:
            high[begin:end] += _faded(leaf, leaf.heaviest(s.event), s.event.possible.hi, (begin, end), calendar)
        if s.sure:
            alike[s.event.alike].append(s)
    for events in alike.values():
        if all(len(cluster) == 1 for cluster in clusters(events)):
            for s in events:
                for begin, end in s.sure:
                    low[begin:end] += _lowest(leaf, s, (begin, end), calendar)
        else:
            _add_lowest_of(leaf, events, low, calendar)
    return low, high


def _lowest(leaf: SignalsLeaf, placed: Placed, days: Range, calendar: Calendar) -> Numbers:
    return _faded(leaf, leaf.lightest(placed.event), placed.event.possible.lo, days, calendar)


def _add_lowest_of(leaf: SignalsLeaf, events: list[Placed], low: Numbers, calendar: Calendar) -> None:
    """Add the lightest of events that are possibly fewer than they are told of: as many as there are at least."""
    ranges = [(begin, end, s) for s in events for begin, end in s.sure]
    for begin, end in pairwise(sorted({border for r in ranges for border in r[:2]})):
        inside = [s for since, until, s in ranges if since <= begin and end <= until]
        if inside:
            weights = np.stack([_lowest(leaf, s, (begin, end), calendar) for s in inside])
            low[begin:end] += np.sort(weights, axis=0)[: fewest(s.event for s in inside)].sum(axis=0)


def _faded(leaf: SignalsLeaf, weight: int, since: date, days: Range, calendar: Calendar) -> Numbers:
    """Return what is left on some days of a weight that begins to fade on a day."""
    half_life = leaf.condition.weight.half_life if leaf.condition.weight is not None else None
    begin, end = days
    if half_life is None:
        return np.full(end - begin, weight, dtype=np.int64)
    ages = np.arange(begin, end) + (calendar.first.toordinal() - since.toordinal())
    faded: Numbers = weight * _factors(half_life, max(int(ages[-1]), 0) + 1)[np.maximum(ages, 0)] // MILLIONTHS
    return faded
