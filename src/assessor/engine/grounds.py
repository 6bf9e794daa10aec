"""
What keeps one leaf's outcome as it is, whatever else is taken away.

For a leaf on a day: items such that, with them kept, no removal of other signals,
readings or feeds changes the outcome. Sources belong to their signals and readings and
are not taken away alone. Holds the argument for each kind of outcome beside the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from assessor.ruleset.conditions import Signals


def grounds(leaf: Leaf, day: date, kept: Collection[ItemKey]) -> frozenset[ItemKey]:
    """
    Return items that hold a leaf's outcome on a day.

    Args:
        kept: Items kept anyway; they are preferred, so that the whole stays small.
    """
    return _of_readings(leaf, day) if isinstance(leaf, ReadingsLeaf) else _of_signals(leaf, day, kept)


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
    return not capped and not weighed and condition.after is None


def _of_signals(leaf: SignalsLeaf, day: date, kept: Collection[ItemKey]) -> frozenset[ItemKey]:
    tally = leaf.tally(day)
    outcome = leaf.judge(tally)
    if only_lower(leaf.condition):
        if outcome is Kleene.MET:
            return _enough(leaf, tally, kept)
        if outcome is Kleene.NOT_MET:
            return _feeds(leaf) | whole_groups(leaf, day)
    return _feeds(leaf) | whole_groups(leaf, day) | _keys((*tally.possible, *_anchors(leaf, day)))


def _enough(leaf: SignalsLeaf, tally: Tally, kept: Collection[ItemKey]) -> frozenset[ItemKey]:
    """
    Choose certain events until every lower bound holds on them alone.

    Certain numbers only grow with more events, so they hold on every larger set.
    """
    by_preference = sorted(
        tally.certain,
        key=lambda e: (not e.keys <= set(kept), -e.possible.lo.toordinal(), e.matches[0].told.signal.id),
    )
    chosen: list[Event] = []
    for event in by_preference:
        chosen.append(event)
        if leaf.judge(leaf.tally_of(chosen, tally.day)) is Kleene.MET:
            break
    return _keys(chosen)


def _anchors(leaf: SignalsLeaf, day: date) -> Iterable[Event]:
    start = window_start(day, leaf.condition.within)
    return (e for e in leaf.anchors if e.possibly_inside(start, day))


def _feeds(leaf: SignalsLeaf) -> frozenset[ItemKey]:
    """Keep the feeds: without one, a window may no longer be watched, or lose a gap."""
    return frozenset(key for key in leaf.matched if key[0] == "feed")


def whole_groups(leaf: SignalsLeaf, day: date) -> frozenset[ItemKey]:
    """
    Keep all records of an event that several tell.

    Without one of them its span may widen into the window, or the group fall in two.
    """
    start = window_start(day, leaf.condition.within)
    many = [e for e in (*leaf.events, *leaf.anchors) if len(e.matches) > 1]
    return _keys(
        e
        for e in many
        if any(m.told.signal.date.span.hi > start and m.told.signal.date.span.lo <= day for m in e.matches)
    )


def _keys(events: Iterable[Event]) -> frozenset[ItemKey]:
    return frozenset().union(*(e.keys for e in events))
