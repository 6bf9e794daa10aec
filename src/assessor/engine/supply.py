"""
Evidence that would turn a condition: made from what the condition asks, one item at a time.

Whether an item turns the verdict is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.measures import ReadingsLeaf
from assessor.engine.supply_events import supply_events
from assessor.engine.supply_readings import supply_readings

if TYPE_CHECKING:
    from datetime import date

    from assessor.engine.goals import Goal
    from assessor.engine.prepare import Leaf
    from assessor.engine.supplied import Supply


def supply(leaf: Leaf, goal: Goal, today: date) -> tuple[Supply, ...]:
    """
    Return the ways to turn a condition by what comes after `today`.

    Args:
        goal: Its number, and what it would have to become.
    """
    if isinstance(leaf, ReadingsLeaf):
        ways = [supply_readings(leaf, indicator, goal, today) for indicator in leaf.indicators]
        return tuple(way for way in ways if way.items) or tuple(ways[:1])
    return supply_events(leaf, goal, today)
