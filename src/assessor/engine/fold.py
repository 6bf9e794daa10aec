"""
The trajectory as a fold over days.

On each day findings are evaluated under the state at the end of the previous day; the
first transition out of that state whose guard is met is taken, at most one a day; then
what may read the new state is evaluated. Beside the committed state runs the set of
states that unknown guards could have led to. Holds the fold alone: outcomes of leaves
come in day by day, inference through a port, and verdicts are made elsewhere.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import copy
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from assessor.domain.kleene import Kleene
from assessor.engine.day_record import BranchDay, DayRecord, Doubt, Move
from assessor.engine.mark import Mark
from assessor.engine.past import Past
from assessor.engine.phase import FindingLeaf
from assessor.engine.stay import Stay, judge_state, next_change
from assessor.ruleset.conclusions import ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import State, TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.engine.inference.program import Program
    from assessor.engine.phase import Phase
    from assessor.engine.plan import Plan
    from assessor.engine.upstream import Upstream
    from assessor.ruleset.model import Rule

_DAY = timedelta(days=1)


class Infers(Protocol):
    """What the fold needs of inference: the outcomes of a program's nodes for one input."""

    def infer(self, program: Program, inputs: tuple[int, ...]) -> tuple[int, ...]:
        """Return the outcome of every node."""


