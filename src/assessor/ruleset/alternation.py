"""
Transitions there and back whose guards can hold together, so that the cell would alternate every day.

Guards are read as formulas over what they ask of the evidence and of other cells, findings written out; what cannot
hold together is found by trying. Two thresholds on one measure that exclude each other are known to do so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final

from assessor.domain.kleene import Kleene, all_of, any_of, decide, negate
from assessor.domain.quoting import quote
from assessor.ruleset.bounds import CountBound, ValueBound
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeTransition
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
    children,
    findings_read,
)
from assessor.ruleset.evidential import Reading, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.problems import Problem

_MOST_TRIALS: Final = 20_000
"""Assignments to try before giving up on a pair of guards; what is not found then is not told."""


def check_alternation(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield every pair of transitions, there and back, that evidence could open on the same day."""
    rules = tuple(rules)
    findings: dict[str, list[Condition]] = {}
    moves: list[tuple[PlacedRule, ConcludeTransition]] = []
    for placed in rules:
        if isinstance(placed.rule.then, ConcludeFinding):
            findings.setdefault(placed.rule.then.finding, []).append(placed.rule.condition)
        elif isinstance(placed.rule.then, ConcludeTransition):
            moves.append((placed, placed.rule.then))
    for (first, there), (second, back) in combinations(moves, 2):
        if there.transition in back.source and back.transition in there.source:
            guards = _Guards(
                (first.rule.condition, second.rule.condition), (back.transition, there.transition), findings
            )
            if guards.can_hold_together():
                states = f"{quote(back.transition)} and {quote(there.transition)}"
                message = (
                    f"rule {quote(second.rule.id)}: its guard and that of {quote(first.rule.id)} can hold together, "
                    f"and the cell would alternate between {states} every day; "
                    "let one guard rule the other out, or ask for a state that has held"
                )
                yield second.document.problem(
                    ("rules", second.place, "when"), message, "alternation", severity="warning"
                )


@dataclass(frozen=True)
class _Guards:
    """
    Two guards, each read in the state it leaves.

    Attributes:
        states: The state in which each is asked.
        findings: The conditions that conclude each finding.
    """

    conditions: tuple[Condition, Condition]
    states: tuple[str, str]
    findings: Mapping[str, list[Condition]]

    def can_hold_together(self) -> bool:
        """Return whether some evidence meets both; where too much would have to be tried, no."""
        trials = 0
        open_trials: list[dict[str, bool]] = [{}]
        atoms = self._atoms()
        excludes = _exclusions(atoms)
        while open_trials:
            trials += 1
            if trials > _MOST_TRIALS:
                return False
            assumed = open_trials.pop()
            outcome = all_of(self._outcome(c, assumed, s) for c, s in zip(self.conditions, self.states, strict=True))
            if outcome is Kleene.MET:
                return True
            if outcome is Kleene.UNKNOWN:
                atom = next(a for a in atoms if a not in assumed)
                open_trials.append(assumed | {atom: False})
                if not any(assumed.get(other) for other in excludes.get(atom, ())):
                    open_trials.append(assumed | {atom: True})
        return False

    def _atoms(self) -> dict[str, Condition]:
        """Return what evidence or other cells decide below the guards, by what it asks."""
        found: dict[str, Condition] = {}
        seen: set[str] = set()
        open_conditions = list(self.conditions)
        while open_conditions:
            condition = open_conditions.pop()
            parts = children(condition)
            open_conditions += parts
            for finding in findings_read(condition) if not parts else ():
                if finding not in seen:
                    seen.add(finding)
                    open_conditions += self.findings.get(finding, ())
            if isinstance(condition, Held) or (
                not parts and not isinstance(condition, (State, Finding, Findings, Score))
            ):
                found.setdefault(_key(condition), condition)
        return found

    def _outcome(self, condition: Condition, assumed: Mapping[str, bool], state: str) -> Kleene:
        match condition:
            case State():
                held = condition.duration is not None  # a stay of one day has held for no time that is asked for
                return decide(met=state in condition.state and not held, excluded=True)
            case All():
                return all_of(self._outcome(c, assumed, state) for c in condition.all)
            case AnyOf():
                return any_of(self._outcome(c, assumed, state) for c in condition.any)
            case Not():
                return negate(self._outcome(condition.not_, assumed, state))
            case AtLeast():
                return _sum([(self._outcome(c, assumed, state), 1) for c in condition.of], condition.at_least)
            case Finding():
                return self._finding(condition.finding, assumed, state)
            case Findings():
                found = [(self._finding(f, assumed, state), 1) for f in condition.findings]
                return _sum(found, condition.at_least)
            case Score():
                weighed = [(self._finding(f, assumed, state), weight) for f, weight in condition.score.items()]
                return _sum(weighed, condition.at_least)
            case Held():  # what was so on every day is so today
                return all_of((_assumed(condition, assumed), self._outcome(condition.condition, assumed, state)))
            case _:
                return _assumed(condition, assumed)

    def _finding(self, finding: str, assumed: Mapping[str, bool], state: str) -> Kleene:
        return any_of(self._outcome(c, assumed, state) for c in self.findings.get(finding, ()))


