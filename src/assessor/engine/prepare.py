"""
A case made ready for the fold: the outcome of every leaf on every day.

Holds the columns of one cell, and how they change when single items are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.domain.known import Evidence
from assessor.engine.case import Case
from assessor.engine.changed import changed_items
from assessor.engine.columns import columns_ahead
from assessor.engine.laid import lay
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.tally import SignalsLeaf
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.evidential import Selector, Signals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.domain.known import EvidenceVersion, ItemKey
    from assessor.engine.columns import Calendar, Column
    from assessor.engine.laid import Laid
    from assessor.engine.phase import StaticLeaf
    from assessor.engine.plan import Plan

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

    def days_alike(self, other: Prepared) -> int:
        """Return on how many days, from the first, every leaf comes out as in another case by the same plan."""
        if self.plan is not other.plan or self.calendar.first != other.calendar.first:
            return 0
        alike = min(self.calendar.length, other.calendar.length)
        for one, two in zip(self._all_columns, other._all_columns, strict=True):
            if one.outcomes is not two.outcomes:
                differs = one.outcomes[:alike] != two.outcomes[:alike]
                alike = int(differs.argmax()) if differs.any() else alike
        return alike

    def comes_out_as(self, other: Prepared) -> bool:
        """Return whether every leaf comes out, on each day, as in another case by the same plan over the same days."""
        return self.calendar is other.calendar and not self.differing(other)

    def differing(self, other: Prepared) -> list[tuple[int, Column]]:
        """Return the columns that do not come out as in another case by the same plan, by number; the floor is last."""
        pairs = enumerate(zip(self._all_columns, other._all_columns, strict=True))
        return [(number, one) for number, (one, two) in pairs if one.outcomes is not two.outcomes]

    @property
    def _all_leaves(self) -> tuple[Leaf, ...]:
        return (*self.leaves, *((self.floor,) if self.floor is not None else ()))

    @property
    def _all_columns(self) -> tuple[Column, ...]:
        return (*self.columns, *((self.floor_column,) if self.floor_column is not None else ()))

    def sees_the_same(self, other: Prepared) -> bool:
        """Return whether no condition by the same plan sees anything else than in another case."""
        pairs = zip((*self.leaves, self.floor), (*other.leaves, other.floor), strict=True)
        return all(one is two for one, two in pairs)

    def leaf(self, condition: StaticLeaf) -> Leaf:
        """Return the evaluator of a condition of the plan's rules."""
        return self.leaves[self.plan.numbers[id(condition)]]

    def outcome(self, condition: StaticLeaf, day: date) -> int:
        """Return the outcome of a condition of the plan's rules on a day."""
        return int(self.columns[self.plan.numbers[id(condition)]].outcomes[self.calendar.number(day)])

    @property
    def matched(self) -> frozenset[ItemKey]:
        """Everything that any leaf's selectors match."""
        floor = self.floor.matched if self.floor is not None else frozenset()
        return floor.union(*(leaf.matched for leaf in self.leaves))

    def under(self, evidence: Evidence, changed: Collection[ItemKey] | None = None) -> Prepared:
        """
        Return the same under other evidence; only leaves that see a difference are evaluated again.

        Args:
            changed: What is not as it was, as `changed_items` gives it, where that is known.
        """
        if changed is None:
            changed = changed_items(self.case.evidence, evidence)
        return self.over(lay(self.case, evidence, changed), self.calendar)

    def over(self, laid: Laid, calendar: Calendar) -> Prepared:
        """
        Return the same cell before other evidence, and over other days.

        Args:
            laid: This case, laid over that evidence.
        """
        calendar = self.calendar if self.calendar == calendar else calendar
        leaves, floor = self._leaves_under(laid)
        fresh = (*leaves, floor) if floor is not None else leaves
        same = [one is two and calendar is self.calendar for one, two in zip(fresh, self._all_leaves, strict=True)]
        again = iter(columns_ahead([leaf for leaf, stays in zip(fresh, same, strict=True) if not stays], calendar))
        columns = [
            known if stays else next(again).taking(known) for known, stays in zip(self._all_columns, same, strict=True)
        ]
        return _with_columns(laid.case, self.plan, calendar, leaves, floor, columns)

    def _leaves_under(self, laid: Laid) -> tuple[tuple[Leaf, ...], SignalsLeaf | None]:
        """Return the leaves before other evidence, and that of the floor."""
        leaves = list(self.leaves)
        for number in self.seeing(laid.changed) if laid.is_less else range(len(leaves)):
            leaves[number] = leaves[number].under(laid)
        return tuple(leaves), self.floor.under(laid) if self.floor is not None else None

    def seeing(self, keys: Collection[ItemKey]) -> set[int]:
        """Return the numbers of the leaves that see one of some items."""
        return {number for key in keys for number in self._seen_by.get(key, ())}

    @cached_property
    def _seen_by(self) -> Mapping[ItemKey, list[int]]:
        seen: dict[ItemKey, list[int]] = {}
        for number, leaf in enumerate(self.leaves):
            for key in leaf.matched:
                seen.setdefault(key, []).append(number)
        return seen

    def varied(self, *, added: Iterable[EvidenceVersion] = (), gone: Iterable[ItemKey] = ()) -> Prepared:
        """
        Return the same with items added and taken away.

        Args:
            added: New items; an added source is cited by added items alone.
            gone: Signals, readings and feeds.
        """
        news = {version.key: version for version in added}
        away = frozenset(gone)
        versions = dict(self.case.evidence.versions)
        for key in away:
            versions.pop(key, None)
        return self.under(Evidence(versions | news), away | news.keys())


def prepare(
    framework: Framework,
    cell: Cell,
    plan: Plan,
    evidence: Evidence,
    calendar: Calendar,
    *,
    earlier: Prepared | None = None,
) -> Prepared:
    """
    Evaluate every leaf of a plan on every day.

    Args:
        earlier: The same cell prepared by the same plan, under other evidence or over other days: leaves
            that see no difference are taken from it, and over the same days their columns too.
    """
    if earlier is not None:
        laid = lay(earlier.case, evidence, changed_items(earlier.case.evidence, evidence))
        return earlier.over(laid, calendar)
    case = Case(framework, cell, evidence)
    leaves = tuple(make_leaf(condition, case) for condition in plan.leaves)
    asked = floor_condition(framework)
    floor = SignalsLeaf(asked, case) if asked is not None else None
    asked_all = leaves if floor is None else (*leaves, floor)
    return _with_columns(case, plan, calendar, leaves, floor, columns_ahead(asked_all, calendar))


def _with_columns(
    case: Case,
    plan: Plan,
    calendar: Calendar,
    leaves: tuple[Leaf, ...],
    floor: SignalsLeaf | None,
    columns: Sequence[Column],
) -> Prepared:
    """Return a case with what its leaves make of each day; where there is a floor, its column is the last."""
    of_leaves, of_floor = tuple(columns[: len(leaves)]), columns[-1] if floor is not None else None
    return Prepared(case, plan, calendar, leaves, of_leaves, floor, of_floor)
