"""
A cell's own state on every day, as columns, once its path is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.nodes import MET, NOT_MET

if TYPE_CHECKING:
    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.ruleset.conditions import State

    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class StateColumns:
    """
    The state at the end of each day, the day before the first included.

    Attributes:
        names: The framework's trajectories.
        which: For each of those days the place of its state among the names.
        since: The ordinal of the first day of that state.
    """

    calendar: Calendar
    names: tuple[str, ...]
    which: Numbers
    since: Numbers

    def of(self, world: int) -> StateColumns:
        """Return those of one of many worlds, by its row."""
        columns = (column[world] if column.ndim > 1 else column for column in (self.which, self.since))
        return StateColumns(self.calendar, self.names, *columns)

    def at_end(self, condition: State) -> Outcomes:
        """Return what a condition on the state gives, the state of each day itself."""
        return self._once(condition, self.which[..., 1:], self.since[..., 1:], self.calendar)

    def at_start(self, condition: State) -> Outcomes:
        """Return what a condition on the state gives, the state at the end of the day before each."""
        return self._once(condition, self.which[..., :-1], self.since[..., :-1], self.calendar.eve)

    def _once(self, condition: State, which: Numbers, since: Numbers, calendar: Calendar) -> Outcomes:
        key = (condition.state, condition.duration, calendar.first)
        if key not in self._judged:
            self._judged[key] = self._judge(condition, which, since, calendar)
        return self._judged[key]

    @cached_property
    def _judged(self) -> dict[object, Outcomes]:
        return {}

    def _judge(self, condition: State, which: Numbers, since: Numbers, calendar: Calendar) -> Outcomes:
        named = np.array([name in condition.state for name in self.names])
        holds = named[which]
        if condition.duration is not None:
            holds &= since <= calendar.starts(condition.duration)[: since.shape[-1]] + 1
        return np.where(holds, MET, NOT_MET)