class Fold:
    """
    The timeline of one cell, stepped a day at a time from the epoch.

    Attributes:
        days: What happened on each day stepped.
        moves: The transitions taken.
        asked: Programs with what they were given, in the order in which the engine was asked.
    """

    def __init__(
        self,
        plan: Plan,
        engine: Infers,
        *,
        epoch: date,
        initial: str,
        dimensions_needed: int,
        upstream: Mapping[str, Upstream],
    ) -> None:
        self.plan = plan
        self.days: list[DayRecord] = []
        self.moves: list[Move] = []
        self.asked: list[tuple[Program, tuple[int, ...]]] = []
        self._engine = engine
        self._needed = dimensions_needed
        self._upstream = upstream
        self._past_before, self._past_after = Past(plan.before, epoch), Past(plan.after, epoch)
        self._stay = Stay(initial, epoch - _DAY, epoch - _DAY)
        self._could_be: Mapping[str, Stay] = {initial: self._stay}
        self._doubts: dict[tuple[str, str], Doubt] = {}
        self._settled: list[Doubt] = []
        self._reads_others = any(isinstance(i, TrajectoryOf) for p in (plan.before, plan.after) for i in p.inputs)
        self._quiet: tuple[tuple[int, ...], bool] | None = None
        self._quiet_until = date.min
        self._marks: list[Mark] = []
        self.leaving: dict[str, list[tuple[Rule, str, int]]] = {}
        self.statuses: dict[str, list[int]] = {}
        for rule in plan.rules.rules:
            if isinstance(rule.then, ConcludeTransition):
                for source in rule.then.source:
                    self.leaving.setdefault(source, []).append((rule, rule.then.transition, plan.before.rules[rule.id]))
            elif isinstance(rule.then, ConcludeStatus):
                self.statuses.setdefault(rule.then.dimension, []).append(plan.after.rules[rule.id])

    @property
    def last(self) -> DayRecord:
        """The latest day stepped."""
        return self.days[-1]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The unknown guards passed, by first day."""
        return tuple(sorted((*self._settled, *self._doubts.values()), key=lambda d: (d.first, d.rule, d.source)))

    def fork(self, done: int, engine: Infers, upstream: Mapping[str, Upstream]) -> Fold:
        """
        Return a fold that goes on by itself after some of these days, with those behind it.

        Args:
            done: How many of the days; one at least.
            engine: What it asks from now on; it is asked again for what those days took.
            upstream: Where it reads other cells from now on.
        """
        number = bisect_right(self._marks, done, key=lambda mark: mark.days)
        mark = self._marks[number - 1]
        twin = copy(self)
        vars(twin).update(
            days=self.days[:done],
            moves=self.moves[: mark.moves],
            asked=self.asked[: mark.asked],
            _marks=self._marks[:number],
            _settled=self._settled[: mark.settled],
            _stay=mark.stay,
            _could_be=mark.could_be,
            _doubts=dict(mark.doubts),
            _past_before=mark.before.fork(),
            _past_after=mark.after.fork(),
            _quiet=mark.quiet,
            _quiet_until=mark.quiet_until,
            _engine=engine,
            _upstream=upstream,
        )
        twin.ask_again(engine)
        return twin

    def ask_again(self, engine: Infers) -> None:
        """Ask an engine for every step that these days took."""
        for program, inputs in self.asked:
            engine.infer(program, inputs)

    def _mark(self) -> Mark:
        return Mark(
            len(self.days),
            len(self.moves),
            len(self._settled),
            len(self.asked),
            self._stay,
            self._could_be,
            dict(self._doubts),
            self._past_before.fork(),
            self._past_after.fork(),
            self._quiet,
            self._quiet_until,
        )

    def step(self, day: date, leaves: tuple[int, ...], *, floor: bool) -> DayRecord:
        """
        Take one day: the one after the last, or the epoch.

        A day on which nothing can differ from the day before is not evaluated again.

        Args:
            leaves: The outcome of each static leaf of the plan on that day.
            floor: Whether the framework's floor of signals is surely reached.
        """
        if day < self._quiet_until and self._quiet == (leaves, floor):
            self.days.append(self.last.on(day))
            return self.last
        if self.days:
            self._note(self.last)
        could_be = self._could_be
        record = self._evaluate(day, leaves, floor=floor)
        self.days.append(record)
        is_settled = record.prior == record.state and self._could_be == could_be and not self._reads_others
        self._quiet, self._quiet_until = (leaves, floor), self._next_change(record) if is_settled else day
        self._marks.append(self._mark())
        return record

    def _infer(self, program: Program, inputs: tuple[int, ...]) -> tuple[int, ...]:
        self.asked.append((program, inputs))
        return self._engine.infer(program, inputs)

    def _note(self, record: DayRecord) -> None:
        self._past_before.note(record.day, record.before)
        self._past_after.note(record.day, record.after)

    def _next_change(self, record: DayRecord) -> date:
        """Return the first day on which something else than evidence can change what was concluded today."""
        self._note(record)
        ends = [past.next_change(record.day) for past in (self._past_before, self._past_after)]
        for stay in (self._stay, *self._could_be.values()):
            for phase, day in ((self.plan.before, record.day - _DAY), (self.plan.after, record.day)):
                # of yesterday's state it is told a day early, which costs an evaluation and changes nothing
                ends += [next_change(i, stay, day) for i in phase.inputs if isinstance(i, State)]
        return min(ends)

    def _evaluate(self, day: date, leaves: tuple[int, ...], *, floor: bool) -> DayRecord:
        prior = self._stay
        given_before = self._given_before(leaves, prior, day, committed=True)
        before = self._infer(self.plan.before.program, given_before)
        move, unknown = self.first_met(prior.state, before)
        for rule, target in unknown:
            if move is None or target != move[1]:
                self._doubt(rule.id, prior.state, target, day)
        beside = self._spread_all(leaves, prior, before, day)
        if move is not None:
            self.moves.append(Move(day, prior.state, move[1], move[0].id))
            self._stay = Stay(move[1], day, day)
        findings = {f: before[node] for f, node in self.plan.before.findings.items()}
        given_after = self._given(self.plan.after, leaves, self._stay, (day, day), self._past_after, findings)
        after = self._infer(self.plan.after.program, given_after)
        determined = sum(any(after[node] == Kleene.MET for node in nodes) for nodes in self.statuses.values())
        return DayRecord(
            day=day,
            prior=prior.state,
            state=self._stay.state,
            since=self._stay.latest,
            could_be=frozenset(self._could_be),
            given_before=given_before,
            before=before,
            given_after=given_after,
            after=after,
            floor=floor,
            determined=determined,
            sufficient=floor and determined >= self._needed,
            beside=beside,
        )

    def first_met(self, state: str, outcomes: Sequence[int]) -> tuple[tuple[Rule, str] | None, list[tuple[Rule, str]]]:
        """Return the transition that is taken out of a state, and the unknown guards declared before it."""
        unknown: list[tuple[Rule, str]] = []
        for rule, target, node in self.leaving.get(state, ()):
            if outcomes[node] == Kleene.MET:
                return (rule, target), unknown
            if outcomes[node] == Kleene.UNKNOWN:
                unknown.append((rule, target))
        return None, unknown

    def _doubt(self, rule: str, source: str, target: str, day: date) -> None:
        known = self._doubts.get((rule, source))
        first = day
        if known is not None and known.last == day - _DAY:
            first = known.first
        elif known is not None:
            self._settled.append(known)
        self._doubts[(rule, source)] = Doubt(rule, source, target, first, day)

    def _spread_all(
        self, leaves: tuple[int, ...], prior: Stay, before: tuple[int, ...], day: date
    ) -> tuple[BranchDay, ...]:
        """Move the set of possible states on by a day; return what was evaluated beside the committed path."""
        reached: dict[str, Stay] = {}
        beside: list[BranchDay] = []
        for branch in self._could_be.values():
            outcomes = before
            if branch != prior:
                given = self._given_before(leaves, branch, day, committed=False)
                outcomes = self._infer(self.plan.before.program, given)
                beside.append(BranchDay(branch.state, given, outcomes))
            move, unknown = self.first_met(branch.state, outcomes)
            stays = [Stay(target, day, day) for _, target in unknown]
            stays.append(Stay(move[1], day, day) if move is not None else branch)
            for stay in stays:
                known = reached.get(stay.state, stay)
                reached[stay.state] = Stay(
                    stay.state, min(known.earliest, stay.earliest), max(known.latest, stay.latest)
                )
        self._could_be = reached
        return tuple(beside)

    def _given_before(self, leaves: tuple[int, ...], stay: Stay, day: date, *, committed: bool) -> tuple[int, ...]:
        days = (day, day - _DAY)
        return self._given(self.plan.before, leaves, stay, days, self._past_before, {}, committed=committed)

    def _given(
        self,
        phase: Phase,
        leaves: tuple[int, ...],
        stay: Stay,
        days: tuple[date, date],
        past: Past,
        findings: Mapping[str, int],
        *,
        committed: bool = True,
    ) -> tuple[int, ...]:
        """Return what a program is given; `days` are the day itself and the day whose end the state is of."""
        day, state_day = days
        given: list[int] = []
        for what in phase.inputs:
            if isinstance(what, int):
                given.append(leaves[what])
            elif isinstance(what, FindingLeaf):
                given.append(findings[what.finding])
            elif isinstance(what, State):
                given.append(judge_state(what, stay, state_day))
            elif isinstance(what, TrajectoryOf):
                read = day - _DAY if what.previous_day else day
                given.append(self._upstream[what.trajectory_of].is_in(read, what.values))
            elif what.reads_state and not committed:
                given.append(Kleene.UNKNOWN)
            else:
                given.append(past.outcome(what, day))
        return tuple(given)
