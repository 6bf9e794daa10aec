"""
The support of a verdict: a sufficient part of what was read.

For every set of signals, readings and feeds between the support and all that was read,
the verdict (trajectory, qualifiers, trend, confidence, standing, alternatives) is the
same. It covers the whole fold: what fired, what blocked, and what was in doubt, on every
day. Holds the walk from conclusions down to leaves; what holds a leaf is in
`assessor.engine.grounds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.engine.confidence import look_ahead
from assessor.engine.grounds import grounds
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.origins import witnesses
from assessor.engine.phase import FindingLeaf, HeldLeaf
from assessor.ruleset.conclusions import ConcludeTension
from assessor.ruleset.conditions import TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import numpy.typing as npt

    from assessor.domain.known import ItemKey
    from assessor.engine.columns import Column
    from assessor.engine.day_record import DayRecord
    from assessor.engine.fold import Fold
    from assessor.engine.phase import Input, Phase
    from assessor.engine.plan import Plan
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.engine.timeline import Timeline

    Days = npt.NDArray[np.bool_]
    """Whether each day is one of some."""


def needed_inputs(phase: Phase, outcomes: Sequence[int], node: int) -> frozenset[int]:
    """
    Return inputs of a program that alone hold the outcome of a node.

    An `all` that is not met needs one child that is not met, an `any` that is met one
    that is met; everything else needs all its children.
    """
    what = phase.nodes[node]
    if what.kind == "input":
        return frozenset((node,))
    outcome = outcomes[node]
    single = (what.kind == "all" and outcome == Kleene.NOT_MET) or (what.kind == "any" and outcome == Kleene.MET)
    if single:
        deciding = [c for c in what.children if outcomes[c] == outcome]
        return min((needed_inputs(phase, outcomes, c) for c in deciding), key=lambda n: (len(n), sorted(n)))
    return frozenset().union(*(needed_inputs(phase, outcomes, c) for c in what.children))


@lru_cache(maxsize=4_096)
def _under_nodes(phase: Phase, outcomes: tuple[int, ...], nodes: tuple[int, ...]) -> tuple[Input, ...]:
    """Return what the inputs stand for that hold the outcomes of some nodes; days have much in common."""
    needed = frozenset[int]().union(*(needed_inputs(phase, outcomes, node) for node in nodes))
    given = (phase.nodes[number].given for number in sorted(needed))
    return tuple(what for what in given if what is not None)


@lru_cache(maxsize=4_096)
def _under_guards(plan: Plan, state: str, outcomes: tuple[int, ...]) -> tuple[Input, ...]:
    """Return what the inputs stand for that hold the guards out of a state up to the one that is taken."""
    nodes: list[int] = []
    for guard in plan.leaving.get(state, ()):
        nodes.append(guard.node)
        if outcomes[guard.node] == Kleene.MET:
            break
    return _under_nodes(plan.before, outcomes, tuple(nodes))


@dataclass(frozen=True, slots=True)
class Support:
    """
    What a verdict rests on.

    Attributes:
        items: Signals, readings and feeds.
        cells: Other cells whose trajectory was needed.
    """

    items: frozenset[ItemKey]
    cells: frozenset[str]


class _Walk:
    """Collects, for one cell, on which days which leaves must keep their outcome."""

    def __init__(self, days: Sequence[date], fold: Fold) -> None:
        self.days = days
        self.fold = fold
        self.plan = fold.plan
        self.days_of: dict[int, Days] = {}
        self.floor_days: Days = np.zeros(len(days), dtype=np.bool_)
        self.cells: set[str] = set()
        self._seen: set[tuple[bool, range, int]] = set()

    def _number(self, day: date) -> int:
        return (day - self.days[0]).days

    def demand(self, numbers: range, node: int, *, after: bool) -> None:
        """Ask that a node keeps its outcome on days in a row of the committed path, on which all comes out alike."""
        if (after, numbers, node) in self._seen:
            return
        self._seen.add((after, numbers, node))
        record = self.fold.days[numbers[0]]
        phase, outcomes = (self.plan.after, record.after) if after else (self.plan.before, record.before)
        self._demand_all(numbers, _under_nodes(phase, outcomes, (node,)), after=after)

    def _demand_all(self, numbers: range, inputs: tuple[Input, ...], *, after: bool) -> None:
        for what in inputs:
            if isinstance(what, int):
                if what not in self.days_of:
                    self.days_of[what] = np.zeros(len(self.days), dtype=np.bool_)
                self.days_of[what][numbers.start : numbers.stop] = True
            elif isinstance(what, FindingLeaf):
                self.demand(numbers, self.plan.before.findings[what.finding], after=False)
            elif isinstance(what, TrajectoryOf):
                self.cells.add(what.trajectory_of)
            elif isinstance(what, HeldLeaf):
                # the windows of days in a row overlap, or follow each other
                start = self._number(window_start(self.days[numbers[0]], what.window) + timedelta(days=1))
                for some in self._alike(max(start, 0), numbers[-1]):
                    self.demand(some, what.inner, after=after)

    def _alike(self, begin: int, end: int) -> Iterator[range]:
        """Yield the numbers from one to the one before another, in stretches on which all comes out alike."""
        while begin < end:
            until = min(end, self._ends[begin])
            yield range(begin, until)
            begin = until

    @cached_property
    def _ends(self) -> list[int]:
        """For each day, the number of the next on which something was evaluated that may come out otherwise."""
        days = self.fold.days
        ends = [len(days)] * len(days)
        for number in range(len(days) - 2, -1, -1):
            ends[number] = ends[number + 1] if _is_alike(days[number], days[number + 1]) else number + 1
        return ends

    def fold_path(self) -> None:
        """Ask for every guard that was taken, passed in doubt, or refused, on every path and day."""
        for numbers in self._alike(0, len(self.fold.days)):
            record = self.fold.days[numbers[0]]
            self._demand_all(numbers, _under_guards(self.plan, record.prior, record.before), after=False)
            for branch in record.beside:
                self._demand_all(numbers, _under_guards(self.plan, branch.state, branch.outcomes), after=False)

    def last_day(self) -> None:
        """Ask for everything else in the verdict, and for the standing."""
        final = len(self.fold.days) - 1
        for rule in self.plan.rules.rules:
            if rule.id in self.plan.after.rules and not isinstance(rule.then, ConcludeTension):
                self.demand(range(final, final + 1), self.plan.after.rules[rule.id], after=True)
        number = final
        while number >= 0:
            self.floor_days[number] = True
            if self.fold.days[number].sufficient:
                break
            number -= 1
        self.statuses(max(number, 0), final)

    def statuses(self, begin: int, end: int) -> None:
        """Ask for every status of a dimension on the days from one to the one before another."""
        for numbers in self._alike(begin, end):
            for nodes in self.fold.statuses.values():
                for node in nodes:
                    self.demand(numbers, node, after=True)


def support_of(timeline: Timeline, cell: str) -> Support:
    """Return the support of a cell's verdict on the last day of a timeline."""
    items: set[ItemKey] = set()
    cells: set[str] = set()
    open_cells = [cell]
    while open_cells:
        current = open_cells.pop()
        if current in cells:
            continue
        cells.add(current)
        found, read = _support_of_one(timeline.prepared[current], timeline.folds[current], whole=current != cell)
        items |= found
        open_cells += read
    return Support(frozenset(items), frozenset(cells - {cell}))


