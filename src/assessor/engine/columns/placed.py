"""
On which days an event lies in the window that ends on them: surely, and possibly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.calendar import join_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar, Range
    from assessor.engine.events import Event


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with the days on whose window it surely lies, and those on whose window it possibly does."""

    event: Event
    sure: list[Range]
    maybe: list[Range]


def place(events: Sequence[Event], calendar: Calendar, window: Duration) -> list[Placed]:
    """Return the days on whose window of that length each event lies."""
    entries = np.array([pair for event in events for pair in event.entries], dtype=np.int64)
    enters, leaves = entries.reshape(-1, 2).T
    begins, ends = calendar.inside_all(enters, leaves, window)
    ranges = list(zip(begins.tolist(), ends.tolist(), strict=True))
    placed, first = [], 0
    for event in events:
        until = first + len(event.entries)
        placed.append(Placed(event, join_ranges(ranges[first + 1 : until]), join_ranges(ranges[first : first + 1])))
        first = until
    return placed


def clusters(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """
    Yield the events that surely lie inside on some day, those together that could be one with another.

    These are alike, and the days of none of a group overlap those of one outside it.
    """
    alike: dict[frozenset[object], list[Placed]] = defaultdict(list)
    for one in placed:
        if one.sure:
            alike[one.event.alike].append(one)
    for events in alike.values():
        cluster: list[Placed] = []
        end = date.min
        for one in sorted(events, key=lambda one: one.event.possible.lo):
            if cluster and one.event.possible.lo > end:
                yield cluster
                cluster = []
            cluster.append(one)
            end = max(end, one.event.possible.hi)
        yield cluster
