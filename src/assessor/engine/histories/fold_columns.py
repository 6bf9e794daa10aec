"""
One cell over all its days as columns, once it is guessed which transitions are taken: in one world, or in many.

With the transitions the cell's own state is a column as well, and so is everything that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial, reduce
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.nodes import MET, node_columns
from assessor.engine.histories.taken import Ways, settle
from assessor.engine.phase import FindingLeaf
from assessor.ruleset.conditions import State, TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Move
    from assessor.engine.histories.others import StateSets
    from assessor.engine.histories.stays import StateColumns
    from assessor.engine.histories.taken import Numbers
    from assessor.engine.phase import Input
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, eq=False)
class FoldColumns:
    """
    A fold as columns: of one cell over all its days, in one world, or in many at once that differ in their evidence.

    In many, a column that is not the same in all of them has a row for each.

    Attributes:
        taken: The transition taken on each day, as `ways` number them.
        before: The outcome of each node of the plan's first program; `after`, of its second.
        stateless: Those of the first that do not read the cell's own state.
        states: The state at the end of each day.
        sufficient: Whether a trajectory is issued.
    """

    prepared: Prepared
    taken: npt.NDArray[np.int64]
    stateless: Mapping[int, Outcomes]
    before: Mapping[int, Outcomes]
    after: Mapping[int, Outcomes]
    states: StateColumns
    sufficient: npt.NDArray[np.bool_]

    @cached_property
    def ways(self) -> Ways:
        """The transitions of the plan by number."""
        return Ways(self.prepared.plan, self.prepared.calendar, self.prepared.case.framework)

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


def stateless_columns(
    prepared: Prepared, others: Mapping[str, StateSets], known: FoldColumns | None = None
) -> dict[int, Outcomes]:
    """Return the nodes of the plan's first program that do not read the cell's own state."""
    phase, earlier = prepared.plan.before, known.stateless if known is not None else None
    return node_columns(phase, phase.stateless, prepared.calendar, partial(_given, prepared, others), earlier=earlier)


def columns_from(
    prepared: Prepared, others: Mapping[str, StateSets], stateless: Mapping[int, Outcomes], guess: Sequence[Move]
) -> FoldColumns:
    """
    Return a fold as columns.

    Args:
        others: What is seen of the cells that it reads.
        guess: Transitions that may be those that are taken; the nearer, the quicker.
    """
    ways = Ways(prepared.plan, prepared.calendar, prepared.case.framework)
    taken = ways.taken_by(guess)
    return _settled(prepared, others, stateless, (ways, taken, ways.states(taken)), None)


def columns_like(prepared: Prepared, others: Mapping[str, StateSets], known: FoldColumns) -> FoldColumns:
    """
    Return a fold as columns, in one world or in many.

    Args:
        prepared: Its conditions; in many worlds, columns of those that are not the same in all have a row for each.
        others: What is seen of the cells that it reads, in all of them.
        known: An earlier fold by the same plan over the same days. What rests on nothing that differs is taken from it.
    """
    stateless = stateless_columns(prepared, others, known)
    return _settled(prepared, others, stateless, (known.ways, known.taken, known.states), known)


def _settled(
    prepared: Prepared,
    others: Mapping[str, StateSets],
    stateless: Mapping[int, Outcomes],
    guess: tuple[Ways, Numbers, StateColumns],
    known: FoldColumns | None,
) -> FoldColumns:
    plan, calendar = prepared.plan, prepared.calendar

    def nodes_by(states: StateColumns) -> dict[int, Outcomes]:
        given = partial(_given, prepared, others, at_start=states)
        earlier = known.before if known is not None else None
        return node_columns(plan.before, plan.before.nodes, calendar, given, stateless, earlier)

    taken, states, before = settle(*guess, nodes_by)
    given = partial(_given, prepared, others, at_end=states, findings=before)
    earlier = known.after if known is not None else None
    after = node_columns(plan.after, plan.after.nodes, calendar, given, earlier=earlier)
    return FoldColumns(prepared, taken, stateless, before, after, states, _sufficient(prepared, after, known))


def _given(
    prepared: Prepared,
    others: Mapping[str, StateSets],
    what: Input,
    *,
    at_start: StateColumns | None = None,
    at_end: StateColumns | None = None,
    findings: Mapping[int, Outcomes] | None = None,
) -> Outcomes:
    """
    Return the column of an input: of evidence and other cells always, and of what else is said.

    Args:
        at_start: The states, of which the first program is given that before each day; `at_end`, of which the second
            program is given that of the day itself.
        findings: The nodes of the first program.
    """
    if isinstance(what, int):
        return prepared.columns[what].outcomes
    if isinstance(what, TrajectoryOf):
        return others[what.trajectory_of].outcomes(what)
    if isinstance(what, State) and at_start is not None:
        return at_start.at_start(what)
    if isinstance(what, State) and at_end is not None:
        return at_end.at_end(what)
    assert isinstance(what, FindingLeaf)  # noqa: S101 - nothing else comes from outside a program
    assert findings is not None  # noqa: S101 - only the second program is given findings
    return findings[prepared.plan.before.findings[what.finding]]


def _sufficient(prepared: Prepared, after: Mapping[int, Outcomes], known: FoldColumns | None) -> npt.NDArray[np.bool_]:
    """Return the days on which the floor of data is reached: of signals, and of dimensions with a status."""
    plan, needed = prepared.plan, prepared.case.framework.standing.dimensions
    floor = prepared.floor_column
    decided = [node for nodes in plan.statuses.values() for node in nodes]
    if known is not None and floor is known.prepared.floor_column and all(after[n] is known.after[n] for n in decided):
        return known.sufficient
    reached = np.ones(prepared.calendar.length, np.bool_) if floor is None else floor.outcomes == MET
    if needed:
        statuses = [reduce(np.maximum, [after[node] for node in nodes]) for nodes in plan.statuses.values()]
        determined = sum((status == MET).astype(np.int64) for status in statuses)
        reached = reached & (determined >= needed)
    return reached