def _support_of_one(prepared: Prepared, fold: Fold, *, whole: bool) -> tuple[set[ItemKey], set[str]]:
    """Return the items that hold one cell; `whole` where others read its standing on every day."""
    walk = _walk(fold, prepared.days, whole=whole)
    items: set[ItemKey] = set()
    for leaf_number in sorted(walk.days_of):
        leaf, column = prepared.leaves[leaf_number], prepared.columns[leaf_number]
        if _all_by(leaf, prepared.days[-1]) <= items:
            continue  # there is nothing that could be kept beside
        for day in _one_of_each_stretch(prepared.days, column, walk.days_of[leaf_number]):
            items |= grounds(leaf, day, items)
    if prepared.floor is not None and prepared.floor_column is not None:
        for day in _one_of_each_stretch(prepared.days, prepared.floor_column, walk.floor_days):
            items |= grounds(prepared.floor, day, items)
    items |= _of_confidence(prepared, fold)
    return items, walk.cells


def _is_alike(one: DayRecord, other: DayRecord) -> bool:
    """Return whether two days have the same outcomes on every path."""
    same = one.before is other.before and one.after is other.after and one.beside is other.beside
    return same and one.prior == other.prior


@lru_cache(maxsize=32)
def _walk(fold: Fold, days: tuple[date, ...], *, whole: bool) -> _Walk:
    """Return what a fold needs of its leaves; folds are what they are, so each is walked once."""
    walk = _Walk(days, fold)
    walk.fold_path()
    walk.last_day()
    if whole:
        walk.floor_days[:] = True
        walk.statuses(0, len(fold.days))
    return walk


def _all_by(leaf: Leaf, last: date) -> frozenset[ItemKey]:
    """Return everything that could hold a leaf on some day, the last one included."""
    if isinstance(leaf, ReadingsLeaf):
        return leaf.matched
    later = (e.keys for e in leaf.events if len(e.matches) == 1 and e.possible.lo > last)
    return leaf.matched.difference(*later)


def _one_of_each_stretch(days: Sequence[date], column: Column, asked: Days) -> list[date]:
    """
    Return the stretches in which the days asked for lie, by one day of each, latest first.

    On all days of a stretch a leaf sees the same, so what holds it on one holds it on all.
    """
    return [days[start] for start in reversed(np.unique(column.stretches[asked]).tolist())]


def _of_confidence(prepared: Prepared, fold: Fold) -> set[ItemKey]:
    """Return what holds the confidence steps that every verdict takes: staleness, look-ahead, origins."""
    record: DayRecord = fold.last
    items: set[ItemKey] = set(witnesses(prepared, fold))
    items |= {version.key for version in look_ahead(prepared, record.day).values()}
    for leaf in prepared.leaves:
        if isinstance(leaf, ReadingsLeaf):
            for indicator in leaf.indicators:
                latest = leaf.latest(indicator, record.day)
                items |= {latest.key} if latest is not None else set()
    return items
