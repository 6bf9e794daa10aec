"""
One rule or condition of a cell, explained on one day of its fold.

Holds the way from outcomes to words and evidence, part by part, and what each part must be for what
stands above it. Which rules are explained is `assessor.engine.explain`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assessor.domain.explanation import Explained
from assessor.engine.bindings import bindings_of
from assessor.engine.describe import describe
from assessor.engine.found import cited_by, ending, lacking_in, shown_by
from assessor.engine.once import once
from assessor.ruleset.conditions import Not, Score, State, TrajectoryOf, children, findings_read
from assessor.ruleset.templates import parse_template, quoted_in, render_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from assessor.domain.assessment import OutcomeWord
    from assessor.domain.explanation import Needed
    from assessor.engine.day_record import DayRecord
    from assessor.engine.phase import Phase, StaticLeaf
    from assessor.engine.plan import Plan
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.ruleset.templates import Part

_WORDS: dict[int, OutcomeWord] = {1: "met", 0: "unknown", -1: "not met"}
_OPPOSITE: dict[Needed, Needed] = {"met": "not met", "not met": "met"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """
    What a condition asks, whatever the day: in words, with its author's reason.

    Attributes:
        leaf: Its number among those that evidence alone decides; None for others.
        parts: The conditions in it; `findings`, those that it reads itself.
    """

    text: str
    reason: str
    leaf: int | None
    parts: tuple[Condition, ...]
    findings: tuple[str, ...]


def _asked_by(condition: Condition, plan: Plan) -> _Asked:
    """Return what a condition of a plan asks; worked out once for the plan."""
    key = ("asked", id(condition))
    if key not in plan.kept:
        parts = tuple(children(condition))
        findings = () if parts else tuple(findings_read(condition))
        leaf = plan.numbers.get(id(condition))
        plan.kept[key] = _Asked(describe(condition), getattr(condition, "reason", ""), leaf, parts, findings)
    found: _Asked = plan.kept[key]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Rationale:
    """A rule's rationale, and each name that it quotes with the condition that offers it and what that calls it."""

    parts: tuple[Part, ...]
    quotes: Mapping[str, tuple[StaticLeaf, str]]


def _rationale_of(rule: Rule, plan: Plan) -> _Rationale:
    """Return a rule's rationale; worked out once for the plan."""
    key = ("rationale", rule.id)
    if key not in plan.kept:
        plan.kept[key] = _Rationale(parse_template(rule.because), quoted_in(rule))
    found: _Rationale = plan.kept[key]
    return found


@lru_cache(maxsize=4096)  # what a rule quotes on a day is mostly what it quoted before
def _tell(rationale: _Rationale, values: tuple[str, ...]) -> str:
    """Return a rationale with the values of the names that it quotes, in their order."""
    return render_template(rationale.parts, dict(zip(rationale.quotes, values, strict=True)))


@once
def _explain_leaf(leaf: Leaf, day: date, outcome: OutcomeWord, needed: Needed, text: str, reason: str) -> Explained:
    """Explain a condition that evidence alone decides; two that ask the same share a leaf, and not the reason."""
    return Explained(
        text=text,
        outcome=outcome,
        needed=needed,
        shows=shown_by(leaf, day),
        lacks="" if outcome == needed else lacking_in(leaf, day) if needed == "met" else ending(leaf, day),
        reason=reason,
        evidence=cited_by(leaf, day),
    )


class Explainer:
    """Explains rules of one cell on one of the days of its fold."""

    def __init__(self, prepared: Prepared, record: DayRecord) -> None:
        self.prepared = prepared
        self.plan = prepared.plan
        self.record = record
        self._explained: dict[tuple[str, str, Needed], Explained] = {}

    def outcome(self, rule: Rule) -> OutcomeWord:
        """Return whether a rule's condition holds."""
        phase = self.plan.after if rule.id in self.plan.after.rules else self.plan.before
        return self._outcome(phase, phase.rules[rule.id])

    def _outcome(self, phase: Phase, node: int) -> OutcomeWord:
        outcomes = self.record.before if phase is self.plan.before else self.record.after
        return _WORDS[outcomes[node]]

    def rule(self, rule: Rule, text: str, needed: Needed = "met") -> Explained:
        """Explain one rule, under the text of what it concludes: once, wherever it is read."""
        key = (rule.id, text, needed)
        if key not in self._explained:
            self._explained[key] = self._rule(rule, text, needed)
        return self._explained[key]

    def _rule(self, rule: Rule, text: str, needed: Needed) -> Explained:
        phase = self.plan.after if rule.id in self.plan.after.rules else self.plan.before
        outcome = self.outcome(rule)
        return Explained(
            text=text,
            outcome=outcome,
            needed=needed,
            rule=rule.id,
            because=self.because(rule) if outcome == "met" else "",
            day=self.record.day,
            parts=(self.condition(rule.condition, phase, needed),),
        )

    def because(self, rule: Rule) -> str:
        """Return a rule's rationale with what matched on the day filled in."""
        rationale, day = _rationale_of(rule, self.plan), self.record.day
        quotes = rationale.quotes.values()
        return _tell(rationale, tuple([bindings_of(self.prepared.leaf(leaf), day)[called] for leaf, called in quotes]))

    def condition(self, condition: Condition, phase: Phase, needed: Needed) -> Explained:
        """Explain one condition and its parts."""
        outcome = self._outcome(phase, phase.placed[id(condition)])
        asked = _asked_by(condition, self.plan)
        if asked.leaf is not None:
            leaf = self.prepared.leaves[asked.leaf]
            return _explain_leaf(leaf, self.record.day, outcome, needed, asked.text, asked.reason)
        inside = _OPPOSITE[needed] if isinstance(condition, Not) else needed
        parts = tuple(self.condition(child, phase, inside) for child in asked.parts)
        return Explained(
            text=asked.text,
            outcome=outcome,
            needed=needed,
            lacks="" if outcome == needed else self._lacks(condition, phase, needed),
            reason=asked.reason,
            parts=parts or tuple(self._findings(condition, asked.findings, needed)),
        )

    def _lacks(self, condition: Condition, phase: Phase, needed: Needed) -> str:
        """Return what a condition on a state lacks; what others lack, their parts say."""
        if isinstance(condition, TrajectoryOf):
            named = " or ".join(condition.values)
            return f"cell {condition.trajectory_of} {'in' if needed == 'met' else 'in another state than'} {named}"
        if not isinstance(condition, State):
            return ""
        named, state = " or ".join(condition.state), self.record.prior
        if phase is self.plan.after:
            state = self.record.state
        if needed == "not met":
            return f"another state than {named}"
        if state in condition.state:
            return f"{condition.duration} in that state, which began on {self.record.since}"
        return f"the state {named}; it is {state}"

    def _findings(self, condition: Condition, findings: tuple[str, ...], needed: Needed) -> Iterator[Explained]:
        """Explain the rules behind the findings that a condition reads."""
        for finding in findings:
            counts_against = isinstance(condition, Score) and condition.score[finding] < 0
            for rule in self.plan.concluding.get(finding, ()):
                yield self.rule(rule, f"finding {finding}", _OPPOSITE[needed] if counts_against else needed)
