"""
What surely comes out the same on every day without some signals, found without counting again.

Events that go take from a count as many as they are, at most, and on no other day than those on which they could lie in
the window. A bound that both counts keep alike, that with all of them and that without, keeps whatever lies between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.columns.signals import counts_of, judge_count
from assessor.engine.once import once

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from assessor.domain.known import ItemKey
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.evidential import Signals


_counts = once(counts_of)


def stays_without(leaf: SignalsLeaf, gone: AbstractSet[ItemKey], calendar: Calendar) -> bool:
    """
    Return whether a condition surely comes out the same on each day without some of the signals that it matches.

    False says nothing: it asks for more than one bound of a count, a feed goes, or an event keeps some of its records
    and with them other days.
    """
    bound = leaf.condition.counted
    if bound is None or None not in {bound.at_least, bound.at_most} or _asks_for_more(leaf.condition):
        return False
    lost = leaf.events_with(gone)
    if not lost or not leaf.feeds.isdisjoint(gone) or not all(event.keys <= gone for event in lost):
        return False
    inside = [calendar.inside(event.possible.lo, event.possible.hi, leaf.condition.within) for event in lost]
    days = slice(min(begin for begin, _ in inside), max(end for _, end in inside))
    least, most = (counts[days] for counts in _counts(leaf, calendar))
    before, after = judge_count(bound, least, most), judge_count(bound, least - len(lost), most - len(lost))
    return bool((before == after).all())


def _asks_for_more(condition: Signals) -> bool:
    """Return whether a condition looks at more than how many events lie in a window."""
    others = (condition.origins, condition.spread, condition.weight, condition.sum, condition.after)
    return any(other is not None for other in others)
