"""
The days of a schedule: from a first day on, every so often.
"""

from __future__ import annotations

from itertools import count, takewhile
from typing import TYPE_CHECKING

from assessor.domain.duration import Duration, add

if TYPE_CHECKING:
    from datetime import date


def days_of(first: date, last: date, every: Duration) -> tuple[date, ...]:
    """
    Return the days from `first` to `last`, both included where they fall on the schedule.

    Each is counted from the first, so that a schedule of months that begins on the 31st comes back to it: 31
    January, 28 February, 31 March.

    Args:
        last: Not before `first`.
    """
    later = (add(first, _times(every, number)) for number in count(1))
    return (first, *takewhile(lambda day: day <= last, later))


def _times(every: Duration, number: int) -> Duration:
    return Duration(every.years * number, every.months * number, every.weeks * number, every.days * number)
