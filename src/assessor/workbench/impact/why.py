"""
Why two rulesets issue different verdicts on a day: the changed rules that come out otherwise, and those that follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import MET
from assessor.workbench.changes import diff_rulesets
from assessor.workbench.changes.rules import changes_by_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories import History
    from assessor.ruleset.model import Ruleset

_MOST_TOLD: Final = 12
_NOTHING: Final = {"none", "not met"}
"""Of a rule that is new or gone: it makes no difference."""


@dataclass(frozen=True, slots=True)
class Through:
    """
    One step between a change of rules and a verdict.

    Attributes:
        rule: Which rule; empty where the framework itself was changed.
        day: The day on which it comes out otherwise.
        was: What its condition came out as: `met`, `unknown`, `not met`; `none` where there was no such rule.
        changed: What is other about it; empty for a rule that follows from others.
    """

    rule: str
    day: date
    was: str
    now: str
    changed: tuple[str, ...]

    def __str__(self) -> str:
        if not self.rule:
            return "; ".join(self.changed)
        return f"{self.rule}: {self.now} instead of {self.was}"


class Reasons:
    """What differs between two rulesets of one cell, looked up by day."""

    def __init__(self, was: Ruleset, now: Ruleset, cell: str) -> None:
        """Compare the rules."""
        self._rules = {side: {r.id: r for r in of.rules_of(cell).rules} for side, of in (("was", was), ("now", now))}
        self.changed: Mapping[str, tuple[str, ...]] = changes_by_rule(
            was.rules_of(cell).rules, now.rules_of(cell).rules
        )
        self.besides = tuple(
            str(change)
            for change in diff_rulesets(was, now)
            if change.kind != "wording" and not change.about.startswith("rule ")
        )

    def why(self, was: History, now: History, day: date) -> tuple[Through, ...]:
        """
        Return what leads from changes of rules to a verdict that differs on a day.

        Where no changed rule comes out otherwise on the day itself, the last day before on which one did; where none
        ever did, what was changed besides rules.
        """
        last = (day - was.first).days
        differ = {rule: self._differs(was, now, rule)[: last + 1] for rule in self.changed}
        days = [int(found[-1]) for outcomes in differ.values() if len(found := np.flatnonzero(outcomes))]
        if not days:
            return (Through("", day, "", "", self.besides),) if self.besides else ()
        at = max(days)
        names = [*self.changed, *(n for n in self._rules["now"] if n not in self.changed and n in self._rules["was"])]
        steps = [self._through(was, now, name, at) for name in names]
        return tuple(one for one in steps if one.was != one.now and {one.was, one.now} != _NOTHING)[:_MOST_TOLD]

    def _through(self, was: History, now: History, rule: str, at: int) -> Through:
        words = [_word(self._outcomes(side, which, rule), at) for side, which in ((was, "was"), (now, "now"))]
        return Through(rule, was.first + timedelta(days=at), words[0], words[1], self.changed.get(rule, ()))

    def _differs(self, was: History, now: History, rule: str) -> np.ndarray:
        one, other = self._outcomes(was, "was", rule), self._outcomes(now, "now", rule)
        if one is None or other is None:
            there = one if one is not None else other
            assert there is not None  # noqa: S101 - it stands in one of both
            return np.asarray(there == MET)
        length = min(len(one), len(other))
        return np.asarray(one[:length] != other[:length])

    def _outcomes(self, history: History, which: str, name: str) -> Outcomes | None:
        rule = self._rules[which].get(name)
        return None if rule is None else history.folded.outcomes(rule)


def _word(outcomes: Outcomes | None, at: int) -> str:
    return "none" if outcomes is None else Kleene(int(outcomes[at])).word
