"""
What keeps one leaf's outcome as it is, whatever else is taken away.

For a leaf on a day: items such that, with them kept, no removal of other signals,
readings or feeds changes the outcome. Sources belong to their signals and readings and
are not taken away alone. Holds the argument for each kind of outcome beside the code.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from assessor.domain.known import ItemKey
    from assessor.engine.events import Event
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf, Tally
    from assessor.ruleset.evidential import Signals, SumBound


_FEW: Final = 256
"""Items that a condition sees, up to which it is remembered what held it."""


def grounds(leaf: Leaf, day: date, kept: Collection[ItemKey]) -> frozenset[ItemKey]:
    """
    Return items that hold a leaf's outcome on a day.

    Args:
        kept: Items kept anyway; they are preferred, so that the whole stays small.
    """
    if isinstance(leaf, ReadingsLeaf):
        return _of_readings(leaf, day)
    held = leaf.matched.intersection(kept)
    return _of_few_signals(leaf, day, held) if len(leaf.matched) <= _FEW else _of_signals(leaf, day, held)


def _of_readings(leaf: ReadingsLeaf, day: date) -> frozenset[ItemKey]:
    """Keep all readings used and the latest: removals then change neither what is latest nor what is taken."""
    keys: set[ItemKey] = set()
    for indicator in leaf.indicators:
        latest = leaf.latest(indicator, day)
        keys |= {latest.key} if latest is not None else set()
        for back in range(leaf.condition.streak):
            keys |= {v.key for v in leaf.take(indicator, day, back).used}
    return frozenset(keys)


def only_lower(condition: Signals) -> bool:
    """Return whether more evidence can only help a condition to be met."""
    bounds = (condition.counted, condition.origins, condition.spread)
    capped = any(b is not None and b.at_most is not None for b in bounds)
    weighed = condition.weight is not None and condition.weight.at_most is not None
    return not capped and not weighed and condition.after is None and _adds_up_to_enough(condition.sum)


def _adds_up_to_enough(bound: SumBound | None) -> bool:
    """Return whether a sum is only to reach something; a change can be undone by more evidence, earlier or later."""
    return bound is None or (bound.change is None and bound.value.at_most is None and bound.value.below is None)


def _of_signals(leaf: SignalsLeaf, day: date, kept: frozenset[ItemKey]) -> frozenset[ItemKey]:
    if only_lower(leaf.condition):
        tally = leaf.tally(day)
        outcome = leaf.judge(tally)
        if outcome is Kleene.MET:
            return _enough(leaf, tally, kept)
        if outcome is Kleene.NOT_MET:
            return leaf.feeds | whole_groups(leaf, day)
    base = leaf.base_day(day)
    days = [day] if base is None else [day, base]
    groups = (whole_groups(leaf, one) for one in days)
    anchors = (anchor for one in days for anchor in _anchors(leaf, one))
    inside = (event for one in days for event in leaf.possible(one))
    # the feeds too: without one, a window may no longer be watched, or lose a gap
    return leaf.feeds.union(*groups, _keys((*inside, *anchors)))


@lru_cache(maxsize=1_024)
def _of_few_signals(leaf: SignalsLeaf, day: date, kept: frozenset[ItemKey]) -> frozenset[ItemKey]:
    """Return the same, for a while without looking again; of many, what is remembered would be large."""
    return _of_signals(leaf, day, kept)


def _enough(leaf: SignalsLeaf, tally: Tally, kept: frozenset[ItemKey]) -> frozenset[ItemKey]:
    """
    Choose certain events until every lower bound holds on them alone.

    Certain numbers only grow with more events, so they hold on every larger set. What is weighed or
    added up does so unless an event could be one with some that were chosen, and counts for less:
    so these are chosen together, and what could become one of them is kept as it is.
    """
    by_preference = sorted(
        tally.certain,
        key=lambda e: (not e.keys <= kept, -e.possible.lo.toordinal(), e.matches[0].told.signal.id),
    )
    groups = _groups(by_preference, together=leaf.condition.sum is not None or leaf.condition.weight is not None)
    most = len(groups)
    enough = bisect_left(range(most), True, key=lambda n: _is_met(leaf, groups[: n + 1], tally.day))  # noqa: FBT003
    held = _keys(event for group in groups[: enough + 1] for event in group)
    return held | whole_groups(leaf, tally.day) if leaf.condition.sum is not None else held


def _groups(events: Iterable[Event], *, together: bool) -> list[list[Event]]:
    """Return events one by one, or those together that could be one with another."""
    alike: dict[object, list[Event]] = {}
    for event in events:
        alike.setdefault(event.alike if together else event.keys, []).append(event)
    return list(alike.values())


def _is_met(leaf: SignalsLeaf, groups: Iterable[list[Event]], day: date) -> bool:
    return leaf.judge(leaf.tally_of([event for group in groups for event in group], day)) is Kleene.MET


def _anchors(leaf: SignalsLeaf, day: date) -> Iterable[Event]:
    start = window_start(day, leaf.condition.within)
    return (e for e in leaf.anchors if e.possibly_inside(start, day))


def whole_groups(leaf: SignalsLeaf, day: date) -> frozenset[ItemKey]:
    """
    Keep all records of an event that several tell.

    Without one of them its span may widen into the window, or the group fall in two.
    """
    start = window_start(day, leaf.condition.within)
    return _keys(
        e
        for e in leaf.told_often
        if any(m.told.signal.date.span.hi > start and m.told.signal.date.span.lo <= day for m in e.matches)
    )


def _keys(events: Iterable[Event]) -> frozenset[ItemKey]:
    return frozenset().union(*(e.keys for e in events))
