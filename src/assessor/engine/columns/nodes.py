"""
Nodes of a program on every day at once: Kleene's connectives, sums and `held` over whole columns.

*All* is a minimum, *any* a maximum, *not* a change of sign; a sum is compared by its bounds, and `held`
asks for the last earlier day on which the inner condition was otherwise. What the inputs are is the caller's.
"""

from __future__ import annotations

from functools import reduce
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from assessor.domain.kleene import Kleene
from assessor.engine.phase import HeldLeaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.inference.program import Threshold
    from assessor.engine.phase import Input, Phase

Outcomes = npt.NDArray[np.int8]
"""One a day: 1 met, 0 unknown, -1 not met. Where many worlds are looked at together, a row for each, days in a row."""

MET: Final = np.int8(Kleene.MET)
"""What columns are compared with: with the member of the enumeration itself it takes ten times as long."""

UNKNOWN: Final = np.int8(Kleene.UNKNOWN)
NOT_MET: Final = np.int8(Kleene.NOT_MET)


def node_columns(
    phase: Phase,
    wanted: Iterable[int],
    calendar: Calendar,
    given: Callable[[Input], Outcomes],
    known: Mapping[int, Outcomes] | None = None,
    earlier: Mapping[int, Outcomes] | None = None,
) -> dict[int, Outcomes]:
    """
    Return the outcome of nodes of a program on each day of a calendar.

    Args:
        wanted: Numbers of nodes; with each, those it reads.
        given: Returns the column of an input that is no `held`.
        known: Columns that are there already; where one is equal to an earlier one, it is that object.
        earlier: Columns of the same nodes over the same days in another case, which are all that is wanted: only what
            rests on something else is worked out again, and what comes out equal is taken from there, so that
            whatever differs is another object.
    """
    if earlier is not None:
        return _again(phase, calendar, given, known or {}, earlier)
    columns: dict[int, Outcomes] = dict(known or {})
    for number in sorted(set(wanted) - columns.keys()):  # what a node reads has a lower number
        outside = phase.given.get(number)
        columns[number] = _outcomes(phase, number, columns, calendar) if outside is None else given(outside)
    return columns


def _again(
    phase: Phase,
    calendar: Calendar,
    given: Callable[[Input], Outcomes],
    known: Mapping[int, Outcomes],
    earlier: Mapping[int, Outcomes],
) -> dict[int, Outcomes]:
    """Return columns that are there already, but for those that rest on another input or on another known one."""
    columns = {**earlier, **known}
    other = [number for number, column in known.items() if column is not earlier.get(number)]
    for number in phase.given.keys() & (earlier.keys() - known.keys()):
        now = given(phase.given[number])
        if not is_equal(now, earlier[number]):
            columns[number] = now
            other.append(number)
    waiting = [reader for number in other for reader in phase.readers.get(number, ())]
    heapify(waiting)
    done = -1
    while waiting:
        number = heappop(waiting)  # what a node reads has a lower number
        if number == done or number in known or number not in earlier:
            continue
        done, now = number, _outcomes(phase, number, columns, calendar)
        if not is_equal(now, earlier[number]):
            columns[number] = now
            for reader in phase.readers.get(number, ()):
                heappush(waiting, reader)
    return columns


def is_equal(one: Outcomes, other: Outcomes) -> bool:
    """Return whether two columns over the same days are alike on each."""
    return one is other or one.tobytes() == other.tobytes()


def _outcomes(phase: Phase, number: int, columns: Mapping[int, Outcomes], calendar: Calendar) -> Outcomes:
    """Return the outcome of a node on each day, by the columns of those that it reads."""
    node = phase.nodes[number]
    parts = [columns[read] for read in node.reads]
    if isinstance(node.given, HeldLeaf):
        return held_before(parts[0], node.given.window, calendar)
    if node.kind in {"all", "any"}:
        return reduce(np.minimum if node.kind == "all" else np.maximum, parts)
    if node.kind == "not":
        return np.negative(parts[0])
    if node.kind == "agree":
        return np.where(parts[0] == parts[1], parts[0], UNKNOWN)
    return _sum(phase.sums[number], columns)


def _sum(threshold: Threshold, columns: Mapping[int, Outcomes]) -> Outcomes:
    """Return whether the weights of what is met reach a number, by the least and the most that they can come to."""
    size = np.min_scalar_type(-sum(abs(weight) for _, weight in threshold.members) - 1)  # what all of them fit into
    least = most = np.zeros(1, dtype=size)
    for node, weight in threshold.members:
        met, possible = ((columns[node] > bound) * size.type(weight) for bound in (UNKNOWN, NOT_MET))
        low, high = (met, possible) if weight > 0 else (possible, met)
        least, most = least + low, most + high
    reached, excluded = least >= threshold.at_least, most < threshold.at_least
    outcomes: Outcomes = reached.astype(np.int8) - excluded.astype(np.int8)
    return outcomes


def held_before(inner: Outcomes, window: Duration, calendar: Calendar) -> Outcomes:
    """
    Return, for each day, whether a condition held on all earlier days of the window that ends on it.

    Met iff met on all of them, not met iff on none, else unknown; days before the calendar are not met.
    """
    starts = calendar.starts(window)
    first = calendar.first.toordinal()
    unmet = _last_before(inner != MET, first, default=first - 1)
    possible = _last_before(inner != NOT_MET, first, default=1)
    return (unmet <= starts).astype(np.int8) - (possible <= starts).astype(np.int8)


def _last_before(days: npt.NDArray[np.bool_], first: int, *, default: int) -> npt.NDArray[np.int64]:
    """Return, for each day, the ordinal of the last of some days before it."""
    last = np.full(days.shape, default, dtype=np.int64)
    last[..., 1:] = np.where(days[..., :-1], np.arange(first, first + days.shape[-1] - 1), default)
    return np.maximum.accumulate(last, axis=-1)


def change_days(columns: Sequence[npt.NDArray[np.generic]]) -> list[int]:
    """Return the numbers of days on which one of some columns differs from the day before, ascending."""
    found = [np.flatnonzero(column[1:] != column[:-1]) + 1 for column in columns]
    return np.unique(np.concatenate(found)).tolist() if found else []
