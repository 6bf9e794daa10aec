"""
The plainest conditions on every day at once: counts of events that have each one day.

Events that could be one with another have to be of the same days: of them there is one at least. Comes to what
`assessor.engine.columns.signals` makes of such conditions, for many of them together: the days of all lie one
after the other in one row of numbers, what begins and ends is put in order once, and outcomes are worked out
where something does and spread over the days until the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.engine.columns.column import Column
from assessor.engine.columns.watched import watched_days
from assessor.engine.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assessor.domain.duration import Duration
    from assessor.domain.edtf import Span
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.events import Event
    from assessor.engine.tally import SignalsLeaf

    Numbers = npt.NDArray[np.int64]

_NO_LIMIT: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False, slots=True)
class Points:
    """
    The first and the last possible day of each event, as ordinals.

    Attributes:
        certain: 1 for each event that surely matches, or one of those that could be one with it; else 0.
    """

    lo: Numbers
    hi: Numbers
    certain: Numbers


@once
def points_of(leaf: SignalsLeaf) -> Points | None:
    """Return the events of a leaf as points; None where it asks for more than a count, or they are no such events."""
    condition, events = leaf.condition, leaf.events
    asks_more = (condition.after, condition.weight, condition.origins, condition.spread, condition.sum)
    if condition.counted is None or any(asked is not None for asked in asks_more):
        return None
    if any(e.sure or e.point is None or any(span != e.possible for span in e.alone) for e in events):
        return None
    certain = _certain(events)
    if certain is None:
        return None
    spans = [(e.possible.lo.toordinal(), e.possible.hi.toordinal()) for e in events]
    lo, hi = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    return Points(lo, hi, np.array(certain, dtype=np.int64))


def _certain(events: Sequence[Event]) -> list[int] | None:
    """Return for each event by how much it adds to the least; None where two that could be one are of other days."""
    last: dict[frozenset[object], tuple[Span, bool]] = {}
    adds = []
    for event in events:  # by their first possible day
        span, counted = last.get(event.alike, (None, False))
        if span is not None and event.possible != span:
            if event.possible.lo <= span.hi:
                return None
            counted = False
        adds.append(int(event.certain and not counted))
        last[event.alike] = event.possible, counted or event.certain
    return adds


def count_points(counted: Sequence[tuple[SignalsLeaf, Points]], calendar: Calendar) -> list[Column]:
    """Return what leaves make of each day of a calendar, each given with its events as points."""
    if not counted:
        return []
    length = calendar.length + 1  # with a day on which all is over
    begins = np.arange(len(counted) + 1) * length
    watches = [watched_days(leaf.watch, calendar, leaf.condition.within) for leaf, _ in counted]
    quiet = np.concatenate([begins, *(w.borders + begin for w, begin in zip(watches, begins, strict=False))])
    steps = [*_steps(counted, calendar, begins), np.stack([quiet, np.zeros_like(quiet), np.zeros_like(quiet)])]
    days, least, most = np.concatenate(steps, axis=1)
    order = np.argsort(days)
    days, least, most = days[order], np.cumsum(least[order]), np.cumsum(most[order])
    watched = np.ones((len(counted), length), dtype=np.bool_)
    watched[:, :-1] = [w.days for w in watches]
    firsts = np.searchsorted(days, begins)
    outcomes = _judge(counted, np.diff(firsts), least[:-1], most[:-1], watched.ravel()[days[:-1]])
    table = np.repeat(outcomes, np.diff(days)).reshape(-1, length)[:, :-1]
    spans = zip(begins.tolist(), firsts.tolist(), firsts[1:].tolist(), strict=False)
    return [Column(row, days[a:b] - begin) for row, (begin, a, b) in zip(table, spans, strict=True)]


def _steps(counted: Sequence[tuple[SignalsLeaf, Points]], calendar: Calendar, begins: Numbers) -> list[Numbers]:
    """
    Return where events come into windows and leave them.

    Args:
        begins: Where the row of days of each leaf begins.

    Returns:
        For each length of window three rows: the day, and by how much the least and the most change on it.
    """
    alike: dict[Duration, list[int]] = {}
    for number, (leaf, _) in enumerate(counted):
        alike.setdefault(leaf.condition.within, []).append(number)
    found = []
    for window, numbers in alike.items():
        points = [counted[number][1] for number in numbers]
        lo, hi, certain = (np.concatenate([getattr(p, name) for p in points]) for name in ("lo", "hi", "certain"))
        enters, leaves = calendar.inside_all(np.concatenate((hi, lo)), np.concatenate((lo, hi)), window)
        rows = np.repeat(begins[numbers], [len(p.lo) for p in points])
        none, one = np.zeros_like(lo), np.ones_like(lo)
        days = np.concatenate((enters, leaves)) + np.tile(rows, 4)
        changes = [np.concatenate((certain, none, -certain, none)), np.concatenate((none, one, none, -one))]
        found.append(np.stack([days, *changes]))
    return found


def _judge(
    counted: Sequence[tuple[SignalsLeaf, Points]],
    sizes: Numbers,
    least: Numbers,
    most: Numbers,
    watched: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int8]:
    """Return whether counts keep the bounds of their leaves, which have so many of them each."""
    bounds = [leaf.condition.counted for leaf, _ in counted]
    lower = np.repeat([b.at_least or 0 if b is not None else 0 for b in bounds], sizes)
    limits = [b.at_most + 1 if b is not None and b.at_most is not None else _NO_LIMIT for b in bounds]
    limit = np.repeat(limits, sizes)
    reached = (least >= lower).astype(np.int8) - (watched & (most < lower))
    kept = ((watched & (most < limit)) | (limit == _NO_LIMIT)).astype(np.int8) - (least >= limit)
    outcomes: npt.NDArray[np.int8] = np.minimum(reached, kept)
    return outcomes
