"""
What each expectation looks at: the rules at which its way begins.

An expectation that would pass whatever the rules conclude, such as which items are records of one event, looks at none;
nor does one that compares two verdicts: it is content with any, as long as both say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTrend,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from assessor.ruleset.model import Rule
    from assessor.scenarios.judge import Judgement
    from assessor.workbench.coverage.looking import Looking

    Values = Mapping[str, Any]
    Look = Callable[["View"], None]


class View:
    """A judgement that an expectation looks at, and what stands in the expectation's blanks."""

    def __init__(self, looking: Looking, judgement: Judgement, values: Values) -> None:
        """Take up what an expectation is about."""
        self.looking = looking
        self.cell = judgement.question.cell
        self.values = values
        self._calendar = judgement.history.folded.prepared.calendar
        self.plan = judgement.history.folded.prepared.plan
        self.day = self._calendar.length - 1

    def number(self, day: date) -> int:
        """Return the number of a day of the judgement's timeline."""
        return self._calendar.number(day)

    def rules(self, kind: type) -> tuple[Rule, ...]:
        """Return the rules that conclude something of a kind."""
        return self.plan.rules_of(kind)

    def at(self, *rules: Rule) -> None:
        """Look at rules on the day judged."""
        for rule in rules:
            self.looking.at_rule(self.cell, rule, self.day)


def _trajectory(view: View) -> None:
    view.looking.at_trajectory(view.cell, view.day)


def _until(view: View) -> None:
    view.looking.at_trajectory(view.cell, view.number(view.values["last"].span.hi))


def _change(view: View) -> None:
    view.looking.at_trajectory(view.cell, view.number(view.values["day"]))


def _alternatives(view: View) -> None:
    view.looking.at_trajectory(view.cell, view.day)
    view.looking.at_doubts(view.cell, view.day)


def _qualifiers(view: View) -> None:
    view.at(*view.rules(ConcludeQualifier))


def _confidence(view: View) -> None:
    view.at(*view.rules(ConcludeConfidence))


def _trend(view: View) -> None:
    view.looking.at_first(view.cell, view.rules(ConcludeTrend), view.day)


def _dimension(view: View) -> None:
    asked = view.values["dimension"]
    rules = [r for r in view.rules(ConcludeStatus) if isinstance(r.then, ConcludeStatus) and r.then.dimension == asked]
    view.looking.at_first(view.cell, rules, view.day)


def _finding(view: View) -> None:
    view.looking.at_finding(view.cell, view.values["finding"], view.day)


def _rule(view: View) -> None:
    view.at(*(rule for rule in view.plan.rules.rules if rule.id == view.values["rule"]))


def _tension(view: View) -> None:
    rules = view.rules(ConcludeTension)
    asked = view.values.get("tension")
    view.at(*(r for r in rules if isinstance(r.then, ConcludeTension) and asked in {None, r.then.tension}))


def _nothing_new(view: View) -> None:
    view.looking.branches.add((view.cell, view.values["branch"], frozenset()))


def _coming_true(view: View) -> None:
    view.looking.branches.add((view.cell, view.values["branch"], frozenset(view.values["assumptions"])))


def _nothing(_view: View) -> None:
    pass


_OF_THE_RECORD: Final = (
    "the log verifies",
    "every recorded assessment replays to what was recorded",
    "the log holds {count:count} entries of type {kind}",
    "the last entry is of type {kind}",
    "the assessment of cell {cell} as of {day:day} is restated as {trajectories:names}",
    "the assessment of cell {cell} as of {day:day} is not restated",
    "nothing is restated",
    "the assessment of cell {cell} as of {day:day} still says {trajectory}",
    "cell {cell} was assessed again as of {day:day} because of {evidence:names}",
    "the assessment of cell {cell} as of {day:day} is out of date because of {evidence:names}",
    "the assessment of cell {cell} as of {day:day} is not out of date",
    "no cell is due",
    "the cells that are due are {cells:names}",
)
"""Expectations of what was recorded: they ask what the record did, and look at no judgement of the scenario."""

LOOKS: Final[dict[str, Look]] = {
    "the trajectory is {trajectory}": _trajectory,
    "the trajectory is not {trajectory}": _trajectory,
    "the state of the fold is {state}": _trajectory,
    "the standing is {standing}": _nothing,  # it asks how much is known, not what follows from it
    "the qualifiers are {qualifiers:names}": _qualifiers,
    "there are no qualifiers": _qualifiers,
    "the trend is {trend}": _trend,
    "there is no trend": _trend,
    "the confidence is {level}": _confidence,
    "the confidence is lowered by the rule {rule}": _rule,
    "the alternatives are {alternatives:names}": _alternatives,
    "there are no alternatives": _alternatives,
    "dimension {dimension} is {status}": _dimension,
    "dimension {dimension} is undetermined because it is {why}": _dimension,
    "dimension {dimension} names {indicator} as stale": _nothing,
    "every undetermined dimension says what would settle it": _nothing,
    "both assessments have the same verdict": _nothing,
    "the finding {finding} is {outcome:outcome}": _finding,
    "the rule {rule} is {outcome:outcome}": _rule,
    "the rule {rule} fires on {evidence:names}": _rule,
    "the rule {rule} is held back by {lack}": _rule,
    "what is unknown names {words}": _nothing,
    "the tension {tension} is {outcome:outcome}": _tension,
    "{count:count} tensions are active": _tension,
    "every active tension has evidence on each side": _nothing,
    "the evidence {item} is decisive": _nothing,
    "the verdict rests on {items:names}": _nothing,
    "{items:names} count as one event": _nothing,
    "{items:names} are not read": _nothing,
    "it was {trajectory} from {first:span} until {last:span}": _until,
    "it was {trajectory} from {first:span} until {last:span}, then {next}": _trajectory,
    "the history of states is": _trajectory,
    "the state changed on {day:day} by the rule {rule}": _change,
    "in the branch {branch} with nothing new the trajectory is {trajectory}": _nothing_new,
    "in the branch {branch} with {assumptions:names} coming true the trajectory is {trajectory}": _coming_true,
    **dict.fromkeys(_OF_THE_RECORD, _nothing),
}
"""What each expectation of the vocabulary looks at, by its text."""
