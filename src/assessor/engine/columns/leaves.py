"""
What leaves make of consecutive days: each by the plainest way that fits it, those of one way together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.column import Column
from assessor.engine.columns.counts import count_events, entries_of
from assessor.engine.columns.series import series_columns
from assessor.engine.columns.signals import counts_anything, signals_column
from assessor.engine.columns.sums import sums_column
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.tally import SignalsLeaf


def column(leaf: SignalsLeaf | ReadingsLeaf, calendar: Calendar) -> Column:
    """Return what a leaf makes of each day of a calendar."""
    (made,) = columns_of([leaf], calendar)
    return made


def columns_of(leaves: Sequence[SignalsLeaf | ReadingsLeaf], calendar: Calendar) -> list[Column]:
    """Return what each of some leaves makes of each day of a calendar."""
    counted: dict[int, tuple[SignalsLeaf, npt.NDArray[np.int64]]] = {}
    series: dict[int, ReadingsLeaf] = {}
    found: dict[int, Column] = {}
    for number, leaf in enumerate(leaves):
        if not isinstance(leaf, ReadingsLeaf):
            entries = entries_of(leaf)
            if entries is not None:
                counted[number] = leaf, entries
            else:
                found[number] = _of_signals(leaf, calendar)
        elif type(leaf) is ReadingsLeaf and len(leaf.indicators) == 1:
            series[number] = leaf
        else:  # of several indicators, or carried into days to come and so of no age
            found[number] = _by_borders(leaf, calendar)
    found |= zip(counted, count_events([*counted.values()], calendar), strict=True)
    found |= zip(series, series_columns([*series.values()], calendar), strict=True)
    return [found[number] for number in range(len(leaves))]


def _of_signals(leaf: SignalsLeaf, calendar: Calendar) -> Column:
    made = [signals_column(leaf, calendar)] if counts_anything(leaf.condition) else []
    made += [sums_column(leaf, leaf.condition.sum, calendar)] if leaf.condition.sum is not None else []
    borders = set[int]().union(*(more for _, more in made))
    return Column(np.minimum.reduce([outcomes for outcomes, _ in made]), _numbers(borders))


def _by_borders(leaf: ReadingsLeaf, calendar: Calendar) -> Column:
    """Judge the leaf on the days on which its outcome can change, and carry it on in between."""
    first, last, length = calendar.first, calendar.last, calendar.length
    borders = {(d - first).days for d in leaf.borders() if first < d <= last}
    outcomes = np.empty(length, dtype=np.int8)
    for since, until in pairwise((0, *sorted(borders), length)):
        outcomes[since:until] = leaf.outcome(calendar.days[since])
    return Column(outcomes, _numbers(borders))


def _numbers(borders: Collection[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(borders, dtype=np.int64, count=len(borders))
