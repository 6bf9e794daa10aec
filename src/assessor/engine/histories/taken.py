"""
Which transition is taken on each day, found from a guess: in one world, or in many at once.

On which days a guard is met is a column as soon as the states of all days are taken to be known. Where what is then
taken is what was guessed, the guess is right, by induction from the first day on; else it is right up to the first day
on which it is not, and put right there. Worlds are rows: arrays have the days as their last axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.engine.columns.nodes import MET
from assessor.engine.day_record import Move
from assessor.engine.histories.stays import StateColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy.typing as npt

    from assessor.domain.framework import Framework
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.plan import Guard, Plan

    Numbers = npt.NDArray[np.int64]
    _Nodes = dict[int, Outcomes]

NOTHING: Final = -1
"""Stands for the transition of a day on which none is taken."""


@dataclass(frozen=True)
class Ways:
    """The transitions of a plan by number: those out of one state in their order, one state after the other."""

    plan: Plan
    calendar: Calendar
    framework: Framework

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The framework's trajectories; a state is a place among them."""
        return tuple(trajectory.id for trajectory in self.framework.trajectories)

    @cached_property
    def guards(self) -> tuple[tuple[str, Guard], ...]:
        """Each transition, with the state that it leads out of."""
        return tuple((state, guard) for state, guards in self.plan.leaving.items() for guard in guards)

    def taken_by(self, moves: Iterable[Move]) -> Numbers:
        """Return for each day the number of the transition that is taken, or `NOTHING`."""
        taken = np.full(self.calendar.length, NOTHING)
        numbers = {(state, guard.rule): number for number, (state, guard) in enumerate(self.guards)}
        for move in moves:
            taken[self.calendar.number(move.day)] = numbers[move.source, move.rule]
        return taken

    def moves(self, taken: Numbers) -> tuple[Move, ...]:
        """Return the transitions that are taken, in one world."""
        days = np.flatnonzero(taken != NOTHING).tolist()
        ways = ((day, *self.guards[number]) for day, number in zip(days, taken[days].tolist(), strict=True))
        return tuple(Move(self.calendar.first + timedelta(days=d), state, g.target, g.rule) for d, state, g in ways)

    @cached_property
    def targets(self) -> Numbers:
        """The place of the state that each transition leads to; at `NOTHING`, that before the first day."""
        targets = (guard.target for _, guard in self.guards)
        return np.array([self.names.index(n) for n in (*targets, self.framework.initial)])

    def states(self, taken: Numbers) -> StateColumns:
        """Return the states that are moved through."""
        epoch, days = self.calendar.first.toordinal(), np.arange(self.calendar.length)
        last = np.maximum.accumulate(np.where(taken == NOTHING, NOTHING, days), axis=-1)
        way = np.where(last == NOTHING, NOTHING, np.take_along_axis(taken, np.maximum(last, 0), axis=-1))
        eve = np.full((*taken.shape[:-1], 1), NOTHING)
        which, since = (np.concatenate((eve, days), axis=-1) for days in (way, last))
        return StateColumns(self.calendar, self.names, self.targets[which], since + epoch)

    def leading(self, states: StateColumns, nodes: Mapping[int, Outcomes]) -> Numbers:
        """Return for each day the transition that is taken out of its state: the first whose guard is met."""
        prior = states.which[..., :-1]
        leading = np.full(np.broadcast_shapes(prior.shape, *(nodes[g.node].shape for _, g in self.guards)), NOTHING)
        for number, (state, guard) in reversed(tuple(enumerate(self.guards))):
            met = (prior == self.names.index(state)) & (nodes[guard.node] == MET)
            np.copyto(leading, number, where=met)
        return leading


def settle(
    ways: Ways, known: Numbers, states: StateColumns, nodes_by: Callable[[StateColumns], _Nodes]
) -> tuple[Numbers, StateColumns, _Nodes]:
    """
    Return what is taken on each day, with the states and the nodes that come of it.

    Args:
        known: What was taken in another world, by which is guessed; `states`, the states there.
        nodes_by: Returns the columns of the nodes of the first program, where the states are those.
    """
    taken, there = known, states.which[1:]
    while True:
        nodes = nodes_by(states)
        now = ways.leading(states, nodes)
        differs = now != taken
        if not differs.any():
            return taken, states, nodes
        reached = np.where(now == NOTHING, states.which[..., :-1], ways.targets[now])
        taken = _put_right(now, differs, reached, known, there)
        states = ways.states(taken)


def _put_right(
    now: Numbers, differs: npt.NDArray[np.bool_], reached: Numbers, known: Numbers, there: Numbers
) -> Numbers:
    """
    Return a guess that is right for a day more: up to the first that differs it is what is taken now.

    From then on nothing is guessed to be taken until the known world is in that state, and then what is taken there.

    Args:
        reached: The state at the end of each day after what is taken now; `there`, that of the known world.
    """
    length = differs.shape[-1]
    days = np.arange(length)
    first = np.where(differs.any(axis=-1), differs.argmax(axis=-1), length)[..., None]
    state = np.take_along_axis(reached, np.minimum(first, length - 1), axis=-1)
    meets = (days >= first) & (there == state)
    joined = np.where(meets.any(axis=-1), meets.argmax(axis=-1), length)[..., None]
    return np.where(days <= first, now, np.where(days > joined, known, NOTHING))
