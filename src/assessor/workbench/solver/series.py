"""
Symbolic readings: of each indicator the periods that questions look at, each read or not, with some value.

Periods go without a gap through the calendar, from the first of January on. A period that is not read is missing; none
is suppressed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import Duration, add, window_start
from assessor.workbench.solver.logic import both, choice, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.framework import Indicator
    from assessor.workbench.solver.logic import Formula, Number

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """
    A period that may have been read.

    Attributes:
        seen: That it was.
        value: What, in steps of which the indicator's unit has `steps`.
    """

    first: date
    last: date
    seen: Formula
    value: Number


@dataclass(eq=False)
class Series:
    """
    The readings of one indicator.

    Attributes:
        digits: How many digits behind the point its values have.
    """

    indicator: Indicator
    anchor: date
    digits: int
    periods: dict[int, Period] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """How many steps of its values make one of its unit."""
        return int(10**self.digits)

    def number_of(self, first: date) -> int | None:
        """Return the number of the period that begins on a day; None where none does."""
        place = self._holding(first)
        return place if self.first_of(place) == first else None

    def first_of(self, place: int) -> date:
        """Return the first day of the period of a number; the one that begins with the year of the anchor has 0."""
        if place == 0:
            return self.anchor
        length = _times(self.indicator.cadence, abs(place))
        return add(self.anchor, length) if place > 0 else window_start(self.anchor, length)

    def period(self, place: int) -> Period:
        """Return the period of a number."""
        if place not in self.periods:
            first = self.first_of(place)
            name = f"reading.{self.indicator.id}.{first}"
            last = self.first_of(place + 1) - _DAY
            self.periods[place] = Period(first, last, choice(f"{name}.seen"), number(f"{name}.value"))
        return self.periods[place]

    def ending_by(self, day: date) -> Iterator[int]:
        """Yield the numbers of the periods that ended by a day, the latest first, without end."""
        place = self._holding(day + _DAY)
        while True:
            place -= 1
            yield place

    def _holding(self, day: date) -> int:
        """Return the number of the period in which a day lies."""
        cadence = self.indicator.cadence
        months = 12 * cadence.years + cadence.months
        if months:
            return (12 * (day.year - self.anchor.year) + day.month - self.anchor.month) // months
        return (day - self.anchor).days // cadence.longest_days

    def nudged(self) -> Nudged:
        """Return the same readings, each of which may be one step higher or lower."""
        return Nudged(self.indicator, self.anchor, self.digits, before=self)

    def laws(self, *, least: int, most: int) -> Iterator[Formula]:
        """Yield what is so of any reading of the periods looked at so far."""
        for period in self.periods.values():
            yield both(period.value >= least * self.steps, period.value <= most * self.steps)


@dataclass(eq=False)
class Nudged(Series):
    """
    The readings of an indicator, by a step at most other than they are.

    Attributes:
        before: The readings as they are.
        by: How many steps each period's value is higher.
    """

    before: Series = field(kw_only=True)
    by: dict[int, Number] = field(default_factory=dict)

    def period(self, place: int) -> Period:
        """Return the period of a number, nudged."""
        as_is = self.before.period(place)
        if place not in self.by:
            self.by[place] = number(f"nudge.{self.indicator.id}.{as_is.first}")
        return Period(as_is.first, as_is.last, as_is.seen, as_is.value + self.by[place])


def is_regular(cadence: Duration) -> bool:
    """Return whether periods of a cadence can be laid end to end, counted from either side: of months, or of days."""
    return not ((cadence.years or cadence.months) and (cadence.weeks or cadence.days))


def _times(step: Duration, times: int) -> Duration:
    return Duration(step.years * times, step.months * times, step.weeks * times, step.days * times)
