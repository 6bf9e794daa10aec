"""
What takes confidence from the verdict of a day beside the outcomes of conditions, as columns.

What the state could be instead, readings that are too old, values of later vintage, and a single origin. Most of it
rests on little of the evidence, so for a fold that differs little from a known one most is taken from there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.known import reading_of
from assessor.engine.histories.others import StateSets
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.origins import conditions_under, is_of_single_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar
    from assessor.engine.day_record import Move
    from assessor.engine.histories.path import Path
    from assessor.engine.prepare import Leaf, Prepared

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Caveats:
    """
    What is to be said against the verdict on each of some days; of many worlds, with a row for each.

    Attributes:
        could_be: The states the cell could be in at the end of each day.
        stale: For each indicator that rules read, whether its latest reading is too old for one of them.
        ahead: For each of them, the number of the first day on which rules read a value of later vintage.
        single: Whether the state was made by a transition with one origin under it.
    """

    could_be: StateSets
    stale: Mapping[str, Flags]
    ahead: Mapping[str, Numbers]
    single: Flags


def caveats_of(ready: Prepared, path: Path, days: slice = slice(None)) -> Caveats:
    """
    Return the caveats of days of a cell.

    Args:
        path: Its way through its states.
        days: Which, by their numbers, from one to the one before another; all of them where nothing is said.
    """
    return Caveats(
        _could_be(ready, path, days),
        stale_days(ready.leaves, ready.calendar, days),
        _first_ahead(ready.leaves, ready.case, ready.calendar),
        _of_single_origin(ready, path, days),
    )


def caveats_like(ready: Prepared, path: Path, days: slice, known: tuple[Prepared, Path, Caveats]) -> Caveats:
    """
    Return the caveats of days of a cell, as far as they can be from another world.

    Args:
        known: The cell by the same plan over the same days, its way and its caveats there.
    """
    other, way, there = known
    again = _read_otherwise(ready, other)
    leaves = [leaf for leaf in ready.leaves if not again.isdisjoint(_indicators(leaf))]
    stale = stale_days(leaves, ready.calendar, days) if again else {}
    ahead = _first_ahead(leaves, ready.case, ready.calendar) if again else {}
    return Caveats(
        there.could_be if path is way else _could_be(ready, path, days),
        {**there.stale, **{indicator: stale[indicator] for indicator in again}},
        {**there.ahead, **{indicator: ahead[indicator] for indicator in again}},
        there.single if _is_backed_alike((ready, path), (other, way), days) else _of_single_origin(ready, path, days),
    )


def join_caveats(worlds: Sequence[Caveats]) -> Caveats:
    """Return the caveats of the same days in many worlds together, with a row for each."""
    sets = tuple(dict.fromkeys(states for one in worlds for states in one.could_be.sets))
    places = {states: place for place, states in enumerate(sets)}
    which = [np.array([places[states] for states in one.could_be.sets])[one.could_be.which] for one in worlds]
    (first, *_) = worlds
    return Caveats(
        StateSets(sets, np.stack(which)),
        {indicator: np.stack([one.stale[indicator] for one in worlds]) for indicator in first.stale},
        {indicator: np.stack([one.ahead[indicator] for one in worlds]) for indicator in first.ahead},
        np.stack([one.single for one in worlds]),
    )


def _could_be(ready: Prepared, path: Path, days: slice) -> StateSets:
    could_be = path.could_be(ready.calendar.length)
    return StateSets(could_be.sets, could_be.which[days])


def stale_days(leaves: Iterable[Leaf], calendar: Calendar, days: slice = slice(None)) -> dict[str, Flags]:
    """
    Return, for each indicator that rules read, the days on which its latest reading is too old for one of them.

    Args:
        days: Which days are asked about, by their numbers.
    """
    ordinals = np.arange(calendar.length)[days] + calendar.first.toordinal()
    found: dict[str, Flags] = {}
    asked = {
        (indicator.id, leaf.condition.max_age): leaf
        for leaf in leaves
        if isinstance(leaf, ReadingsLeaf)
        for indicator in leaf.indicators
    }
    for (indicator, max_age), leaf in asked.items():
        ends = np.array([0, *(end.toordinal() for end in leaf.ends(indicator))])
        latest = ends[np.searchsorted(ends, ordinals, side="right") - 1]
        stale = (latest > 0) & (latest < calendar.starts(max_age)[days])
        found[indicator] = found[indicator] | stale if indicator in found else stale
    return found


def first_ahead(leaves: Iterable[Leaf], case: Case) -> date | None:
    """Return the first end of a period whose value, of later vintage, rules read; None where there is none."""
    read = {indicator for leaf in leaves for indicator in _indicators(leaf)}
    return min((day for indicator in read for day in _ends_ahead(case, indicator)), default=None)


def _ends_ahead(case: Case, indicator: str) -> list[date]:
    return [reading_of(v).period.span.hi for v in case.series.get(indicator, ()) if v.look_ahead]


def _first_ahead(leaves: Iterable[Leaf], case: Case, calendar: Calendar) -> dict[str, Numbers]:
    """Return, for each indicator that rules read, the number of the first day on which they read such a value of it."""
    found: dict[str, Numbers] = {}
    for indicator in {indicator for leaf in leaves for indicator in _indicators(leaf)}:
        ends = _ends_ahead(case, indicator)
        found[indicator] = np.array([calendar.number(min(ends)) if ends else calendar.length])
    return found


def _indicators(leaf: Leaf) -> list[str]:
    return [indicator.id for indicator in leaf.indicators] if isinstance(leaf, ReadingsLeaf) else []


def _read_otherwise(ready: Prepared, other: Prepared) -> set[str]:
    """Return the indicators of which a condition sees other readings than in another case by the same plan."""
    pairs = zip(ready.leaves, other.leaves, strict=True)
    return {indicator for leaf, was in pairs if leaf is not was for indicator in _indicators(leaf)}


def _of_single_origin(ready: Prepared, path: Path, days: slice) -> Flags:
    begin, end, _ = days.indices(ready.calendar.length)
    single = np.zeros(end - begin, dtype=np.bool_)
    for move, since, until in _made_on(ready.calendar, path.moves, days):
        single[since - begin : until - begin] = is_of_single_origin(ready, move)
    return single


def _made_on(calendar: Calendar, moves: Sequence[Move], days: slice) -> Iterator[tuple[Move, int, int]]:
    """Yield the transitions that made the states of some days, with the numbers of those from one to before another."""
    begin, end, _ = days.indices(calendar.length)
    first = bisect_right(moves, calendar.first + timedelta(days=begin), key=attrgetter("day"))
    some = moves[max(first - 1, 0) :]  # those before are over
    begins = [calendar.number(move.day) for move in some]
    for move, (since, until) in zip(some, pairwise((*begins, calendar.length)), strict=True):
        if since < end and until > begin:
            yield move, max(since, begin), min(until, end)


def _is_backed_alike(one: tuple[Prepared, Path], other: tuple[Prepared, Path], days: slice) -> bool:
    """Return whether the same transitions made the states of some days, and conditions under them see the same."""
    made, there = (list(_made_on(ready.calendar, path.moves, days)) for ready, path in (one, other))
    return made == there and all(
        one[0].leaf(condition) is other[0].leaf(condition)
        for move, _, _ in made
        for condition in conditions_under(one[0], move)
    )
