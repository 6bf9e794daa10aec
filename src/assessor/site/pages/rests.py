"""
What a recorded assessment rests on: each reason down to its rule, what the rule asks, and the evidence.

From its own document alone, nothing is evaluated: what was found against each threshold is for an explanation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.domain.explanation import Cited
from assessor.engine.cite import cite_version
from assessor.report.charts.ticks import tell_day
from assessor.report.sentences import say_condition
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import Finding, Findings, Score, children
from assessor.site.gather.assessment import MOST_NAMED
from assessor.site.pages.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.domain.assessment import Verdict
    from assessor.domain.known import Evidence
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule, Ruleset
    from assessor.site.pages.told import Trees
    from assessor.site.pages.ways import RuleWays


def cite_support(evidence: Evidence, rules: Ruleset) -> dict[str, Cited]:
    """Return items of evidence as a page cites them, by the names that a verdict gives them."""
    found = (cite_version(one, evidence, rules.framework) for one in evidence.versions.values())
    return {one.id: one for one in found if one is not None}


def flat_reasons(ways: RuleWays, verdict: Verdict, cited: Mapping[str, Cited], trees: Trees) -> list[dict[str, Any]]:
    """Return each reason of a verdict, for a page."""
    written = _Written(ways)
    return [
        {
            "concludes": one.concludes,
            "rule": one.rule,
            "link": ways.to(one.rule),
            "day": tell_day(one.day),
            "asks": written.of_rule(one.rule),
            "number": number_of(len(one.evidence), "item"),
            "evidence": trees.cited([cited.get(item) or _unread(item) for item in one.evidence[:MOST_NAMED]]),
            "more": max(0, len(one.evidence) - MOST_NAMED),
        }
        for one in verdict.reasons
    ]


def _unread(item: str) -> Cited:
    return Cited(kind="", id=item, title="", when="", counts="")


class _Written:
    """Conditions of one page as they are written; what a finding asks stands once, where it is read first."""

    def __init__(self, ways: RuleWays) -> None:
        some = ways.rules.rules_of(ways.cell).rules
        self._ways = ways
        self._rules: dict[str, Rule] = {rule.id: rule for rule in some}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in some:
            if isinstance(rule.then, ConcludeFinding):
                self._concluding.setdefault(rule.then.finding, []).append(rule)
        self._shown: dict[str, str] = {}

    def of_rule(self, name: str) -> dict[str, Any] | None:
        rule = self._rules.get(name)
        return self._condition(rule.condition) if rule is not None else None

    def _condition(self, condition: Condition) -> dict[str, Any]:
        return {
            "text": "" if isinstance(condition, Finding) else say_condition(condition, self._ways.rules.framework),
            "reason": getattr(condition, "reason", ""),
            "parts": [self._condition(child) for child in children(condition)],
            "findings": [self._finding(name) for name in _read_by(condition)],
        }

    def _finding(self, name: str) -> dict[str, Any]:
        again = self._shown.get(name, "")
        place = "" if again else f"asks-{len(self._shown)}"
        if place:
            self._shown[name] = place
        rules = [] if again else self._concluding.get(name, [])
        return {
            "finding": name,
            "id": place,
            "again": again,
            "rules": [
                {
                    "rule": rule.id,
                    "link": self._ways.to(rule.id),
                    "asks": self._condition(rule.condition),
                }
                for rule in rules
            ],
        }


def _read_by(condition: Condition) -> Iterable[str]:
    match condition:
        case Finding():
            return (condition.finding,)
        case Findings():
            return condition.findings
        case Score():
            return condition.score
        case _:
            return ()
