"""
Since when each condition behind a verdict has been as it is.

Goes from the rules that conclude the parts of the verdict down through findings, each rule once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.describe import describe
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import children, findings_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from assessor.engine.histories.history import Held, History
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, slots=True)
class ConditionSince:
    """
    A condition of a rule, as it is on the last day.

    Attributes:
        depth: 0 for the rule's condition itself, one more for each condition around it.
        outcome: `met`, `not met` or `unknown`.
        since: The first day of that without a break.
    """

    depth: int
    condition: str
    outcome: str
    since: date


@dataclass(frozen=True, slots=True)
class RuleSince:
    """A rule with what it concludes, and its conditions, outer before inner."""

    rule: str
    concludes: str
    outcome: str
    since: date
    conditions: tuple[ConditionSince, ...]


def since_when(history: History, concluding: Iterable[tuple[str, str]]) -> tuple[RuleSince, ...]:
    """
    Return since when rules, and all that they read, have been as they are on the last day of a history.

    Args:
        concluding: Ids of rules of the cell, each with what it concludes in words.
    """
    rules = {rule.id: rule for rule in history.folded.prepared.plan.rules.rules}
    waiting = list(concluding)
    found: dict[str, RuleSince] = {}
    while waiting:
        rule_id, concludes = waiting.pop(0)
        if rule_id not in found:
            rule = rules[rule_id]
            found[rule_id] = _rule(history, rule, concludes)
            waiting += [(r.id, f"finding {f}") for f, r in _findings(rule, rules.values())]
    return tuple(found.values())


def _findings(rule: Rule, rules: Iterable[Rule]) -> Iterator[tuple[str, Rule]]:
    """Yield the findings that a rule reads, each with the rules that conclude it."""
    read = findings_read(rule.condition)
    for other in rules:
        if isinstance(other.then, ConcludeFinding) and other.then.finding in read:
            yield other.then.finding, other


def _rule(history: History, rule: Rule, concludes: str) -> RuleSince:
    now = history.of_rule(rule)[-1]
    conditions = tuple(_conditions(history, rule.condition, 0))
    return RuleSince(rule.id, concludes, now.outcome.word, now.since, conditions)


def _conditions(history: History, condition: Condition, depth: int) -> Iterator[ConditionSince]:
    now: Held = history.of_condition(condition)[-1]
    yield ConditionSince(depth, describe(condition), now.outcome.word, now.since)
    for child in children(condition):
        yield from _conditions(history, child, depth + 1)
