"""
Whether a change of rules leaves a history as it was, told without folding it again.

A history follows from what the conditions of rules come out as, day by day, and from three things more, which bear on
confidence and on why a dimension is undetermined: how old a reading may be, which figures look ahead, and how many
origins stand under a transition that was taken. So where an altered condition comes out on each day as it did, and
none of the three is touched, all that can be read off the history is as it was. What explains it need not be.

Holds one change at a time, as mutants are made. Where it is not surely so, nothing is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import NOT_MET, is_equal, node_columns
from assessor.engine.histories.caveats import first_ahead, stale_days
from assessor.engine.origins import is_of_single_origin
from assessor.engine.phase import FindingLeaf
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.ruleset.conditions import State, TrajectoryOf, findings_read
from assessor.ruleset.evidential import Reading, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.engine.columns import Column
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Move
    from assessor.engine.histories import Histories
    from assessor.engine.phase import Input, Phase, StaticLeaf
    from assessor.engine.plan import Plan
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.ruleset.model import Rule


class Answer(Protocol):
    """A question that was answered by the rules as they were."""

    @property
    def histories(self) -> Histories:
        """The answer."""
        ...

    def see(self, cell: str, condition: StaticLeaf) -> tuple[Leaf, Column]:
        """Return the evaluator of any condition on evidence in a cell's rules, and what it makes of each day."""
        ...

    def prepare(self, cell: str, plan: Plan) -> Prepared:
        """Return a cell made ready for the fold by another plan."""
        ...


class _Test(Protocol):
    """What of a change has to be looked at first."""

    def passes(self, cell: str, answer: Answer) -> bool:
        """Return whether nothing comes out otherwise on any day, the states being what they were."""
        ...


@dataclass(frozen=True)
class _Altered:
    """
    The condition of one rule is another.

    Attributes:
        rule: The rule as it was.
        node: The node of its condition in a phase of the plan as it is now.
        nodes: The nodes that it rests on, itself included, but for what findings rest on.
        findings: The findings among them, by node.
    """

    now: Plan
    phase: Phase
    rule: Rule
    node: int
    nodes: tuple[int, ...]
    findings: Mapping[int, str]

    def passes(self, cell: str, answer: Answer) -> bool:
        folded = answer.histories.folded[cell]
        concluded = folded.prepared.plan.before.findings
        states = folded.states.at_start if self.phase is self.now.before else folded.states.at_end

        def given(what: Input) -> Outcomes:
            if isinstance(what, int):
                return answer.see(cell, self.now.leaves[what])[1].outcomes
            if isinstance(what, FindingLeaf):
                return folded.before[concluded[what.finding]]
            if isinstance(what, State):
                return states(what)
            assert isinstance(what, TrajectoryOf)  # noqa: S101 - what is held is no input here
            return answer.histories.folded[what.trajectory_of].issued.outcomes(what)

        known = {node: folded.before[concluded[finding]] for node, finding in self.findings.items()}
        found = node_columns(self.phase, self.nodes, folded.prepared.calendar, given, known)
        return is_equal(found[self.node], folded.outcomes(self.rule))


@dataclass(frozen=True)
class _Missed:
    """A rule stands there no more, or concludes something else: nobody misses it where it is never met nor unknown."""

    rule: Rule

    def passes(self, cell: str, answer: Answer) -> bool:
        return bool((answer.histories.folded[cell].outcomes(self.rule) == NOT_MET).all())


@dataclass(frozen=True)
class _Reordered:
    """
    Rules of which the first that is met decides stand in another order: all the same where they never compete.

    Attributes:
        least: The outcome from which on one competes: an unknown transition leaves a doubt where it stands first.
    """

    rules: tuple[Rule, ...]
    least: Kleene

    def passes(self, cell: str, answer: Answer) -> bool:
        folded = answer.histories.folded[cell]
        competing = np.stack([folded.outcomes(rule) >= self.least for rule in self.rules]).sum(axis=0)
        return bool((competing <= 1).all())


