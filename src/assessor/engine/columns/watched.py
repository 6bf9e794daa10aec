"""
On which days the whole window that ends on them was watched.

The columnar form of `Watch.covers`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assessor.engine.columns.calendar import Tracks

if TYPE_CHECKING:
    import numpy.typing as npt

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.watch import Watch

_DAY = timedelta(days=1)


class Watched(NamedTuple):
    """Whether the window of each day was watched, and the numbers of days on which that changes, among others."""

    days: npt.NDArray[np.bool_]
    borders: npt.NDArray[np.int64]


def watched_days(watch: Watch, calendar: Calendar, window: Duration) -> Watched:
    """Return the days whose whole window was watched; worked out once for a calendar."""
    key = (watch, window)
    if key not in calendar.kept:
        calendar.kept[key] = _watched_days(watch, calendar, window)
    found: Watched = calendar.kept[key]
    return found


def _watched_days(watch: Watch, calendar: Calendar, window: Duration) -> Watched:
    tracks = Tracks(calendar.length)
    watched = ~tracks.holds([calendar.inside(g.since, g.to, window) for g in watch.gaps])
    for spans in watch.needed:
        covered = []
        for since, to in spans:
            before = since - _DAY if since > date.min else since
            begin = int(np.searchsorted(calendar.starts(window), before.toordinal(), side="left"))
            covered.append((begin, calendar.number(to) + (to <= calendar.last and to >= calendar.first)))
        watched &= tracks.holds(covered)
    return Watched(watched, np.array([*tracks.borders], dtype=np.int64))
