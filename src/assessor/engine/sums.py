"""
What events add up to, by the low and high estimates that their records state.

Holds the sum over the events of one window as a pair: at least the low estimates of those that are
surely inside, at most the high ones of those that are possibly inside.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from assessor.domain.kleene import Count
from assessor.engine.events import fewest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.engine.events import Event


def add_up(amount: str, certain: Iterable[Event], possible: Iterable[Event], *, watched: bool) -> Count:
    """
    Return how much of an amount some events come to.

    Args:
        certain: Events that surely count.
        possible: Events that surely or possibly count.
        watched: Whether seeing nothing more means that there was nothing more.
    """
    most = high_of(amount, possible) if watched else None
    return Count(low_of(amount, certain), most)


def low_of(amount: str, events: Iterable[Event]) -> int:
    """Return how much events come to at least; of those that could be one with another, the smallest count."""
    alike: dict[frozenset[object], list[Event]] = defaultdict(list)
    for event in events:
        alike[event.alike].append(event)
    total = 0
    for group in alike.values():
        lows = sorted(estimate_of(event, amount)[0] for event in group)
        total += sum(lows[: fewest(group)])
    return total


def high_of(amount: str, events: Iterable[Event]) -> int | None:
    """Return how much events come to at most; None where one of them does not say."""
    total = 0
    for event in events:
        high = estimate_of(event, amount)[1]
        if high is None:
            return None
        total += high
    return total


def estimate_of(event: Event, amount: str) -> tuple[int, int | None]:
    """
    Return the least and the most that the records of an event state.

    Where none of them states it, it can be any amount: 0 and None.
    """
    stated = [m.told.signal.amounts[amount] for m in event.matches if amount in m.told.signal.amounts]
    if not stated:
        return 0, None
    return min(e.low for e in stated), max(e.high for e in stated)
