"""
What it comes to that a part of a condition can never be met, or is met always: shown on the rule that it stands in.

A part has no outcome in a scenario, but its rule has. So evidence is looked for on which the part alone decides: the
rule would be met were the part, or would not be met were the part not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.ruleset.conclusions import ConcludeTransition
from assessor.workbench.solver.analysis.posing import are, ask_of_day, met, not_met
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.logic import FALSE, MET, NOT_MET, both, either

if TYPE_CHECKING:
    from datetime import date

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import Goal, So
    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.subject import Subject


def show_missing(subject: Subject, rule: Rule, part: Condition) -> str:
    """Return evidence on which a rule is not met for want of a part alone, as a scenario; empty where none is found."""

    def goal(judged: Judged, day: date) -> Formula:
        supposed = replace(judged, supposed={id(part): MET}, laws=[])
        return both(supposed.rule(rule, day).met, judged.rule(rule, day).not_met)

    return _show(subject, rule, goal, f"{rule.id} not met for want of one part", is_met=False)


def show_overtaken(subject: Subject, rule: Rule) -> str:
    """Return evidence on which a transition could be taken and another is, as a scenario; empty where none is found."""
    then = rule.then
    if not isinstance(then, ConcludeTransition):
        return ""

    def goal(judged: Judged, day: date) -> Formula:
        before = judged.state(day - timedelta(days=1))
        return both(judged.rule(rule, day).met, either(*(before.get(state, FALSE) for state in then.source)))

    def expects(judged: Judged, day: date, so: So) -> tuple[str, ...]:
        taken = (one.id for one in judged.rules if so(judged.fires(one, day)))
        return (met(rule), *(f'the state changed on {day} by the rule "{name}"' for name in taken))

    cone = cone_of(subject, [rule])
    title = f"{rule.id} met, and another taken"
    reply = ask_of_day(subject, title, cone, goal, expects, are([rule]), then.source, smallest=True)
    return reply.scenario.text if reply.kind == "found" and reply.scenario is not None else ""


def show_idle(subject: Subject, rule: Rule, part: Condition) -> str:
    """Return evidence on which a rule is met, and would not be without a part, as a scenario; empty where none is."""

    def goal(judged: Judged, day: date) -> Formula:
        supposed = replace(judged, supposed={id(part): NOT_MET}, laws=[])
        return both(supposed.rule(rule, day).not_met, judged.rule(rule, day).met)

    return _show(subject, rule, goal, f"{rule.id} met, as one part of it always is", is_met=True)


def _show(subject: Subject, rule: Rule, goal: Goal, title: str, *, is_met: bool) -> str:
    reply = ask_of_day(
        subject,
        title,
        cone_of(subject, [rule]),
        goal,
        (met(rule) if is_met else not_met(rule),),
        are([rule], Kleene.MET if is_met else Kleene.NOT_MET),
        rule.then.source if isinstance(rule.then, ConcludeTransition) else (),
        smallest=True,
    )
    return reply.scenario.text if reply.kind == "found" and reply.scenario is not None else ""
