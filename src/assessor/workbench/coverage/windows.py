"""
The edges of windows: something on the first day, on the last, and on the day before the first.

Of a maximum age, the last day on which a reading is young enough and the first on which it is too old; of a state or a
condition that must have held for a time, the day on which it has, and the day before.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.duration import Duration, exit_day
from assessor.engine.columns.nodes import MET
from assessor.engine.measures import ReadingsLeaf
from assessor.ruleset.conditions import Held, State
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.workbench.coverage.edges import Edge

_DAY = timedelta(days=1)


def windows_of(condition: Condition) -> Iterator[Edge]:
    """Yield the edges of the windows of a condition."""
    match condition:
        case Signals():
            yield ("within",), "an event lies on the first day of the window", partial(_entered, condition, 1)
            yield ("within",), "an event lies on the day before the window", partial(_entered, condition, 0)
            yield ("within",), "an event lies on the last day of the window", partial(_entered, condition, None)
        case Reading() | Readings():
            yield ("max_age",), "it is the last day on which a reading is young enough", partial(_aged, condition, 1)
            yield ("max_age",), "it is the first day on which a reading is too old", partial(_aged, condition, 0)
        case State() if condition.duration is not None:
            yield ("for",), "it is the first day on which it has held so long", partial(_stayed, condition, 0)
            yield ("for",), "it is the day before it has held so long", partial(_stayed, condition, 1)
        case Held() if condition.held != Duration(days=1):
            yield ("held",), "it is the first day on which it has held so long", partial(_held, condition, 0)
            yield ("held",), "it is the day before it has held so long", partial(_held, condition, 1)
        case _:
            pass


def _entered(condition: Signals, before_exit: int | None, folded: Folded) -> npt.NDArray[np.bool_]:
    """Return the days that lie so long before one on which an event has left the window; or on which it happens."""
    leaf = folded.prepared.leaf(condition)
    assert not isinstance(leaf, ReadingsLeaf)  # noqa: S101 - the condition says so
    happened = [e.point.lo for e in leaf.events if e.certain and e.point is not None and e.point.lo == e.point.hi]
    if before_exit is None:
        return _flags(happened, folded)
    return _flags((exit_day(day, condition.within) - before_exit * _DAY for day in happened), folded)


def _aged(condition: Reading | Readings, before: int, folded: Folded) -> npt.NDArray[np.bool_]:
    """Return the days that lie so long before one on which the latest reading is too old."""
    leaf = folded.prepared.leaf(condition)
    assert isinstance(leaf, ReadingsLeaf)  # noqa: S101 - the condition says so
    days: list[date] = []
    for indicator in leaf.indicators:
        for end, following in pairwise((*leaf.ends(indicator.id), date.max)):
            day = leaf.stale_from(end) - before * _DAY
            days += [day] if end <= day < following else []
    return _flags(days, folded)


def _stayed(condition: State, before: int, folded: Folded) -> npt.NDArray[np.bool_]:
    """Return the days that lie so long before one on which a state has held for as long as asked, or would have."""
    assert condition.duration is not None  # noqa: S101 - it is asked of no other
    calendar, moves = folded.prepared.calendar, folded.path.moves
    begins = [calendar.first - _DAY, *(move.day for move in moves), calendar.last + 2 * _DAY]
    states = [folded.prepared.case.framework.initial, *(move.target for move in moves)]
    late = timedelta(days=int(id(condition) not in folded.prepared.plan.after.placed))  # of the day before
    days: list[date] = []
    for state, (since, until) in zip(states, pairwise(begins), strict=True):
        day = exit_day(since - _DAY, condition.duration) - before * _DAY
        days += [day + late] if state in condition.state and since <= day < until else []
    return _flags(days, folded)


def _held(condition: Held, before: int, folded: Folded) -> npt.NDArray[np.bool_]:
    """Return the days that lie so long before one on which a condition has held for as long as asked, or would have."""
    calendar = folded.prepared.calendar
    met = folded.outcomes_of(condition.condition) == MET
    changes = [0, *(np.flatnonzero(met[1:] != met[:-1]) + 1).tolist(), calendar.length]
    days: list[date] = []
    for begin, end in pairwise(changes):
        if met[begin]:
            since = calendar.first + begin * _DAY
            day = exit_day(since - _DAY, condition.held) - before * _DAY
            days += [day] if since <= day < calendar.first + end * _DAY else []
    return _flags(days, folded)


def _flags(days: Iterable[date], folded: Folded) -> npt.NDArray[np.bool_]:
    """Return which days of a fold are among some."""
    calendar = folded.prepared.calendar
    flags = np.zeros(calendar.length, np.bool_)
    flags[[(day - calendar.first).days for day in days if calendar.first <= day <= calendar.last]] = True
    return flags
