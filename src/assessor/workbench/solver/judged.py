"""
Rules judging symbolic evidence: what each condition comes to on a day, and the trajectory from day to day.

The symbolic form of `assessor.engine.reference`, on a few days of the timeline. On the days between, the trajectory is
taken to stay; whether it does is for the reference to say of what is found. Cells that are read are judged beside, on
the same days; each may move on any of them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.engine.describe import describe
from assessor.engine.prepare import floor_condition
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Finding, Findings, Held, Not, Score, State, TrajectoryOf
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.workbench.solver.beside import spread
from assessor.workbench.solver.cone import DEEPEST
from assessor.workbench.solver.figures import Figures
from assessor.workbench.solver.logic import (
    FALSE,
    MET,
    NOT_MET,
    TRUE,
    Outcome,
    all_of,
    any_of,
    both,
    choice,
    either,
    known,
    negate,
    opposite,
    plain,
    total,
    weighed,
    when,
)
from assessor.workbench.solver.series import is_regular
from assessor.workbench.solver.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.cone import Cone, Other
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.signals import Slot

_DAY: Final = timedelta(days=1)
_LONGEST_HELD: Final = 1100
"""Days: what is held for longer is left open."""


@dataclass(eq=False)
class Judged:
    """
    Rules before symbolic evidence.

    Attributes:
        cone: The rules that are asked about, and what they rest on.
        timeline: When the trajectory moves; without one, it is not asked for.
        slots: The signals that these rules see; else all.
        supposed: What becomes of some conditions, whatever the evidence, by their ids.
        open: What is not covered and so may come out in any way, in words.
        laws: What is so where the trajectory moves as it is taken to.
        is_beside: Whether it is judged for another cell that reads it, and steps with that.
    """

    cone: Cone
    evidence: SymbolicEvidence
    timeline: Timeline | None = None
    slots: Sequence[Slot] | None = None
    supposed: Mapping[int, Outcome] = field(default_factory=dict)
    open: dict[str, None] = field(default_factory=dict)
    laws: list[Formula] = field(default_factory=list)
    is_beside: bool = False

    def __post_init__(self) -> None:
        evidence, self.rules = self.evidence, self.cone.rules
        slots = evidence.slots if self.slots is None else self.slots
        self._tallies = Tallies(evidence.framework, evidence.cell, slots, evidence.watched, evidence.days)
        self._figures = Figures(evidence.series)
        self._known: dict[tuple[int, date, date], Outcome] = {}
        self._findings: dict[tuple[str, date], Outcome] = {}
        self._in_state: dict[str, Judged] = {}
        self.states: list[dict[str, Formula]] = [{evidence.framework.initial: TRUE}]
        self.could_be: list[dict[str, Formula]] = [self.states[0]]
        self.moved: list[Formula] = []
        self.fired: list[dict[str, Formula]] = []
        self.days = () if self.timeline is None else self.timeline.days
        self.cells = {evidence.cell.cell: self}
        if not self.is_beside:
            self.cells |= {other.cell.cell: self._beside(other) for other in self.cone.elsewhere}
            for judged in self.cells.values():
                judged.cells = self.cells
            for day in self.days:
                for judged in self.cells.values():
                    judged.step(day)

    def _beside(self, other: Other) -> Judged:
        freed = None if self.timeline is None else self.timeline.freed()
        room = self.evidence.rooms[other.cell.cell]
        return Judged(other.cone, room, freed, open=self.open, laws=self.laws, is_beside=True)

    def step(self, day: date) -> None:
        """Take a day, the cells that are read on it first."""
        if len(self.fired) > self.days.index(day):
            return
        for name, same_day in self.cone.cells_read.items():
            if same_day and name in self.cells:
                self.cells[name].step(day)
        self._step(day)
        if self.is_beside or self.cone.is_read:
            self.could_be.append(spread(self, day, self.could_be[-1], self.states[-1]))

    def _step(self, day: date) -> None:
        """Take the first transition whose guard is met."""
        before = self.states[-1]
        arrived: dict[str, list[Formula]] = {}
        fired: dict[str, Formula] = {}
        blocked: dict[str, list[Formula]] = {state: [] for state in before}
        for rule in self.rules:
            if not isinstance(rule.then, ConcludeTransition):
                continue
            sources = [s for s in rule.then.source if s in before]
            if not sources:
                continue
            guard = self.outcome(rule.condition, day, day - _DAY).met
            taken = either(*(both(before[s], *map(opposite, blocked[s])) for s in sources))
            fired[rule.id] = both(taken, guard)
            arrived.setdefault(rule.then.transition, []).append(fired[rule.id])
            for source in sources:
                blocked[source].append(guard)
        moved = either(*fired.values())
        assert self.timeline is not None  # noqa: S101 - else there are no days
        if day < self.timeline.open_from:
            self._move_as_taken(day, fired)
            return
        for state, is_so in before.items():
            arrived.setdefault(state, []).append(both(is_so, opposite(moved)))
        self.states.append({state: either(*ways) for state, ways in arrived.items()})
        self.moved.append(moved)
        self.fired.append(fired)

    def _move_as_taken(self, day: date, fired: dict[str, Formula]) -> None:
        """Move by the transition that is taken to happen, or stay; that it is so becomes a law."""
        assert self.timeline is not None  # noqa: S101 - else there are no days
        taken = self.timeline.moves.get(day)
        if taken is None:
            self.laws += [opposite(formula) for formula in fired.values()]
            self.states.append(self.states[-1])
        else:
            self.laws.append(fired.get(taken, FALSE))  # other rules may lack it, and then do not go this way
            arrived = [
                r.then.transition for r in self.rules if r.id == taken and isinstance(r.then, ConcludeTransition)
            ]
            self.states.append(dict.fromkeys(arrived, TRUE) or self.states[-1])
        self.moved.append(FALSE if taken is None else TRUE)
        self.fired.append({} if taken is None else {taken: TRUE})

    def state(self, day: date) -> dict[str, Formula]:
        """Return for each state that can be reached, that it is the one at the end of a day."""
        return self.states[bisect_right(self.days, day)]

    def states_before(self, day: date) -> dict[str, Formula]:
        """Return the same of the day before one on which the trajectory is looked at."""
        return self.states[self.days.index(day)]

    def guard(self, rule: Rule, day: date, state: str) -> Outcome:
        """Return what becomes of a guard on a day, were a state the one of the day before."""
        if not any(isinstance(part, State) for part in self.cone.conditions):
            return self.outcome(rule.condition, day, day - _DAY)
        if state not in self._in_state:
            supposed = {id(c): known(plain(state in c.state)) for c in self.cone.conditions if isinstance(c, State)}
            twin = replace(self, timeline=None, supposed=supposed, is_beside=True)
            twin._tallies, twin.cells = self._tallies, self.cells  # noqa: SLF001 - its own kind
            self._in_state[state] = twin
        return self._in_state[state].outcome(rule.condition, day, day - _DAY)

    def fires(self, rule: Rule, day: date) -> Formula:
        """Return that a transition is taken on one of the days."""
        return self.fired[self.days.index(day)].get(rule.id, FALSE)

    def rule(self, rule: Rule, day: date) -> Outcome:
        """Return what becomes of a rule on a day."""
        earlier = isinstance(rule.then, ConcludeFinding | ConcludeTransition)
        return self.outcome(rule.condition, day, day - _DAY if earlier else day)

    def finding(self, finding: str, day: date) -> Outcome:
        """Return whether a finding holds."""
        key = (finding, day)
        if key not in self._findings:
            concluding = [r for r in self.rules if isinstance(r.then, ConcludeFinding) and r.then.finding == finding]
            self._findings[key] = any_of(self.outcome(r.condition, day, day - _DAY) for r in concluding)
        return self._findings[key]

    def sufficient(self, day: date) -> Formula:
        """Return that the framework's floor of data is reached."""
        standing = self.evidence.framework.standing
        asked = floor_condition(self.evidence.framework)
        floor = MET if asked is None else self._tallies.outcome(asked, day)
        dimensions: dict[str, list[Formula]] = {}
        for rule in self.rules:
            if isinstance(rule.then, ConcludeStatus):
                dimensions.setdefault(rule.then.dimension, []).append(self.rule(rule, day).met)
        determined = total(when(either(*met), 1) for met in dimensions.values())
        return both(floor.met, plain(determined >= standing.dimensions))

    def outcome(self, condition: Condition, day: date, state_day: date) -> Outcome:
        """See `assessor.engine.reference.Reference.outcome`."""
        if id(condition) in self.supposed:
            return self.supposed[id(condition)]
        key = (id(condition), day, state_day)
        if key not in self._known:
            self._known[key] = self._outcome(condition, day, state_day)
        return self._known[key]

    def _outcome(self, condition: Condition, day: date, state_day: date) -> Outcome:
        def parts(conditions: Iterable[Condition]) -> list[Outcome]:
            return [self.outcome(c, day, state_day) for c in conditions]

        match condition:
            case Signals():
                return self._tallies.outcome(condition, day)
            case Reading() | Readings():
                return self._readings(condition, day)
            case State():
                return self._state(condition, state_day)
            case Finding():
                return self.finding(condition.finding, day)
            case Findings():
                return weighed([(self.finding(f, day), 1) for f in condition.findings], condition.at_least)
            case Score():
                return weighed([(self.finding(f, day), w) for f, w in condition.score.items()], condition.at_least)
            case All():
                return all_of(parts(condition.all))
            case AnyOf():
                return any_of(parts(condition.any))
            case Not():
                return negate(self.outcome(condition.not_, day, state_day))
            case AtLeast():
                return weighed([(part, 1) for part in parts(condition.of)], condition.at_least)
            case Held():
                return self._held(condition, day, state_day)
            case TrajectoryOf():
                return self._trajectory_of(condition, day)

    def _trajectory_of(self, condition: TrajectoryOf, day: date) -> Outcome:
        """Return met where another cell could be in nothing but what is asked for, not met where in nothing of it."""
        read = day - _DAY if condition.previous_day else day
        if read < self.evidence.framework.epoch:
            return NOT_MET
        other = self.cells.get(condition.trajectory_of)
        if other is None:
            return self._leave_open(
                condition, day, f"a trajectory more than {DEEPEST} readings away, or of a fifth cell"
            )
        could_be = other.could_be[bisect_right(other.days, read)]
        inside = either(*(so for state, so in could_be.items() if state in condition.values))
        outside = either(*(so for state, so in could_be.items() if state not in condition.values))
        issued = other.sufficient(read)
        return Outcome(both(issued, opposite(outside)), either(opposite(issued), inside))

    def _readings(self, condition: Reading | Readings, day: date) -> Outcome:
        if not all(is_regular(i.cadence) for i in self.evidence.framework.indicators if i.id in _indicators(condition)):
            return self._leave_open(condition, day, "a cadence of months and days together")
        return self._figures.outcome(condition, day)

    def _leave_open(self, condition: Condition, day: date, why: str) -> Outcome:
        """Let what is not covered come out in any way: what cannot be even so, cannot be."""
        self.open[f"{why} (`{describe(condition)}`)"] = None
        name = f"open.{len(self.open)}.{id(condition)}.{day}"
        met, possible = choice(f"{name}.met"), choice(f"{name}.possible")
        return Outcome(both(met, possible), possible)

    def _state(self, condition: State, day: date) -> Outcome:
        reached = self.state(day)
        is_so = either(*(reached.get(state, FALSE) for state in condition.state))
        if condition.duration is None:
            return known(is_so)
        latest = window_start(day, condition.duration) + _DAY
        if self.evidence.framework.epoch - _DAY > latest:
            return NOT_MET
        since = [opposite(moved) for on, moved in zip(self.days, self.moved, strict=False) if latest < on <= day]
        return known(both(is_so, *since))

    def _held(self, condition: Held, day: date, state_day: date) -> Outcome:
        """Return met if met on every day of the window, not met if on none, else unknown."""
        if condition.held.longest_days > _LONGEST_HELD:
            return self._leave_open(condition, day, f"what is held for more than {_LONGEST_HELD} days")
        lag = day - state_day
        current = window_start(day, condition.held) + _DAY
        outcomes: list[Outcome] = []
        while current <= day:
            early = current < self.evidence.framework.epoch
            outcomes.append(NOT_MET if early else self.outcome(condition.condition, current, current - lag))
            current += _DAY
        each = tuple({o.key: o for o in outcomes}.values())  # on most days it is what it was the day before
        return Outcome(both(*(o.met for o in each)), either(*(o.possible for o in each)))


def _indicators(condition: Reading | Readings) -> tuple[str, ...]:
    return (condition.reading,) if isinstance(condition, Reading) else condition.readings
