"""
The reference evaluator: one cell, day by day, by recursion over the conditions as written.

It *is* the specification of the fold and of Kleene's logic over conditions: no compiled plan, no
columns, no inference engine, no memo. Tests hold everything else against it. Leaves on evidence
are the same code; cells that read other cells are out of its reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene, all_of, any_of, decide, negate
from assessor.engine.case import Case
from assessor.engine.prepare import make_leaf
from assessor.ruleset.conclusions import (
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Finding,
    Findings,
    Held,
    Not,
    Reading,
    Readings,
    Score,
    Signals,
    State,
    TrajectoryOf,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.known import Evidence
    from assessor.engine.prepare import Leaf
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule, Ruleset

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReferenceDay:
    """What the reference concludes for one day."""

    day: date
    state: str
    findings: dict[str, Kleene]
    statuses: dict[str, str | None]
    qualifiers: tuple[str, ...]
    trend: str | None


class Reference:
    """Evaluates one cell of a ruleset on all its days."""

    def __init__(self, ruleset: Ruleset, evidence: Evidence, cell: str) -> None:
        self.framework = ruleset.framework
        self.rules = ruleset.rules_of(cell).rules
        self.case = Case(ruleset.framework, ruleset.cell(cell), evidence)
        self.states: dict[date, tuple[str, date]] = {}
        self._leaves: dict[int, Leaf] = {}

    def run(self, as_of: date) -> list[ReferenceDay]:
        """Fold from the epoch to `as_of`, and conclude on each day."""
        self.fold(as_of)
        epoch = self.framework.epoch
        return [self.conclude(epoch + n * _DAY) for n in range((as_of - epoch).days + 1)]

    def fold(self, as_of: date) -> tuple[tuple[date, str], ...]:
        """Fold from the epoch to `as_of`; return the transitions taken, each by its day and rule."""
        before = self.framework.epoch - _DAY
        self.states = {before: (self.framework.initial, before)}
        moves = []
        day = self.framework.epoch
        while day <= as_of:
            state, since = self.states[day - _DAY]
            for rule in self._concluding(ConcludeTransition):
                assert isinstance(rule.then, ConcludeTransition)  # noqa: S101 - just selected
                if state in rule.then.source and self.outcome(rule.condition, day, day - _DAY) is Kleene.MET:
                    state, since = rule.then.transition, day
                    moves.append((day, rule.id))
                    break
            self.states[day] = (state, since)
            day += _DAY
        return tuple(moves)

    def _concluding(self, kind: type) -> Iterable[Rule]:
        return (rule for rule in self.rules if isinstance(rule.then, kind))

    def conclude(self, day: date) -> ReferenceDay:
        """Return what is concluded on a day that was folded."""
        state = self.states[day][0]
        findings = {r.then.finding for r in self.rules if isinstance(r.then, ConcludeFinding)}
        met = {r.id: self.outcome(r.condition, day, day) for r in self.rules if not isinstance(r.then, ConcludeFinding)}
        statuses: dict[str, str | None] = {}
        qualifiers: dict[str, None] = {}
        trends = [(r.then.trend, met[r.id]) for r in self.rules if isinstance(r.then, ConcludeTrend)]
        for rule in self.rules:
            holds = met.get(rule.id) is Kleene.MET
            if isinstance(rule.then, ConcludeStatus) and holds and statuses.get(rule.then.dimension) is None:
                statuses[rule.then.dimension] = rule.then.status
            if isinstance(rule.then, ConcludeQualifier) and holds:
                qualifiers[rule.then.qualifier] = None
        trend = next((t for t, outcome in trends if outcome is Kleene.MET), None)
        if trend is None and any(outcome is Kleene.UNKNOWN for _, outcome in trends):
            trend = "unknown"
        judged = {f: self.finding(f, day) for f in sorted(findings)}
        return ReferenceDay(day, state, judged, statuses, tuple(qualifiers), trend)

    def finding(self, finding: str, day: date) -> Kleene:
        """Return whether a finding holds: any rule that concludes it, under yesterday's state."""
        concluding = [r for r in self.rules if isinstance(r.then, ConcludeFinding) and r.then.finding == finding]
        return any_of(self.outcome(rule.condition, day, day - _DAY) for rule in concluding)

    def outcome(self, condition: Condition, day: date, state_day: date) -> Kleene:
        """
        Return whether a condition holds on a day.

        Args:
            state_day: The day whose end the cell's own state is of.
        """
        match condition:
            case Signals() | Reading() | Readings():
                if id(condition) not in self._leaves:
                    self._leaves[id(condition)] = make_leaf(condition, self.case)
                return self._leaves[id(condition)].outcome(day)
            case State():
                return self._state(condition, state_day)
            case Finding():
                return self.finding(condition.finding, day)
            case Findings():
                return _sum([(self.finding(f, day), 1) for f in condition.findings], condition.at_least)
            case Score():
                return _sum([(self.finding(f, day), w) for f, w in condition.score.items()], condition.at_least)
            case All():
                return all_of(self.outcome(c, day, state_day) for c in condition.all)
            case AnyOf():
                return any_of(self.outcome(c, day, state_day) for c in condition.any)
            case Not():
                return negate(self.outcome(condition.not_, day, state_day))
            case AtLeast():
                return _sum([(self.outcome(c, day, state_day), 1) for c in condition.of], condition.at_least)
            case Held():
                return self._held(condition, day, state_day)
            case TrajectoryOf():
                message = "the reference evaluates one cell alone"
                raise ValueError(message)

    def _state(self, condition: State, day: date) -> Kleene:
        state, since = self.states[day]
        if state not in condition.state:
            return Kleene.NOT_MET
        if condition.duration is None:
            return Kleene.MET
        return decide(met=since <= window_start(day, condition.duration) + _DAY, excluded=True)

    def _held(self, condition: Held, day: date, state_day: date) -> Kleene:
        """Return met if met on every day of the window, not met if on none, else unknown."""
        lag = day - state_day
        current = window_start(day, condition.held) + _DAY
        outcomes = set()
        while current <= day:
            before_epoch = current < self.framework.epoch
            outcomes.add(Kleene.NOT_MET if before_epoch else self.outcome(condition.condition, current, current - lag))
            current += _DAY
        return outcomes.pop() if len(outcomes) == 1 else Kleene.UNKNOWN


def _sum(weighed: list[tuple[Kleene, int]], at_least: int) -> Kleene:
    """Compare a sum of weights of what is met, as far as is known."""
    sure = sum(w for outcome, w in weighed if outcome is Kleene.MET)
    low = sure + sum(min(w, 0) for outcome, w in weighed if outcome is Kleene.UNKNOWN)
    high = sure + sum(max(w, 0) for outcome, w in weighed if outcome is Kleene.UNKNOWN)
    return decide(met=low >= at_least, excluded=high < at_least)
