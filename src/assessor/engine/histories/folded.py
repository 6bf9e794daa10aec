"""
One cell folded over all its days: its path, and every condition's outcome as a column.

The path is found first, from guards alone; with it the cell's own state is a column as well, and so is
everything that reads it. What could have been beside it is found when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import node_columns
from assessor.engine.histories.others import StateSets
from assessor.engine.histories.path import Known
from assessor.engine.histories.runs import run
from assessor.engine.histories.stays import state_columns
from assessor.engine.histories.walk import walk
from assessor.engine.once import Later
from assessor.engine.phase import FindingLeaf
from assessor.ruleset.conditions import State, TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Move
    from assessor.engine.histories.path import Path
    from assessor.engine.histories.stays import StateColumns
    from assessor.engine.phase import Input
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, eq=False)
class Folded:
    """
    One cell over all its days.

    Attributes:
        moves: The transitions taken.
        before: The outcome of each node of the plan's first program; `after`, of its second.
        stateless: Those of the first that do not read the cell's own state.
        states: The state at the end of each day, as a column.
        sufficient: Whether a trajectory is issued.
    """

    prepared: Prepared
    moves: tuple[Move, ...]
    stateless: Mapping[int, Outcomes]
    before: Mapping[int, Outcomes]
    after: Mapping[int, Outcomes]
    states: StateColumns
    sufficient: npt.NDArray[np.bool_]
    _path: Later[Path]

    @property
    def path(self) -> Path:
        """Its way with all that could have been beside it; where the transitions are known, found when asked for."""
        return self._path.get()

    @cached_property
    def sets(self) -> tuple[frozenset[str], ...]:
        """Sets of states; `which` of them the cell could be in is said of the end of each day."""
        return tuple(dict.fromkeys(states for _, states in self.path.sets))

    @cached_property
    def which(self) -> npt.NDArray[np.int64]:
        """For each day the place of its set among the sets."""
        begins = np.array([day for day, _ in self.path.sets] + [self.prepared.calendar.length])
        return np.repeat([self.sets.index(states) for _, states in self.path.sets], np.diff(begins))

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
        known: An earlier fold by the same plan over the same days. Where every guard on its way gives what it gave,
            the way is the same; else its path is gone on with from the first day on which something differs.
    """
    plan, calendar = prepared.plan, prepared.calendar
    if known is not None and not plan.edges and prepared.comes_out_as(known.prepared):
        return replace(known, prepared=prepared)

    def evidence(what: Input) -> Outcomes:
        if isinstance(what, int):
            return prepared.columns[what].outcomes
        assert isinstance(what, TrajectoryOf)  # noqa: S101 - nothing else is stateless
        return others[what.trajectory_of].outcomes(what)

    nodes, earlier = plan.before.stateless, known.stateless if known is not None else None
    stateless = node_columns(plan.before, nodes, calendar, evidence, earlier=earlier)

    def columns_by(states: StateColumns) -> dict[int, Outcomes]:
        def given(what: Input) -> Outcomes:
            return states.at_start(what) if isinstance(what, State) else evidence(what)

        earlier = known.before if known is not None else None
        return node_columns(plan.before, plan.before.nodes, calendar, given, stateless, earlier)

    was = (known.path, known.stateless) if known is not None else None
    path = Later(partial(_path, prepared, stateless, was))
    before = columns_by(known.states) if known is not None else None
    if known is not None and before is not None and _goes_the_same_way(known, before):
        moves, states = known.moves, known.states
    else:
        moves = path.get().moves
        states = state_columns(moves, prepared.case.framework, calendar)
        before = columns_by(states)

    def given_after(what: Input) -> Outcomes:
        if isinstance(what, FindingLeaf):
            return before[plan.before.findings[what.finding]]
        return states.at_end(what) if isinstance(what, State) else evidence(what)

    earlier = known.after if known is not None else None
    after = node_columns(plan.after, plan.after.nodes, calendar, given_after, earlier=earlier)
    sufficient = _sufficient(prepared, after, known)
    return Folded(prepared, moves, stateless, before, after, states, sufficient, path)


def _path(
    prepared: Prepared, stateless: Mapping[int, Outcomes], was: tuple[Path, Mapping[int, Outcomes]] | None
) -> Path:
    """Return a cell's way by columns that do not read its state; `was` is one by others that it is gone on with."""
    plan, calendar, initial = prepared.plan, prepared.calendar, prepared.case.framework.initial
    differing = [n for n in plan.frontier if was is None or stateless[n] is not was[1][n]]
    if was is not None and not differing:
        return was[0]
    if all(guard.node in stateless for guards in plan.leaving.values() for guard in guards):
        return run(plan, calendar, stateless, initial)
    if was is None:
        return walk(plan, calendar, stateless, initial)
    path, columns = was
    days = np.flatnonzero(np.logical_or.reduce([stateless[n] != columns[n] for n in differing]))
    return walk(plan, calendar, stateless, initial, known=Known(path, int(days[0]), int(days[-1])))


def _goes_the_same_way(known: Folded, before: Mapping[int, Outcomes]) -> bool:
    """
    Return whether the transitions are those that were taken before.

    Args:
        before: The nodes of the first program, the cell's own state being what it was. Where that leads on no day to
            another transition out of the state of the day, it is what it was: by induction, day by day.
    """
    states = known.states
    for state, guards in known.prepared.plan.leaving.items():
        differing = [g.node for g in guards if before[g.node] is not known.before[g.node]]
        if differing:
            here = states.which[:-1] == states.names.index(state)
            if any(((before[n] == Kleene.MET) != (known.before[n] == Kleene.MET))[here].any() for n in differing):
                return False
    return True


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
