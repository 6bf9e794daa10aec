"""
What takes confidence from the verdict of a day beside the outcomes of conditions, as columns.

What the state could be instead, readings that are too old, values of later vintage, and a single origin. Most of it
rests on little of the evidence, so for a fold that differs little from a known one most is taken from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.known import reading_of
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.origins import conditions_under, is_of_single_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar
    from assessor.engine.day_record import Move
    from assessor.engine.histories.folded import Folded
    from assessor.engine.prepare import Leaf, Prepared

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Caveats:
    """
    What is to be said against the verdict on each of some days; of many worlds, with a row for each.

    Attributes:
        sets: Sets of states; `which` of them the cell could be in at the end of each day.
        stale: For each indicator that rules read, whether its latest reading is too old for one of them.
        ahead: For each of them, the number of the first day on which rules read a value of later vintage.
        single: Whether the state was made by a transition with one origin under it.
    """

    sets: tuple[frozenset[str], ...]
    which: Numbers
    stale: Mapping[str, Flags]
    ahead: Mapping[str, Numbers]
    single: Flags


def caveats_of(folded: Folded, days: slice = slice(None)) -> Caveats:
    """
    Return the caveats of days of a fold.

    Args:
        days: Which, by their numbers, from one to the one before another; all of them where nothing is said.
    """
    ready = folded.prepared
    return Caveats(
        folded.sets,
        folded.which[days],
        stale_days(ready.leaves, ready.calendar, days),
        _first_ahead(ready.leaves, ready.case, ready.calendar),
        _of_single_origin(folded, days),
    )


def caveats_like(folded: Folded, days: slice, known: tuple[Folded, Caveats]) -> Caveats:
    """
    Return the caveats of days of a fold, as far as they can be from another.

    Args:
        known: A fold by the same plan over the same days, and its caveats of these days.
    """
    ready, (other, there) = folded.prepared, known
    same_way = folded.path is other.path
    again = _read_otherwise(ready, other.prepared)
    leaves = [leaf for leaf in ready.leaves if not again.isdisjoint(_indicators(leaf))]
    stale = stale_days(leaves, ready.calendar, days) if again else {}
    ahead = _first_ahead(leaves, ready.case, ready.calendar) if again else {}
    return Caveats(
        there.sets if same_way else folded.sets,
        there.which if same_way else folded.which[days],
        {**there.stale, **{indicator: stale[indicator] for indicator in again}},
        {**there.ahead, **{indicator: ahead[indicator] for indicator in again}},
        there.single if _is_backed_alike(folded, other, days) else _of_single_origin(folded, days),
    )


def join_caveats(worlds: Sequence[Caveats]) -> Caveats:
    """Return the caveats of the same days in many worlds together, with a row for each."""
    sets = tuple(dict.fromkeys(states for one in worlds for states in one.sets))
    places = {states: place for place, states in enumerate(sets)}
    (first, *_) = worlds
    return Caveats(
        sets,
        np.stack([np.array([places[states] for states in one.sets])[one.which] for one in worlds]),
        {indicator: np.stack([one.stale[indicator] for one in worlds]) for indicator in first.stale},
        {indicator: np.stack([one.ahead[indicator] for one in worlds]) for indicator in first.ahead},
        np.stack([one.single for one in worlds]),
    )


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


def _of_single_origin(folded: Folded, days: slice) -> Flags:
    begin, end, _ = days.indices(folded.prepared.calendar.length)
    single = np.zeros(end - begin, dtype=np.bool_)
    for move, since, until in _made_on(folded, days):
        single[since - begin : until - begin] = is_of_single_origin(folded.prepared, move)
    return single


def _made_on(folded: Folded, days: slice) -> Iterator[tuple[Move, int, int]]:
    """Yield the transitions that made the states of some days, with the numbers of those from one to before another."""
    calendar = folded.prepared.calendar
    begin, end, _ = days.indices(calendar.length)
    begins = [calendar.number(move.day) for move in folded.moves]
    for move, (since, until) in zip(folded.moves, pairwise((*begins, calendar.length)), strict=True):
        if since < end and until > begin:
            yield move, max(since, begin), min(until, end)


def _is_backed_alike(folded: Folded, other: Folded, days: slice) -> bool:
    """Return whether the same transitions made the states of some days, and conditions under them see the same."""
    made = list(_made_on(folded, days))
    return made == list(_made_on(other, days)) and all(
        folded.prepared.leaf(condition) is other.prepared.leaf(condition)
        for move, _, _ in made
        for condition in conditions_under(folded.prepared, move)
    )
