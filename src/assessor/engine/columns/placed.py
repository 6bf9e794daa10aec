"""
On which days an event lies in the window that ends on them: surely, and possibly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assessor.engine.columns.calendar import join_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar, Range
    from assessor.engine.events import Event


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with the days on whose window it surely lies, and those on whose window it possibly does."""

    event: Event
    sure: list[Range]
    maybe: list[Range]


def place(event: Event, calendar: Calendar, window: Duration) -> Placed:
    """Return the days on whose window of that length an event lies."""
    sure = [calendar.inside(s.lo, s.hi, window) for s in event.sure]
    if event.point is not None:
        sure.append(calendar.inside(event.point.hi, event.point.lo, window))
    maybe = join_ranges([calendar.inside(event.possible.lo, event.possible.hi, window)])
    return Placed(event, join_ranges(sure) if event.certain else [], maybe)


def clusters(events: Iterable[Placed]) -> list[list[Placed]]:
    """Return events in groups, outside of which the days of none overlap those of another."""
    found: list[list[Placed]] = []
    end = date.min
    for placed in sorted(events, key=lambda placed: placed.event.possible.lo):
        if found and placed.event.possible.lo <= end:
            found[-1].append(placed)
        else:
            found.append([placed])
        end = max(end, placed.event.possible.hi)
    return found
