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
from assessor.engine.columns.nodes import node_columns, reads, stateless_nodes
from assessor.engine.histories.others import StateSets
from assessor.engine.histories.path import find_path
from assessor.engine.histories.stays import state_columns
from assessor.engine.plan import FindingLeaf
from assessor.ruleset.conclusions import ConcludeStatus, ConcludeTransition
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

    stateless = node_columns(plan.before, stateless_nodes(plan.before), calendar, evidence)
    path = _path(prepared, stateless, known)
    states = state_columns(path.moves, prepared.case.framework, calendar)

    def given_before(what: Input) -> Outcomes:
        return states.at_start(what) if isinstance(what, State) else evidence(what)

    before = node_columns(plan.before, plan.before.nodes, calendar, given_before, stateless)

    def given_after(what: Input) -> Outcomes:
        if isinstance(what, FindingLeaf):
            return before[plan.before.findings[what.finding]]
        return states.at_end(what) if isinstance(what, State) else evidence(what)

    after = node_columns(plan.after, plan.after.nodes, calendar, given_after)
    sets = tuple(dict.fromkeys(s for _, s in path.sets))
    begins = np.array([day for day, _ in path.sets] + [calendar.length])
    which = np.repeat([sets.index(s) for _, s in path.sets], np.diff(begins))
    return Folded(prepared, path, stateless, before, after, states, sets, which, _sufficient(prepared, after))


def _path(prepared: Prepared, stateless: Mapping[int, Outcomes], known: Folded | None) -> Path:
    plan, initial = prepared.plan, prepared.case.framework.initial
    if known is None:
        return find_path(plan, prepared.calendar, stateless, initial)
    guards = [plan.before.rules[r.id] for r in plan.rules.rules if isinstance(r.then, ConcludeTransition)]
    differ = [
        int(np.argmax(stateless[n] != known.stateless[n]))
        for n in reads(plan.before, guards) & stateless.keys()
        if not np.array_equal(stateless[n], known.stateless[n])
    ]
    if not differ:
        return known.path
    return find_path(plan, prepared.calendar, stateless, initial, known=known.path, since=min(differ))


def _sufficient(prepared: Prepared, after: Mapping[int, Outcomes]) -> npt.NDArray[np.bool_]:
    """Return the days on which the floor of data is reached: of signals, and of dimensions with a status."""
    plan, needed = prepared.plan, prepared.case.framework.standing.dimensions
    floor = prepared.floor_column
    reached = np.ones(prepared.calendar.length, np.bool_) if floor is None else floor.outcomes == Kleene.MET
    if needed:
        met: dict[str, npt.NDArray[np.bool_]] = {}
        for rule in plan.rules.rules:
            if isinstance(rule.then, ConcludeStatus):
                holds = after[plan.after.rules[rule.id]] == Kleene.MET
                met[rule.then.dimension] = met[rule.then.dimension] | holds if rule.then.dimension in met else holds
        determined = np.sum(list(met.values()), axis=0) if met else np.zeros(prepared.calendar.length, np.int64)
        reached = reached & (determined >= needed)
    return reached
