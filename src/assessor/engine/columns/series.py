"""
Conditions on the readings of one indicator on every day at once.

What a reading makes of a condition is spread over the days on which it is the latest and fresh; which days
those are is the same for all conditions that ask the same indicator with the same patience.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.column import Column
from assessor.engine.columns.keeping import keeps
from assessor.engine.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.keeping import Known
    from assessor.engine.measures import ReadingsLeaf

    Numbers = npt.NDArray[np.int64]


def series_columns(leaves: Sequence[ReadingsLeaf], calendar: Calendar) -> list[Column]:
    """Return what leaves, each on one indicator, make of each day of a calendar."""
    fresh: dict[object, tuple[Numbers, Numbers]] = {}
    made = []
    for leaf in leaves:
        asked = (id(leaf.case), leaf.indicators[0].id, leaf.condition.max_age)
        if asked not in fresh:
            fresh[asked] = _fresh(leaf, calendar)
        places, borders = fresh[asked]
        made.append(Column(_judged(leaf, calendar.first, calendar.last)[places], borders))
    return made


def _fresh(leaf: ReadingsLeaf, calendar: Calendar) -> tuple[Numbers, Numbers]:
    """Return the place of the latest reading of each day, 0 for none or a stale one, and the days of a new one."""
    dated = leaf.dated(leaf.indicators[0].id, calendar.first, calendar.last)
    ends = np.array([0, *(end.toordinal() for end, _ in dated)])
    days = np.arange(calendar.length) + calendar.first.toordinal()
    latest = np.searchsorted(ends, days, side="right") - 1
    stale = (latest > 0) & (ends[latest] < calendar.starts(leaf.condition.max_age))
    seen = np.where(stale, -latest, latest)
    return np.maximum(seen, 0), np.flatnonzero(seen[1:] != seen[:-1]) + 1


@once
def _judged(leaf: ReadingsLeaf, first: date, last: date) -> npt.NDArray[np.int8]:
    """Return the outcome while each reading that is the latest on some day is so, after that of none: unknown."""
    if leaf.is_plain:
        values = _values(leaf, first, last)
        return keeps(leaf.condition.value, values, values, scale=10 ** leaf.indicators[0].precision)
    dated = leaf.dated(leaf.indicators[0].id, first, last)
    return np.array([Kleene.UNKNOWN, *(leaf.outcome_while_latest(version) for _, version in dated)], dtype=np.int8)


def _values(leaf: ReadingsLeaf, first: date, last: date) -> Known:
    """Return the values of the readings that are the latest on some day, after that of none; once for each case."""
    indicator = leaf.indicators[0].id
    key = ("values", indicator, first, last)
    if key not in leaf.case.kept:
        values = [None, *(leaf.value_while_latest(version) for _, version in leaf.dated(indicator, first, last))]
        known = np.array([value is not None for value in values])
        numbers = [value or 0 for value in values]
        is_large = max(map(abs, numbers)) > np.iinfo(np.int64).max  # only thresholds are bounded, when they are read
        leaf.case.kept[key] = np.array(numbers, dtype=object if is_large else np.int64), known
    found: Known = leaf.case.kept[key]
    return found
