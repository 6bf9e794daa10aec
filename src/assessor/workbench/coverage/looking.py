"""
What an expectation asserts: the outcomes along a way on which each decides the one before alone.

A way begins at a rule on a day. It goes on to each part of a condition, to each rule behind a finding, to another
cell's trajectory, that would change what it came from if it alone were otherwise. So of two parts of an `any` that are
both met none is asserted: either could be broken, and the expectation would still pass.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.ruleset.conditions import AnyOf, Held, TrajectoryOf, children, findings_read
from assessor.workbench.coverage.combine import deciding, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.engine.histories import Histories
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(eq=False)
class Looking:
    """
    The conditions of a cell judged, and of those it reads, that expectations looked at.

    Attributes:
        days: For each cell, and each condition by the identity of its object, the numbers of the days.
        branches: The branches of the outlook that were judged: the cell, the branch, what was to come true.
    """

    histories: Histories
    days: dict[str, dict[int, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    branches: set[tuple[str, str, frozenset[str]]] = field(default_factory=set)
    _trajectories: set[tuple[str, int]] = field(default_factory=set)

    def at_trajectory(self, cell: str, day: int) -> None:
        """Look at how a cell came to its state on a day: the guards tried at each move, and those out of the state."""
        if (cell, day) in self._trajectories:
            return
        self._trajectories.add((cell, day))
        folded = self.histories.folded[cell]
        plan, calendar = folded.prepared.plan, folded.prepared.calendar
        rules = {rule.id: rule for rule in plan.rules.rules}
        state, moved = folded.prepared.case.framework.initial, -1
        for move in folded.path.moves:
            on = calendar.number(move.day)
            if on > day:
                break
            for guard in plan.leaving[move.source]:
                self.at_rule(cell, rules[guard.rule], on)
                if guard.rule == move.rule:
                    break
            state, moved = move.target, on
        if moved != day:
            for guard in plan.leaving.get(state, ()):
                self.at_rule(cell, rules[guard.rule], day)

    def at_doubts(self, cell: str, day: int) -> None:
        """Look at the guards that were in doubt up to a day, each on the first day on which it was."""
        folded = self.histories.folded[cell]
        rules = {rule.id: rule for rule in folded.prepared.plan.rules.rules}
        for doubt in folded.path.doubts:
            on = folded.prepared.calendar.number(doubt.first)
            if on <= day:
                self.at_rule(cell, rules[doubt.rule], on)

    def at_first(self, cell: str, rules: Iterable[Rule], day: int) -> None:
        """Look at rules of which the first that is met decides, up to that one."""
        for rule in rules:
            self.at_rule(cell, rule, day)
            if self.histories.folded[cell].outcomes(rule)[day] == Kleene.MET:
                return

    def at_finding(self, cell: str, finding: str, day: int) -> None:
        """Look at the rules behind a finding, as far as they decide it."""
        folded = self.histories.folded[cell]
        rules = folded.prepared.plan.concluding[finding]
        any_of = AnyOf(any=tuple(rule.condition for rule in rules))
        for place in deciding(any_of, [int(folded.outcomes(rule)[day]) for rule in rules]):
            self.at_rule(cell, rules[place], day)

    def at_rule(self, cell: str, rule: Rule, day: int) -> None:
        """Look at a rule on a day, and at what decides it."""
        self._at(cell, rule.condition, day)

    def _at(self, cell: str, condition: Condition, day: int) -> None:
        if day in self.days[cell][id(condition)]:
            return
        self.days[cell][id(condition)].add(day)
        folded = self.histories.folded[cell]
        if isinstance(condition, TrajectoryOf):
            read = day - 1 if condition.previous_day else day
            if read >= 0:
                self.at_trajectory(condition.trajectory_of, read)
        elif isinstance(condition, Held):
            for earlier in _window(condition, folded, day):
                self._at(cell, condition.condition, earlier)
        elif children(condition) or findings_read(condition):
            outcomes = [int(part[day]) for part in parts_of(condition, folded)]
            for place in deciding(condition, outcomes):
                if inside := children(condition):
                    self._at(cell, inside[place], day)
                else:
                    self.at_finding(cell, findings_read(condition)[place], day)


def _window(condition: Held, folded: Folded, day: int) -> range:
    """Return the days that decide whether a condition is held: its window; where that is unknown, the last alone."""
    if folded.outcomes_of(condition)[day] == Kleene.UNKNOWN:
        return range(day, day + 1)
    calendar = folded.prepared.calendar
    first = window_start(calendar.days[day], condition.held) + timedelta(days=1)
    return range(calendar.number(first), day + 1)
