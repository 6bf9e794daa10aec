"""
A case made ready for the fold: the outcome of every leaf on every day.

Holds the columns of one cell, and how they change when single items are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.case import Case
from assessor.engine.columns import column
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.tally import SignalsLeaf
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.conditions import Selector, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, ItemKey
    from assessor.engine.columns import Calendar, Column
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
    calendar: Calendar
    leaves: tuple[Leaf, ...]
    columns: tuple[Column, ...]
    floor: SignalsLeaf | None
    floor_column: Column | None

    @property
    def days(self) -> tuple[date, ...]:
        """The days from the epoch to the day judged."""
        return self.calendar.days

    def rows(self) -> list[tuple[tuple[int, ...], bool]]:
        """
        Return, for each day, the outcome of every leaf, and whether the floor of signals is surely reached.

        Days in a row that do not differ share one object.
        """
        length = self.calendar.length
        floor = np.ones(length, np.int8) if self.floor_column is None else self.floor_column.outcomes
        table = np.stack([*(c.outcomes for c in self.columns), floor], axis=1)
        changes = np.flatnonzero((table[1:] != table[:-1]).any(axis=1)) + 1
        rows: list[tuple[tuple[int, ...], bool]] = []
        for begin, end in pairwise((0, *changes.tolist(), length)):
            *leaves, reached = table[begin].tolist()
            rows += [(tuple(leaves), reached == Kleene.MET)] * (end - begin)
        return rows

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
            columns.append(column(fresh, self.calendar) if touched else outcomes)
        floor, floor_column = self.floor, self.floor_column
        if floor is not None and floor.matched & gone:
            floor = SignalsLeaf(floor.condition, case)
            floor_column = column(floor, self.calendar)
        return Prepared(case, self.plan, self.calendar, tuple(leaves), tuple(columns), floor, floor_column)


def prepare(
    framework: Framework,
    cell: Cell,
    plan: Plan,
    evidence: Evidence,
    calendar: Calendar,
) -> Prepared:
    """Evaluate every leaf of a plan on every day."""
    case = Case(framework, cell, evidence)
    leaves = tuple(make_leaf(condition, case) for condition in plan.leaves)
    asked = floor_condition(framework)
    floor = SignalsLeaf(asked, case) if asked is not None else None
    return Prepared(
        case=case,
        plan=plan,
        calendar=calendar,
        leaves=leaves,
        columns=tuple(column(leaf, calendar) for leaf in leaves),
        floor=floor,
        floor_column=column(floor, calendar) if floor is not None else None,
    )
