"""
The reference evaluator: one cell, day by day, by recursion over the conditions as written.

It *is* the specification of the fold and of Kleene's logic over conditions: no compiled plan, no
columns, no inference engine, no memo. Tests hold everything else against it. Leaves on evidence
are the same code. Cells that it reads are evaluated by references of their own, as far as they are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene, all_of, any_of, decide, negate
from assessor.engine.case import Case
from assessor.engine.prepare import floor_condition, make_leaf
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
    Score,
    State,
    TrajectoryOf,
    findings_read,
    walk,
)
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.duration import Duration
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


@dataclass(frozen=True)
class _Branch:
    """A state that the cell could be in, and the earliest and latest day since which it may have held."""

    state: str
    earliest: date
    latest: date

    def with_(self, other: _Branch) -> _Branch:
        """Return what is known where either may be so."""
        return _Branch(self.state, min(self.earliest, other.earliest), max(self.latest, other.latest))


class Reference:
    """Evaluates one cell of a ruleset on all its days."""

    def __init__(
        self, ruleset: Ruleset, evidence: Evidence, cell: str, cells: dict[str, Reference] | None = None
    ) -> None:
        """
        Look at a cell.

        Args:
            cells: The references of cells that are read, by name; each is made when it is asked for.
        """
        self.framework = ruleset.framework
        self.rules = ruleset.rules_of(cell).rules
        self.case = Case(ruleset.framework, ruleset.cell(cell), evidence)
        self.states: dict[date, tuple[str, date]] = {}
        self._ruleset = ruleset
        self._cells = {} if cells is None else cells
        self._cells[cell] = self
        self._leaves: dict[int, Leaf] = {}
        self._moves: list[tuple[date, str]] = []
        self._could_be: dict[date, dict[str, _Branch]] = {}
        self._branch: _Branch | None = None

    def run(self, as_of: date) -> list[ReferenceDay]:
        """Fold from the epoch to `as_of`, and conclude on each day."""
        self.fold(as_of)
        epoch = self.framework.epoch
        return [self.conclude(epoch + n * _DAY) for n in range((as_of - epoch).days + 1)]

    def fold(self, as_of: date) -> tuple[tuple[date, str], ...]:
        """Fold from the epoch to `as_of`; return the transitions taken, each by its day and rule."""
        before = self.framework.epoch - _DAY
        self.states = self.states or {before: (self.framework.initial, before)}
        day = max(self.states) + _DAY
        while day <= as_of:
            state, since = self.states[day - _DAY]
            for rule, then in self._leaving(state):
                if self.outcome(rule.condition, day, day - _DAY) is Kleene.MET:
                    state, since = then.transition, day
                    self._moves.append((day, rule.id))
                    break
            self.states[day] = (state, since)
            day += _DAY
        return tuple(move for move in self._moves if move[0] <= as_of)

    def _leaving(self, state: str) -> Iterable[tuple[Rule, ConcludeTransition]]:
        moving = ((rule, rule.then) for rule in self.rules if isinstance(rule.then, ConcludeTransition))
        return ((rule, then) for rule, then in moving if state in then.source)

    def issued(self, day: date) -> frozenset[str]:
        """Return the states that the cell could be in at the end of a day; none where no trajectory is issued."""
        branch, self._branch = self._branch, None  # who asks may be trying one of this cell's own states
        try:
            return self._issued(day)
        finally:
            self._branch = branch

    def _issued(self, day: date) -> frozenset[str]:
        self.fold(day)
        could_be = self._spread(day)
        asked = floor_condition(self.framework)
        decided: dict[str, list[Kleene]] = {}
        for rule in self.rules:
            if isinstance(rule.then, ConcludeStatus):
                decided.setdefault(rule.then.dimension, []).append(self.outcome(rule.condition, day, day))
        determined = sum(Kleene.MET in outcomes for outcomes in decided.values())
        enough = asked is None or make_leaf(asked, self.case).outcome(day) is Kleene.MET
        return frozenset(could_be) if enough and determined >= self.framework.standing.dimensions else frozenset()

    def _spread(self, as_of: date) -> dict[str, _Branch]:
        """Return the states that unknown guards could have led to by a day, the one of the fold among them."""
        before = self.framework.epoch - _DAY
        initial = self.framework.initial
        self._could_be = self._could_be or {before: {initial: _Branch(initial, before, before)}}
        day = max(self._could_be) + _DAY
        while day <= as_of:
            reached: dict[str, _Branch] = {}
            for branch in self._could_be[day - _DAY].values():
                for one in self._goes_on(branch, day):
                    reached[one.state] = one.with_(reached.get(one.state, one))
            self._could_be[day] = reached
            day += _DAY
        return self._could_be[as_of]

    def _goes_on(self, branch: _Branch, day: date) -> list[_Branch]:
        """Return where a state that the cell could be in can lead on a day."""
        state, since = self.states[day - _DAY]
        found: list[_Branch] = []
        self._branch = None if branch == _Branch(state, since, since) else branch
        try:
            for rule, then in self._leaving(branch.state):
                outcome = self.outcome(rule.condition, day, day - _DAY)
                if outcome is not Kleene.NOT_MET:
                    found.append(_Branch(then.transition, day, day))
                if outcome is Kleene.MET:
                    return found
        finally:
            self._branch = None
        return [*found, branch]

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
                return self._trajectory_of(condition, day - _DAY if condition.previous_day else day)

    def _trajectory_of(self, condition: TrajectoryOf, day: date) -> Kleene:
        """Return met if all that another cell could be in is asked for, not met if nothing of it, else unknown."""
        if day < self.framework.epoch:
            return Kleene.NOT_MET
        name = condition.trajectory_of
        other = self._cells.get(name) or type(self)(self._ruleset, self.case.evidence, name, self._cells)
        states, wanted = other.issued(day), {*condition.values}
        return decide(met=bool(states) and states <= wanted, excluded=bool(states) and not states & wanted)

    def _state(self, condition: State, day: date) -> Kleene:
        state, since = self.states[day]
        branch = self._branch or _Branch(state, since, since)
        if branch.state not in condition.state:
            return Kleene.NOT_MET
        if condition.duration is None:
            return Kleene.MET
        first = window_start(day, condition.duration) + _DAY
        return decide(met=branch.latest <= first, excluded=branch.earliest > first)

    def _held(self, condition: Held, day: date, state_day: date) -> Kleene:
        """Return met if met on every day of the window, not met if on none, else unknown."""
        if self._branch is not None and _spans(condition.held) and self._reads_state(condition.condition):
            return Kleene.UNKNOWN  # of a state that the cell was perhaps never in, no past is kept
        lag = day - state_day
        current = window_start(day, condition.held) + _DAY
        outcomes = set()
        while current <= day:
            before_epoch = current < self.framework.epoch
            outcomes.add(Kleene.NOT_MET if before_epoch else self.outcome(condition.condition, current, current - lag))
            current += _DAY
        return outcomes.pop() if len(outcomes) == 1 else Kleene.UNKNOWN

    def _reads_state(self, condition: Condition) -> bool:
        """Return whether a condition, or a finding that it reads, asks for the cell's own state."""
        concluding = [r.condition for r in self.rules if isinstance(r.then, ConcludeFinding)
                      and r.then.finding in findings_read(condition)]  # fmt: skip
        return any(isinstance(part, State) for part in walk(condition)) or any(map(self._reads_state, concluding))


def _spans(held: Duration) -> bool:
    """Return whether a window has more days than the one that it ends with."""
    return held.longest_days > 1


def _sum(weighed: list[tuple[Kleene, int]], at_least: int) -> Kleene:
    """Compare a sum of weights of what is met, as far as is known."""
    sure = sum(w for outcome, w in weighed if outcome is Kleene.MET)
    low = sure + sum(min(w, 0) for outcome, w in weighed if outcome is Kleene.UNKNOWN)
    high = sure + sum(max(w, 0) for outcome, w in weighed if outcome is Kleene.UNKNOWN)
    return decide(met=low >= at_least, excluded=high < at_least)
