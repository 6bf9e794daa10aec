"""
Consecutive days as numbers, and where the windows that end on them start.

Holds calendar arithmetic on whole arrays; the same arithmetic on single days is
`assessor.domain.duration`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assessor.domain.duration import Duration

    Ordinals = npt.NDArray[np.int64]

Range = tuple[int, int]
"""Day numbers from the first to the one before the second."""

_UNIX = date(1970, 1, 1).toordinal()


class Calendar:
    """
    The days from `first` to `last`, numbered from 0.

    Attributes:
        length: How many days there are.
    """

    def __init__(self, first: date, last: date) -> None:
        """Take up the days; `last` is not before `first`."""
        self.first, self.last = first, last
        self.length = (last - first).days + 1
        self._starts: dict[Duration, Ordinals] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and (self.first, self.last) == (other.first, other.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days themselves."""
        return tuple(map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1)))

    @cached_property
    def eve(self) -> Calendar:
        """The same days after the day before the first."""
        return Calendar(self.first - timedelta(days=1), self.last)

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What others work out of these days and what they name, and nothing else."""
        return {}

    def number(self, day: date) -> int:
        """Return the number of a day; of days outside the calendar the nearest, one beyond the last for later ones."""
        return min(max((day - self.first).days, 0), self.length)

    def starts(self, window: Duration) -> Ordinals:
        """
        Return where the window that ends on each day starts: `window_start` of each, as an ordinal.

        Returns:
            int64, one a day, ascending; day 1 is 0001-01-01, as in `date.toordinal`.
        """
        if window not in self._starts:
            first = self.first.toordinal() - _UNIX
            days = np.arange(first, first + self.length).astype("datetime64[D]")
            months = days.astype("datetime64[M]")
            in_month = (days - months.astype("datetime64[D]")).astype(np.int64)
            shifted = months - (12 * window.years + window.months)
            begin = shifted.astype("datetime64[D]").astype(np.int64)
            length = (shifted + 1).astype("datetime64[D]").astype(np.int64) - begin
            start = begin + np.minimum(in_month, length - 1) - (7 * window.weeks + window.days)
            self._starts[window] = np.maximum(start + _UNIX, 1)
        return self._starts[window]

    def inside(self, enters: date, leaves: date, window: Duration) -> Range:
        """
        Return the days D, from `enters` on, whose window `(start, D]` starts before `leaves`.

        An empty range has its second number not above its first.
        """
        begin = self.number(enters)
        return begin, int(np.searchsorted(self.starts(window), leaves.toordinal(), side="left"))

    def inside_all(self, enters: Ordinals, leaves: Ordinals, window: Duration) -> tuple[Ordinals, Ordinals]:
        """Return `inside` of pairs of days given as ordinals: where ranges begin, and where they end, not before."""
        begins = np.minimum(np.maximum(enters - self.first.toordinal(), 0), self.length)
        return begins, np.maximum(np.searchsorted(self.starts(window), leaves, side="left"), begins)


def join_ranges(ranges: Sequence[Range]) -> list[Range]:
    """Return the union of ranges as ranges that neither overlap nor touch, ascending; empty ones are dropped."""
    if len(ranges) <= 1:
        return [r for r in ranges if r[0] < r[1]]
    joined: list[Range] = []
    for begin, end in sorted(r for r in ranges if r[0] < r[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


class Tracks:
    """
    Numbers of each day, made of ranges on which something is added.

    Attributes:
        borders: Numbers of days on which something begins or ends.
    """

    def __init__(self, length: int) -> None:
        """Begin with no track, over so many days."""
        self.length = length
        self.borders: set[int] = set()

    def count(self, ranges: Sequence[Range]) -> npt.NDArray[np.int64]:
        """Return for each day how many of the ranges hold it."""
        steps = np.zeros(self.length + 1, dtype=np.int64)
        for begin, end in ranges:
            if begin < end:
                steps[begin] += 1
                steps[end] -= 1
        self.mark(ranges)
        return np.cumsum(steps[:-1])

    def mark(self, ranges: Sequence[Range]) -> None:
        """Note the borders of ranges."""
        self.borders.update(border for found in ranges if found[0] < found[1] for border in found)

    def holds(self, ranges: Sequence[Range]) -> npt.NDArray[np.bool_]:
        """Return for each day whether any of the ranges holds it."""
        return self.count(ranges) > 0
