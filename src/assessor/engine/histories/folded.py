"""
One cell folded over all its days: its path, and every condition's outcome as a column.

The path is found first, from guards alone; with it the cell's own state is a column as well, and so is
everything that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import node_columns
from assessor.engine.histories.others import StateSets
from assessor.engine.histories.path import Known, find_path
from assessor.engine.histories.stays import state_columns
from assessor.engine.plan import FindingLeaf
from assessor.ruleset.conditions import State, TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.path import Path
    from assessor.engine.histories.stays import StateColumns
    from assessor.engine.plan import Input
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, eq=False)
class Folded:
    """
    One cell over all its days.

    Attributes:
        before: The outcome of each node of the plan's first program; `after`, of its second.
        stateless: Those of the first that do not read the cell's own state.
        states: The state at the end of each day, as a column.
        sets: Sets of states, and `which` of them the cell could be in at the end of each day.
        sufficient: Whether a trajectory is issued.
    """

    prepared: Prepared
    path: Path
    stateless: Mapping[int, Outcomes]
    before: Mapping[int, Outcomes]
    after: Mapping[int, Outcomes]
    states: StateColumns
    sets: tuple[frozenset[str], ...]
    which: npt.NDArray[np.int64]
    sufficient: npt.NDArray[np.bool_]

    def outcomes(self, rule: Rule) -> Outcomes:
        """Return the outcome of a rule's condition on each day."""
        plan = self.prepared.plan
        in_second = rule.id in plan.after.rules
        return self.after[plan.after.rules[rule.id]] if in_second else self.before[plan.before.rules[rule.id]]

    def outcomes_of(self, condition: Condition) -> Outcomes:
        """Return the outcome of a condition inside a rule, the very object, on each day."""
        plan = self.prepared.plan
        placed = plan.after.placed.get(id(condition))
        return self.before[plan.before.placed[id(condition)]] if placed is None else self.after[placed]

    @property
    def issued(self) -> StateSets:
        """What cells that read it see."""
        return StateSets((frozenset(), *self.sets), np.where(self.sufficient, self.which + 1, 0))


def fold(prepared: Prepared, others: Mapping[str, StateSets], *, known: Folded | None = None) -> Folded:
    """
    Fold a cell over all its days.

    Args:
        others: What is seen of the cells that it reads.
        known: An earlier fold by the same plan over the same days; its path is gone on with from the first
            day on which something that a guard reads differs.
    """
    plan, calendar = prepared.plan, prepared.calendar

    def evidence(what: Input) -> Outcomes:
        if isinstance(what, int):
            return prepared.columns[what].outcomes
        assert isinstance(what, TrajectoryOf)  # noqa: S101 - nothing else is stateless
        return others[what.trajectory_of].outcomes(what)

    nodes, earlier = plan.before.stateless, known.stateless if known is not None else None
    stateless = node_columns(plan.before, nodes, calendar, evidence, earlier=earlier)
    path = _path(prepared, stateless, known)
    if known is not None and path.moves == known.path.moves:
        states = known.states
    else:
        states = state_columns(path.moves, prepared.case.framework, calendar)

    def given_before(what: Input) -> Outcomes:
        return states.at_start(what) if isinstance(what, State) else evidence(what)

    earlier = known.before if known is not None else None
    before = node_columns(plan.before, plan.before.nodes, calendar, given_before, stateless, earlier)

    def given_after(what: Input) -> Outcomes:
        if isinstance(what, FindingLeaf):
            return before[plan.before.findings[what.finding]]
        return states.at_end(what) if isinstance(what, State) else evidence(what)

    earlier = known.after if known is not None else None
    after = node_columns(plan.after, plan.after.nodes, calendar, given_after, earlier=earlier)
    sets = tuple(dict.fromkeys(s for _, s in path.sets))
    begins = np.array([day for day, _ in path.sets] + [calendar.length])
    which = np.repeat([sets.index(s) for _, s in path.sets], np.diff(begins))
    sufficient = _sufficient(prepared, after, known)
    return Folded(prepared, path, stateless, before, after, states, sets, which, sufficient)


def _path(prepared: Prepared, stateless: Mapping[int, Outcomes], known: Folded | None) -> Path:
    plan, initial = prepared.plan, prepared.case.framework.initial
    if known is None:
        return find_path(plan, prepared.calendar, stateless, initial)
    nodes = [n for n in plan.frontier if stateless[n] is not known.stateless[n]]
    if not nodes:
        return known.path
    days = np.flatnonzero(np.logical_or.reduce([stateless[n] != known.stateless[n] for n in nodes]))
    return find_path(plan, prepared.calendar, stateless, initial, known=Known(known.path, int(days[0]), int(days[-1])))


def _sufficient(prepared: Prepared, after: Mapping[int, Outcomes], known: Folded | None) -> npt.NDArray[np.bool_]:
    """Return the days on which the floor of data is reached: of signals, and of dimensions with a status."""
    plan, needed = prepared.plan, prepared.case.framework.standing.dimensions
    floor = prepared.floor_column
    decided = [node for nodes in plan.statuses.values() for node in nodes]
    if known is not None and floor is known.prepared.floor_column and all(after[n] is known.after[n] for n in decided):
        return known.sufficient
    reached = np.ones(prepared.calendar.length, np.bool_) if floor is None else floor.outcomes == Kleene.MET
    if needed:
        determined = np.zeros(prepared.calendar.length, np.int64)
        for nodes in plan.statuses.values():
            determined += np.maximum.reduce([after[node] for node in nodes]) == Kleene.MET
        reached = reached & (determined >= needed)
    return reached
