"""
To what the changes between two verdicts are attributed: rules, knowledge, or the world.

Three things make a verdict what it is: the rules in force, what was known, and the day judged.
Between two assessments any of them may have moved. They are moved one at a time, each stop
being a trial, and a part of the verdict is attributed to the moves at which it changes. Every
order of the moves is tried that passes through judgeable stops alone; a part that another
order attributes otherwise is changed by several moves *together*. Knows nothing of how trials
are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Final, get_args

from assessor.domain.change import Because
from assessor.engine.compare import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from assessor.domain.assessment import Verdict
    from assessor.domain.change import Change
    from assessor.engine.facets import Facet

    _Steps = Mapping[tuple[frozenset[Because], Because], Mapping[Facet, Change]]

MOVES: Final[tuple[Because, ...]] = get_args(Because)
"""The moves in the order that is told: other rules, then other knowledge, then another day."""

Moved = frozenset[Because]
"""A stop on the way: what has been moved already; nothing at the first verdict, everything at the second."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    To what one change is attributed.

    Attributes:
        because: The moves at which the part changes.
        together: Whether another order of the moves attributes it otherwise.
    """

    change: Change
    because: tuple[Because, ...]
    together: bool


@dataclass(frozen=True, slots=True)
class Attributions:
    """
    The changes between two verdicts with what each is attributed to.

    Attributes:
        order: The moves in the order that is told; empty where no order can be judged.
        orders: How many orders were tried, this one included.
        passing: Parts that change on the way and change back.
    """

    order: tuple[Because, ...]
    orders: int
    changes: tuple[Attribution, ...]
    passing: tuple[Change, ...]

    def stops(self, because: Because) -> tuple[Moved, Moved]:
        """Return the stops before and after a move, in the order that is told."""
        place = self.order.index(because)
        return frozenset(self.order[:place]), frozenset(self.order[: place + 1])


def attribute(moved: Collection[Because], trial: Callable[[Moved], Verdict | None]) -> Attributions:
    """
    Attribute every change between two verdicts to the moves between them.

    Args:
        moved: What differs between the two.
        trial: Returns the verdict at a stop, or None where that stop cannot be judged. Asked once
            for each of at most eight stops; of nothing moved and of everything moved it returns
            the two verdicts.
    """
    moves = tuple(move for move in MOVES if move in moved)
    all_orders = list(permutations(moves))
    verdicts = {stop: trial(stop) for stop in dict.fromkeys(stop for order in all_orders for stop in _stops(order))}
    first, last = verdicts[frozenset()], verdicts[frozenset(moves)]
    assert first is not None  # noqa: S101 - the two ends were judged
    assert last is not None  # noqa: S101 - likewise
    steps = {
        (before, move): {_facet(change): change for change in compare(was, now)}
        for before, was in verdicts.items()
        for move in moves
        if move not in before and was is not None and (now := verdicts[before | {move}]) is not None
    }
    orders = [order for order in all_orders if all(step in steps for step in _steps(order))]
    changes = compare(first, last)
    told = orders[0] if orders else ()
    on_the_way = {facet: change for step in reversed(_steps(told)) for facet, change in steps[step].items()}
    net = {_facet(change) for change in changes}
    return Attributions(
        order=told,
        orders=len(orders),
        changes=tuple(_attribute_one(change, moves, orders, steps) for change in changes),
        passing=tuple(change for facet, change in on_the_way.items() if facet not in net),
    )


def _attribute_one(
    change: Change, moves: tuple[Because, ...], orders: list[tuple[Because, ...]], steps: _Steps
) -> Attribution:
    by_order = {frozenset(m for before, m in _steps(order) if _facet(change) in steps[before, m]) for order in orders}
    together = len(by_order) != 1 or not any(by_order)
    because = frozenset(moves if together and not any(by_order) else frozenset().union(*by_order))
    return Attribution(change, tuple(move for move in moves if move in because), together)


def _stops(order: tuple[Because, ...]) -> list[Moved]:
    return [frozenset(order[:place]) for place in range(len(order) + 1)]


def _steps(order: tuple[Because, ...]) -> list[tuple[Moved, Because]]:
    """Return the moves of an order, each with what was moved before it."""
    return [(frozenset(order[:place]), move) for place, move in enumerate(order)]


def _facet(change: Change) -> Facet:
    return (change.part, change.about)