class Change:
    """One cell's rules with one change, as seen from any question answered by the rules as they were."""

    def __init__(self, cell: str, was: Plan, now: Plan) -> None:
        """
        Look at what differs.

        Args:
            was: The very plan by which questions were answered.
        """
        self._cell, self._was, self._now = cell, was, now
        self._test, rules = _find_change(was, now)
        self._reads_state = not all(_ignores_state(*one) for one in rules)
        self._transitions = _transitions_on(was, [rule for plan, rule in rules if plan is was])
        self._ages_alike = _ages(was.leaves) == _ages(now.leaves)

    def spares(self, answer: Answer) -> bool:
        """
        Return whether surely all that can be read off the histories of an answer is as it was.

        Raises:
            EvidenceInvalidError: Records of one event that a condition asks for now have dates that share no day.
        """
        folded = answer.histories.folded.get(self._cell)
        if folded is None:
            return True
        if self._test is None or (self._reads_state and any(len(states) > 1 for states in folded.sets)):
            return False  # what a state beside the one committed would have made of it is not known
        return (
            self._test.passes(self._cell, answer)
            and self._is_backed_alike(answer, folded.path.moves)
            and (self._ages_alike or self._looks_alike(answer))
        )

    def _is_backed_alike(self, answer: Answer, moves: Iterable[Move]) -> bool:
        """Return whether as many origins stand under each transition that was taken: one, or more."""
        touched = [move for move in moves if move.rule in self._transitions]
        if not touched:
            return True
        one, two = (answer.prepare(self._cell, plan) for plan in (self._was, self._now))
        return all(is_of_single_origin(one, move) == is_of_single_origin(two, move) for move in touched)

    def _looks_alike(self, answer: Answer) -> bool:
        """Return whether the same readings are too old, on the same days, and the same figures look ahead."""
        prepared = answer.histories.folded[self._cell].prepared
        now = [answer.see(self._cell, condition)[0] for condition in self._now.leaves]
        if first_ahead(prepared.leaves, prepared.case) != first_ahead(now, prepared.case):
            return False
        one, two = (stale_days(leaves, prepared.calendar) for leaves in (prepared.leaves, now))
        never = np.zeros(prepared.calendar.length, dtype=np.bool_)
        return all(np.array_equal(one.get(i, never), two.get(i, never)) for i in one.keys() | two.keys())


def _find_change(was: Plan, now: Plan) -> tuple[_Test | None, list[tuple[Plan, Rule]]]:
    """Return what has to be looked at, if that is enough, and the rules concerned, each with its plan."""
    before, after = was.rules.rules, now.rules.rules
    if len(after) < len(before):
        left = {rule.id for rule in after}
        (gone,) = (rule for rule in before if rule.id not in left)
        return _Missed(gone), [(was, gone)]
    other = [place for place, (one, two) in enumerate(zip(before, after, strict=True)) if one is not two]
    if len(other) == 1:
        rule, altered = before[other[0]], after[other[0]]
        test = _alteration(now, rule, altered) if rule.then == altered.then else _Missed(rule)
        return test, [(was, rule), (now, altered)]
    first, last = other
    assert (before[first], before[last]) == (after[last], after[first])  # noqa: S101 - as mutants are made
    return _reordering(before[first : last + 1]), [(was, rule) for rule in before[first : last + 1]]


def _alteration(now: Plan, rule: Rule, altered: Rule) -> _Test:
    phase = now.after if rule.id in now.after.rules else now.before
    read = findings_read(altered.condition) if phase is now.before else ()
    findings = {phase.findings[finding]: finding for finding in read}
    nodes: set[int] = set()
    open_nodes = [phase.rules[rule.id]]
    while open_nodes:
        number = open_nodes.pop()
        if number not in nodes and number not in findings:
            nodes.add(number)
            open_nodes += phase.nodes[number].reads
    return _Altered(now, phase, rule, phase.rules[rule.id], tuple(sorted(nodes)), findings)


def _reordering(rules: Sequence[Rule]) -> _Test | None:
    """Look at those of some rules that decide the same as the first of them, where the first that is met decides."""
    first = rules[0].then
    if isinstance(first, ConcludeStatus):
        each = [r for r in rules if isinstance(r.then, ConcludeStatus) and r.then.dimension == first.dimension]
        return _Reordered(tuple(each), Kleene.MET)
    if isinstance(first, ConcludeTransition | ConcludeTrend):
        least = Kleene.UNKNOWN if isinstance(first, ConcludeTransition) else Kleene.MET
        return _Reordered(tuple(rule for rule in rules if type(rule.then) is type(first)), least)
    return None


def _ignores_state(plan: Plan, rule: Rule) -> bool:
    """Return whether a rule comes out the same whatever state the cell is in; one that moves no state may read it."""
    return rule.id in plan.after.rules or plan.before.rules[rule.id] in plan.before.stateless


def _transitions_on(plan: Plan, rules: Iterable[Rule]) -> frozenset[str]:
    """Return the ids of transitions among some rules, and of those that rest on a finding of theirs."""
    reads: dict[str, frozenset[str]] = plan.kept.setdefault("findings read", {})
    found = {rule.id for rule in rules}
    reached = {rule.then.finding for rule in rules if isinstance(rule.then, ConcludeFinding)}
    for rule in (*(r for f in plan.order for r in plan.concluding[f]), *plan.rules_of(ConcludeTransition)):
        if rule.id not in reads:
            reads[rule.id] = frozenset(findings_read(rule.condition))
        if not reached.isdisjoint(reads[rule.id]):
            found.add(rule.id)
            reached.update({rule.then.finding} if isinstance(rule.then, ConcludeFinding) else ())
    return frozenset(found)


def _ages(leaves: Iterable[StaticLeaf]) -> frozenset[tuple[str, Duration]]:
    """Return which readings conditions look at, and how old these may be."""
    return frozenset(
        (name, leaf.max_age)
        for leaf in leaves
        if not isinstance(leaf, Signals)
        for name in ((leaf.reading,) if isinstance(leaf, Reading) else leaf.readings)
    )
