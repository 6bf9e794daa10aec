"""
Durations in years, months, weeks and days (ISO 8601), and the calendar arithmetic of windows.

It holds no hours, no fractions and no signs. Subtracting and adding are not inverse to each other
where months end on different days; so the day on which something leaves a window is searched for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import core_schema

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_NUMBER = "([1-9][0-9]{0,4})"
_PATTERN = rf"^P(?=[1-9])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?$"
_EXAMPLES = "durations look like P18M, P1Y6M, P2W or P90D"
_MOST_YEARS = 200
_SLACK = 15  # a window is rarely shorter than the longest of its duration by more; where one is, the search begins at 0
# The most days that a window of 0 to 11 months can hold, wherever in the year it ends.
_MOST_DAYS_OF_MONTHS = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
_IN_EVERY_MONTH = 28


class DurationError(ValueError):
    """The text is no duration of the part used here, or too long a one."""


@dataclass(frozen=True, slots=True)
class Duration:
    """
    A length of calendar time; `parse_duration` makes one.

    At least one part is positive, none is negative, and all together are at most 200 years.
    `P12M` and `P1Y` reach equally far, but are not equal: a duration keeps how it was written.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        parts = (self.years, self.months, self.weeks, self.days)
        if min(parts) < 0 or not any(parts):
            raise DurationError(f"{quote(str(self))} is not a positive duration; {_EXAMPLES}")
        if self.longest_days > _most_days(12 * _MOST_YEARS):
            raise DurationError(f"{quote(str(self))} is longer than {_MOST_YEARS} years; use a shorter duration")

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)

    @property
    def longest_days(self) -> int:
        """A number of days that no window of this duration exceeds, for comparing durations."""
        return _most_days(12 * self.years + self.months) + 7 * self.weeks + self.days

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate,
            serialization=core_schema.to_string_ser_schema(when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "format": "duration",
            "pattern": _PATTERN,
            "description": f"A length of calendar time (ISO 8601). {_EXAMPLES[0].upper()}{_EXAMPLES[1:]}.",
        }


def parse_duration(text: str) -> Duration:
    """
    Return the duration that the text states; `str` of it gives the text back.

    Args:
        text: ISO 8601 in whole years, months, weeks and days, in this order, without zeros.

    Raises:
        DurationError: The text has another form, or is longer than 200 years.
    """
    matched = re.fullmatch(_PATTERN, text)
    if matched is None:
        raise DurationError(f"{quote(text)} is not a duration; {_EXAMPLES}")
    years, months, weeks, days = (int(part or 0) for part in matched.groups())
    return Duration(years, months, weeks, days)


def window_start(day: date, duration: Duration) -> date:
    """
    Return the start of the window `(start, day]`: the day minus the duration, at the earliest `date.min`.

    Years and months go first, with the month end clipped (2025-03-31 minus P1M is 2025-02-28), then
    weeks and days. A later day never has an earlier start.
    """
    shifted = _shift_months(day, -(12 * duration.years + duration.months))
    days = 7 * duration.weeks + duration.days
    return shifted - timedelta(days) if (shifted - date.min).days > days else date.min


def add(day: date, duration: Duration) -> date:
    """
    Return the day plus the duration, at the latest `date.max`: where a lag or a horizon ends.

    Years and months go first, with the month end clipped, then weeks and days.
    """
    shifted = _shift_months(day, 12 * duration.years + duration.months)
    days = 7 * duration.weeks + duration.days
    return shifted + timedelta(days) if (date.max - shifted).days > days else date.max


@lru_cache(maxsize=65_536)
def exit_day(day: date, duration: Duration) -> date:
    """
    Return the first as-of day, not before `day`, whose window of that duration no longer holds `day`.

    That is the first D with `window_start(D, duration) >= day`; where the calendar ends before
    that, `date.max`. From `day` up to the day before D, every window holds `day`.
    """
    lo, hi = 0, min(duration.longest_days, (date.max - day).days)
    near = hi - _SLACK
    if near > 0 and window_start(day + timedelta(near), duration) < day:
        lo = near + 1
    while lo < hi:
        middle = (lo + hi) // 2
        if window_start(day + timedelta(middle), duration) >= day:
            hi = middle
        else:
            lo = middle + 1
    return day + timedelta(lo)


def _shift_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last, within the calendar."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _most_days(months: int) -> int:
    """Return a number of days that no window of so many months exceeds: a leap day in every fourth year begun."""
    years, rest = divmod(months, 12)
    return 365 * years + (years + 3) // 4 + _MOST_DAYS_OF_MONTHS[rest]


def _validate(value: object) -> Duration:
    """Return the duration that a file or a caller gave: ISO 8601 text, or a duration read before."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, str):
        return parse_duration(value)
    raise DurationError(f"{quote(str(value))} is not a duration; {_EXAMPLES}")
