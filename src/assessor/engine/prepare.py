"""
A case made ready for the fold: the outcome of every leaf on every day.

A leaf is evaluated only on days on which its outcome can change (its *borders*); in
between it keeps the outcome of the day before. Holds the columns, and how they change
when single items are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.case import Case
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.tally import SignalsLeaf
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.conditions import Selector, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, ItemKey
    from assessor.engine.plan import Plan, StaticLeaf

Leaf = SignalsLeaf | ReadingsLeaf


def make_leaf(condition: StaticLeaf, case: Case) -> Leaf:
    """Return the evaluator of a condition that evidence alone decides."""
    return SignalsLeaf(condition, case) if isinstance(condition, Signals) else ReadingsLeaf(condition, case)


def floor_condition(framework: Framework) -> Signals | None:
    """Return the framework's floor of signals as a condition; None where it asks for none."""
    standing = framework.standing
    if standing.signals == 0:
        return None
    return Signals(signals=Selector(), within=standing.within, count=CountBound(at_least=standing.signals))


@dataclass(frozen=True, slots=True)
class Column:
    """
    One leaf over consecutive days.

    Attributes:
        outcomes: Its outcome on each day.
        stretches: For each day, the number of the day since which the leaf sees the same.
    """

    outcomes: tuple[int, ...]
    stretches: tuple[int, ...]


def column(leaf: Leaf, days: Sequence[date]) -> Column:
    """Return what a leaf makes of each of `days`, which are consecutive."""
    first, last = days[0], days[-1]
    outcomes: list[int] = []
    stretches: list[int] = []
    borders = {(d - first).days for d in leaf.borders(first, last) if first < d <= last}
    starts = [0, *sorted(borders), len(days)]
    for since, until in pairwise(starts):
        outcomes += [int(leaf.outcome(days[since]))] * (until - since)
        stretches += [since] * (until - since)
    return Column(tuple(outcomes), tuple(stretches))


@dataclass(frozen=True)
class Prepared:
    """
    A case with the columns of its plan's leaves.

    Attributes:
        leaves: One evaluator for each leaf of the plan, in its order.
        columns: What each makes of each day.
        floor: The evaluator of the floor of signals, and its column; None where there is no floor.
    """

    case: Case
    plan: Plan
    days: tuple[date, ...]
    leaves: tuple[Leaf, ...]
    columns: tuple[Column, ...]
    floor: SignalsLeaf | None
    floor_column: Column | None

    def rows(self) -> list[tuple[tuple[int, ...], bool]]:
        """Return, for each day, the outcome of every leaf, and whether the floor of signals is surely reached."""
        count = len(self.days)
        leaves = zip(*(c.outcomes for c in self.columns), strict=True) if self.columns else repeat((), count)
        floor = self.floor_column.outcomes if self.floor_column is not None else repeat(int(Kleene.MET), count)
        return [(row, reached == Kleene.MET) for row, reached in zip(leaves, floor, strict=True)]

    def leaf(self, condition: StaticLeaf) -> Leaf:
        """Return the evaluator of a condition of the plan's rules."""
        return self.leaves[self.plan.numbers[id(condition)]]

    @property
    def matched(self) -> frozenset[ItemKey]:
        """Everything that any leaf's selectors match."""
        floor = self.floor.matched if self.floor is not None else frozenset()
        return floor.union(*(leaf.matched for leaf in self.leaves))

    def without(self, keys: Iterable[ItemKey]) -> Prepared:
        """Return the same with items taken away; only leaves that match one are evaluated again."""
        gone = frozenset(keys)
        case = Case(self.case.framework, self.case.cell, self.case.evidence.without(gone))
        leaves, columns = [], []
        for condition, leaf, outcomes in zip(self.plan.leaves, self.leaves, self.columns, strict=True):
            touched = bool(leaf.matched & gone)
            fresh = make_leaf(condition, case) if touched else leaf
            leaves.append(fresh)
            columns.append(column(fresh, self.days) if touched else outcomes)
        floor, floor_column = self.floor, self.floor_column
        if floor is not None and floor.matched & gone:
            floor = SignalsLeaf(floor.condition, case)
            floor_column = column(floor, self.days)
        return Prepared(case, self.plan, self.days, tuple(leaves), tuple(columns), floor, floor_column)


def prepare(
    framework: Framework,
    cell: Cell,
    plan: Plan,
    evidence: Evidence,
    days: tuple[date, ...],
) -> Prepared:
    """Evaluate every leaf of a plan on every day."""
    case = Case(framework, cell, evidence)
    leaves = tuple(make_leaf(condition, case) for condition in plan.leaves)
    asked = floor_condition(framework)
    floor = SignalsLeaf(asked, case) if asked is not None else None
    return Prepared(
        case=case,
        plan=plan,
        days=days,
        leaves=leaves,
        columns=tuple(column(leaf, days) for leaf in leaves),
        floor=floor,
        floor_column=column(floor, days) if floor is not None else None,
    )
