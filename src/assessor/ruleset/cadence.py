"""
Whether what is asked of readings fits the rhythm in which they come.

Holds checks of ages, reaches and units of reading conditions against their indicators, and of the
period of one reading against its indicator's cadence. What readings say is not looked at.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import Duration, add, window_start
from assessor.domain.quoting import quote
from assessor.ruleset.evidential import Reading, Readings
from assessor.ruleset.scope import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.edtf import EdtfDate
    from assessor.domain.framework import Indicator
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.scope import Scope

_MOST_MONTHS_BACK: Final = 1_200
_MOST_YEARS_APART: Final = 20
_FEWEST_DAYS_OF_A_MONTH: Final = 28
_LEAP_CYCLE: Final = [date(2020, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1)]


def check_cadence(condition: Condition, scope: Scope) -> Iterator[Remark]:
    """Yield where a reading condition asks for what its indicators' cadence, lag or units do not give."""
    if not isinstance(condition, (Reading, Readings)):
        return
    for indicator in scope.indicators(condition.readings if isinstance(condition, Readings) else (condition.reading,)):
        if _is_bearable(indicator.cadence) and _is_bearable(indicator.lag):
            yield from _check_age(condition, indicator)
            yield from _check_base(condition, indicator)
            yield from _check_reach(condition, indicator)
    if isinstance(condition, Readings):
        yield from _check_units(condition, scope)


def _check_age(condition: Reading | Readings, indicator: Indicator) -> Iterator[Remark]:
    if is_shorter(condition.max_age, _sum(indicator.cadence, indicator.lag)):
        message = (
            f"`{condition.max_age}` is shorter than cadence {indicator.cadence} plus lag {indicator.lag} of "
            f"{quote(indicator.id)}: the latest reading would be stale before the next is out"
        )
        yield Remark(("max_age",), message, "max-age")


def _check_base(condition: Reading | Readings, indicator: Indicator) -> Iterator[Remark]:
    change = condition.change
    if change is not None and not _is_multiple(change.since, indicator.cadence):
        message = (
            f"`{change.since}` is no whole number of cadences {indicator.cadence} of {quote(indicator.id)}: no period "
            "begins that much earlier, and the change would never be known"
        )
        yield Remark(("change", "from"), message, "change-base")


def _check_reach(condition: Reading | Readings, indicator: Indicator) -> Iterator[Remark]:
    months, days = _months_and_days(indicator.cadence)
    steps = condition.periods + condition.streak - 1
    more_months, more_days = _months_and_days(condition.change.since) if condition.change is not None else (0, 0)
    months, days = steps * months + more_months, steps * days + more_days
    if months + days // _FEWEST_DAYS_OF_A_MONTH > _MOST_MONTHS_BACK:
        key = max(("periods", condition.periods), ("streak", condition.streak), key=lambda item: item[1])[0]
        rhythm = f"the cadence {indicator.cadence} of {quote(indicator.id)}"
        message = f"reaches back more than {_MOST_MONTHS_BACK // 12} years at {rhythm}; ask for less"
        yield Remark((key,), message, "reach")


def _check_units(condition: Readings, scope: Scope) -> Iterator[Remark]:
    is_percent = condition.change is not None and condition.change.kind == "percent"
    units = {i.unit: i.id for i in reversed(scope.indicators(condition.readings))}
    if condition.across != "how_many" and not is_percent and len(units) > 1:
        listed = " and ".join(f"{quote(unit)} ({quote(name)})" for unit, name in sorted(units.items()))
        message = f"the {condition.across} of values in {listed} means nothing; take one unit, or changes in percent"
        yield Remark(("readings",), message, "mixed-units")


def check_indicator(indicator: Indicator) -> Iterator[Remark]:
    """Yield where a cadence or lag is longer than readings can be of use."""
    for key, duration in (("cadence", indicator.cadence), ("lag", indicator.lag)):
        if not _is_bearable(duration):
            yield Remark((key,), f"`{duration}` is longer than {_MOST_YEARS_APART} years", "reach")


def check_period(period: EdtfDate, indicator: Indicator) -> Iterator[str]:
    """
    Yield why a period is none of an indicator's: its days are not sure, or it is shorter or longer than a cadence.

    An interval may be longer than one cadence: twelve months that end with each month.
    """
    span = period.span
    days_are_sure = not set("?~%[") & set(period.text)
    if not days_are_sure or date.min == span.lo or date.max == span.hi:
        yield f"period {quote(str(period))}: a period begins and ends on days that are known"
        return
    end = add(span.lo, indicator.cadence) - timedelta(days=1)
    if not _is_bearable(indicator.cadence):
        return
    if span.hi < end or (span.hi > end and not period.is_interval):
        yield (
            f"period {quote(str(period))} is {span.lo} to {span.hi}: indicator {quote(indicator.id)} is read every "
            f"{indicator.cadence}, {span.lo} to {end}"
        )


@lru_cache(maxsize=1024)
def is_shorter(one: Duration, other: Duration) -> bool:
    """Say whether a window of one duration is, ending on some day, shorter than a window of the other."""
    return any(window_start(day, one) > window_start(day, other) for day in _LEAP_CYCLE)


def _is_bearable(duration: Duration) -> bool:
    months, days = _months_and_days(duration)
    return months + days // _FEWEST_DAYS_OF_A_MONTH <= 12 * _MOST_YEARS_APART


def _sum(one: Duration, other: Duration) -> Duration:
    return Duration(one.years + other.years, one.months + other.months, one.weeks + other.weeks, one.days + other.days)


def _months_and_days(duration: Duration) -> tuple[int, int]:
    return 12 * duration.years + duration.months, 7 * duration.weeks + duration.days


def _is_multiple(duration: Duration, cadence: Duration) -> bool:
    """Say whether a number of cadences leads exactly as far, whatever the day; every day begins a period of one."""
    months, days = _months_and_days(duration)
    step_months, step_days = _months_and_days(cadence)
    if (step_months, step_days) == (0, 1):
        return True
    count = months // step_months if step_months else days // step_days
    return count > 0 and (months, days) == (count * step_months, count * step_days)
