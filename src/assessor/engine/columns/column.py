"""
One leaf over consecutive days: its outcomes, and the stretches on which it sees the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.signals import signals_column
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.tally import SignalsLeaf


@dataclass(frozen=True, slots=True)
class Column:
    """
    One leaf over consecutive days.

    Attributes:
        outcomes: int8, one a day: 1 met, 0 unknown, -1 not met.
        stretches: For each day, the number of the day since which the leaf sees the same.
    """

    outcomes: npt.NDArray[np.int8]
    stretches: npt.NDArray[np.int64]


def column(leaf: SignalsLeaf | ReadingsLeaf, calendar: Calendar) -> Column:
    """Return what a leaf makes of each day of a calendar."""
    if not isinstance(leaf, ReadingsLeaf):
        outcomes, borders = signals_column(leaf, calendar)
        return Column(outcomes, _stretches(borders, calendar.length))
    return _by_borders(leaf, calendar)


def _by_borders(leaf: ReadingsLeaf, calendar: Calendar) -> Column:
    """Judge the leaf on the days on which its outcome can change, and carry it on in between."""
    first, last, length = calendar.first, calendar.last, calendar.length
    borders = {(d - first).days for d in leaf.borders() if first < d <= last}
    outcomes = np.empty(length, dtype=np.int8)
    for since, until in pairwise((0, *sorted(borders), length)):
        outcomes[since:until] = leaf.outcome(calendar.days[since])
    return Column(outcomes, _stretches(borders, length))


def _stretches(borders: Iterable[int], length: int) -> npt.NDArray[np.int64]:
    starts = np.zeros(length, dtype=np.int64)
    inner = [b for b in borders if 0 < b < length]
    starts[inner] = inner
    return np.maximum.accumulate(starts)