def _assumed(condition: Condition, assumed: Mapping[str, bool]) -> Kleene:
    known = assumed.get(_key(condition))
    return decide(met=known is True, excluded=known is False)


def _key(condition: Condition) -> str:
    """Return a text that two conditions share iff they ask the same."""
    return type(condition).__name__ + condition.model_dump_json(exclude={"label", "reason"}, by_alias=True)


def _exclusions(atoms: Mapping[str, Condition]) -> dict[str, set[str]]:
    """Return, for each condition on a value, the others on the same measure whose thresholds leave it no value."""
    excludes: dict[str, set[str]] = {}
    values = [(key, found) for key, c in atoms.items() if (found := _measured(c)) is not None]
    for (key, (measure, one)), (other_key, (other_measure, other)) in combinations(values, 2):
        if measure == other_measure and _are_apart(one, other):
            excludes.setdefault(key, set()).add(other_key)
            excludes.setdefault(other_key, set()).add(key)
    return excludes


def _measured(condition: Condition) -> tuple[str, ValueBound] | None:
    """Return what a condition measures and the threshold on it; None where it has no single one."""
    anything = ValueBound(at_least=Decimal(0))
    if isinstance(condition, Reading):
        return _key(condition.model_copy(update={"value": anything})), condition.value
    if isinstance(condition, Signals) and condition.sum is not None and condition.counted is None:
        of_any = condition.sum.model_copy(update={"value": anything})
        return _key(condition.model_copy(update={"sum": of_any})), condition.sum.value
    if isinstance(condition, Signals) and condition.counted is not None and not _has_other_bound(condition):
        of_any_number = condition.model_copy(update={"count": CountBound(at_least=1)})
        return _key(of_any_number), _as_value(condition.counted)
    return None


def _has_other_bound(condition: Signals) -> bool:
    return any(b is not None for b in (condition.origins, condition.spread, condition.weight, condition.sum))


def _as_value(bound: CountBound) -> ValueBound:
    low, high = (None if b is None else Decimal(b) for b in (bound.at_least, bound.at_most))
    return ValueBound(at_least=low, at_most=high)


def _are_apart(one: ValueBound, other: ValueBound) -> bool:
    for low, high in ((one, other), (other, one)):
        floor = low.at_least if low.at_least is not None else low.above
        ceiling = high.at_most if high.at_most is not None else high.below
        if floor is None or ceiling is None:
            continue
        is_strict = low.at_least is None or high.at_most is None
        if floor > ceiling or (is_strict and floor == ceiling):
            return True
    return False


def _sum(weighed: list[tuple[Kleene, int]], at_least: int) -> Kleene:
    sure = sum(weight for outcome, weight in weighed if outcome is Kleene.MET)
    low = sure + sum(min(weight, 0) for outcome, weight in weighed if outcome is Kleene.UNKNOWN)
    high = sure + sum(max(weight, 0) for outcome, weight in weighed if outcome is Kleene.UNKNOWN)
    return decide(met=low >= at_least, excluded=high < at_least)
