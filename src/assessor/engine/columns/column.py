"""
One leaf over consecutive days: its outcomes, and the stretches on which it sees the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.signals import counts_anything, signals_column
from assessor.engine.columns.sums import sums_column
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.tally import SignalsLeaf


@dataclass(frozen=True, eq=False)
class Column:
    """
    One leaf over consecutive days.

    Attributes:
        outcomes: int8, one a day: 1 met, 0 unknown, -1 not met.
        borders: Numbers of days on which what the leaf sees can differ from the day before, and other numbers.
    """

    outcomes: npt.NDArray[np.int8]
    borders: Collection[int]

    @cached_property
    def stretches(self) -> npt.NDArray[np.int64]:
        """For each day, the number of the day since which the leaf sees the same."""
        length = len(self.outcomes)
        starts = np.zeros(length, dtype=np.int64)
        inner = [b for b in self.borders if 0 < b < length]
        starts[inner] = inner
        return np.maximum.accumulate(starts)


def column(leaf: SignalsLeaf | ReadingsLeaf, calendar: Calendar) -> Column:
    """Return what a leaf makes of each day of a calendar."""
    if not isinstance(leaf, ReadingsLeaf):
        made = [signals_column(leaf, calendar)] if counts_anything(leaf.condition) else []
        made += [sums_column(leaf, leaf.condition.sum, calendar)] if leaf.condition.sum is not None else []
        borders = set[int]().union(*(more for _, more in made))
        return Column(np.minimum.reduce([outcomes for outcomes, _ in made]), borders)
    ages = type(leaf) is ReadingsLeaf  # one that is carried into days to come does not
    return _of_one_series(leaf, calendar) if ages and len(leaf.indicators) == 1 else _by_borders(leaf, calendar)


def _of_one_series(leaf: ReadingsLeaf, calendar: Calendar) -> Column:
    """Spread the outcome of each reading of an indicator over the days on which it is the latest and fresh."""
    dated, judged = _judged(leaf, calendar)
    days = np.arange(calendar.length) + calendar.first.toordinal()
    latest = np.searchsorted(dated, days, side="right") - 1
    stale = (latest > 0) & (dated[latest] < calendar.starts(leaf.condition.max_age))
    outcomes = np.where(stale, np.int8(Kleene.UNKNOWN), judged[latest])
    seen = np.where(stale, -latest, latest)
    return Column(outcomes, (np.flatnonzero(seen[1:] != seen[:-1]) + 1).tolist())


def _judged(leaf: ReadingsLeaf, calendar: Calendar) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Return the last days of periods as ordinals, and the outcome while each is the latest; unknown before any."""
    dated = [*leaf.dated(leaf.indicators[0].id, calendar.first, calendar.last)]
    outcomes = [Kleene.UNKNOWN, *(leaf.outcome_while_latest(version) for _, version in dated)]
    return np.array([0, *(end.toordinal() for end, _ in dated)]), np.array(outcomes, dtype=np.int8)


def _by_borders(leaf: ReadingsLeaf, calendar: Calendar) -> Column:
    """Judge the leaf on the days on which its outcome can change, and carry it on in between."""
    first, last, length = calendar.first, calendar.last, calendar.length
    borders = {(d - first).days for d in leaf.borders() if first < d <= last}
    outcomes = np.empty(length, dtype=np.int8)
    for since, until in pairwise((0, *sorted(borders), length)):
        outcomes[since:until] = leaf.outcome(calendar.days[since])
    return Column(outcomes, borders)
