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
from assessor.engine.columns.nodes import is_equal, node_columns
from assessor.engine.histories.parts import first_ahead, stale_days
from assessor.engine.plan import FindingLeaf
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.ruleset.conditions import Reading, Signals, State, TrajectoryOf, findings_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.engine.columns import Column
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories import Histories
    from assessor.engine.plan import Input, Phase, Plan, StaticLeaf
    from assessor.engine.prepare import Leaf
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


class _Test(Protocol):
    """What of a change has to be looked at."""

    def passes(self, cell: str, answer: Answer) -> bool:
        """Return whether no condition that the change is about makes anything else of a day."""
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

        def given(what: Input) -> Outcomes:
            if isinstance(what, int):
                return answer.see(cell, self.now.leaves[what])[1].outcomes
            if isinstance(what, FindingLeaf):
                return folded.before[concluded[what.finding]]
            if isinstance(what, State):
                return folded.states.at_end(what)
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
        return bool((answer.histories.folded[cell].outcomes(self.rule) == Kleene.NOT_MET).all())


@dataclass(frozen=True)
class _Reordered:
    """Rules of which the first that is met decides stand in another order: all the same where they never compete."""

    rules: tuple[Rule, ...]

    def passes(self, cell: str, answer: Answer) -> bool:
        folded = answer.histories.folded[cell]
        competing = np.stack([folded.outcomes(rule) != Kleene.NOT_MET for rule in self.rules]).sum(axis=0)
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
        self._moves = _transitions_on(was, rules)
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
        if self._test is None or not self._moves.isdisjoint(move.rule for move in folded.path.moves):
            return False
        return self._test.passes(self._cell, answer) and (self._ages_alike or self._looks_alike(answer))

    def _looks_alike(self, answer: Answer) -> bool:
        """Return whether the same readings are too old, on the same days, and the same figures look ahead."""
        prepared = answer.histories.folded[self._cell].prepared
        now = [answer.see(self._cell, condition)[0] for condition in self._now.leaves]
        if first_ahead(prepared.leaves, prepared.case) != first_ahead(now, prepared.case):
            return False
        one, two = (stale_days(leaves, prepared.calendar) for leaves in (prepared.leaves, now))
        never = np.zeros(prepared.calendar.length, dtype=np.bool_)
        return all(np.array_equal(one.get(i, never), two.get(i, never)) for i in one.keys() | two.keys())


def _find_change(was: Plan, now: Plan) -> tuple[_Test | None, tuple[Rule, ...]]:
    """Return what has to be looked at, if that is enough, and the rules on which other evidence can bear now."""
    before, after = was.rules.rules, now.rules.rules
    if len(after) < len(before):
        left = {rule.id for rule in after}
        (gone,) = (rule for rule in before if rule.id not in left)
        return (_Missed(gone) if _ignores_state(was, gone) else None), (gone,)
    other = [place for place, (one, two) in enumerate(zip(before, after, strict=True)) if one is not two]
    if len(other) == 1:
        return _find_alteration(was, now, before[other[0]], after[other[0]]), (before[other[0]],)
    first, last = other
    assert (before[first], before[last]) == (after[last], after[first])  # noqa: S101 - as mutants are made
    competing = _competing(before[first : last + 1])
    return (_Reordered(competing) if competing and _ignores_state(was, *competing) else None), ()


def _find_alteration(was: Plan, now: Plan, rule: Rule, altered: Rule) -> _Test | None:
    if not _ignores_state(was, rule):
        return None
    if rule.then != altered.then:
        return _Missed(rule)
    if not _ignores_state(now, altered):
        return None
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


def _ignores_state(plan: Plan, *rules: Rule) -> bool:
    """Return whether rules come out the same whatever state the cell is in; what only states a verdict may read it."""
    of_first = [plan.before.rules[rule.id] for rule in rules if rule.id in plan.before.rules]
    return plan.before.stateless.issuperset(of_first)


def _competing(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return those of some rules that decide the same as the first of them, where the first that is met decides."""
    first = rules[0].then
    if isinstance(first, ConcludeStatus):
        each = [r for r in rules if isinstance(r.then, ConcludeStatus) and r.then.dimension == first.dimension]
        return tuple(each)
    if isinstance(first, ConcludeTransition | ConcludeTrend):
        return tuple(rule for rule in rules if type(rule.then) is type(first))
    return ()


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
