"""
Where an axis of days has ticks, and what stands at them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
"""Months between two ticks."""
_YEAR: Final = 12
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with what stands at it: in a line, and in a second one the year where it is told."""

    day: date
    label: str
    year: str


def ticks_of(first: date, last: date, most: int) -> tuple[Tick, ...]:
    """
    Return ticks at the beginnings of months or years, or days of a short axis.

    Args:
        most: How many there may be, at least two.
    """
    for step in _STEPS:
        days = list(_months(first, last, step))
        if len(days) <= most:
            break
    if len(days) < _FEWEST:
        step, days = 0, _few(first, last, most)
    found: list[Tick] = []
    for day in days:
        year = "" if found and found[-1].day.year == day.year else str(day.year)
        if step >= _YEAR:
            found.append(Tick(day, str(day.year), ""))
        else:
            month = _MONTHS[day.month - 1]
            found.append(Tick(day, month if step else f"{day.day} {month}", year))
    return tuple(found)


def tell_day(day: date) -> str:
    """Return a day as people write it."""
    return f"{day.day} {tell_month(day.year, day.month)}"


def tell_month(year: int, month: int) -> str:
    """Return a month, from 1 to 12, as people write it."""
    return f"{_MONTHS[month - 1]} {year}"


def _months(first: date, last: date, step: int) -> Iterator[date]:
    for month in range(first.year * _YEAR // step * step, (last.year + 1) * _YEAR, step):
        if month >= _YEAR and first <= (day := date(month // _YEAR, month % _YEAR + 1, 1)) <= last:
            yield day


def _few(first: date, last: date, most: int) -> list[date]:
    length = (last - first).days
    number = max(1, min(length, most - 1))
    return sorted({first + timedelta(days=length * place // number) for place in range(number + 1)})
