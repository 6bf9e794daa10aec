"""
The past of `held` conditions, as far as a fold has come.
"""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import exit_day, window_start
from assessor.domain.kleene import Kleene, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.phase import HeldLeaf, Phase

_DAY = timedelta(days=1)


class Past:
    """The past of `held` conditions: the last day each inner one was not met, and was not excluded."""

    def __init__(self, phase: Phase, epoch: date) -> None:
        self._held = phase.held
        self._unmet = dict.fromkeys((h.inner for h in phase.held), epoch - _DAY)
        self._unexcluded = dict.fromkeys((h.inner for h in phase.held), date.min)

    def note(self, day: date, outcomes: Sequence[int]) -> None:
        """Take in the outcomes of a day that is over."""
        for inner in self._unmet:
            if outcomes[inner] != Kleene.MET:
                self._unmet[inner] = day
            if outcomes[inner] != Kleene.NOT_MET:
                self._unexcluded[inner] = day

    def next_change(self, day: date) -> date:
        """Return the first day after `day` on which a `held` can change while what it holds does not."""
        ends = (
            exit_day(last, leaf.window)
            for leaf in self._held
            for last in (self._unmet[leaf.inner], self._unexcluded[leaf.inner])
        )
        return min((end for end in ends if end > day), default=date.max)

    def fork(self) -> Past:
        """Return the same past, which goes on by itself."""
        twin = copy(self)
        vars(twin).update(_unmet=dict(self._unmet), _unexcluded=dict(self._unexcluded))
        return twin

    def outcome(self, leaf: HeldLeaf, day: date) -> Kleene:
        """Return met if met on all earlier days of the window, not met if on none, else unknown."""
        start = window_start(day, leaf.window)
        return decide(met=self._unmet[leaf.inner] <= start, excluded=self._unexcluded[leaf.inner] <= start)
