"""
Questions of an analysis: about conditions on a day, in few words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.workbench.solver.asking import Posed, Question, rules_out
from assessor.workbench.solver.examples import ask_along_ways
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.lead import day_by_day, lead_of, unmoved_days
from assessor.workbench.solver.paths import paths_to, timeline_of
from assessor.workbench.solver.targets import lag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import Expects, Goal, Reply
    from assessor.workbench.solver.cone import Cone
    from assessor.workbench.solver.confirming import Holds, Referred
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.subject import Subject


def ask_of_day(
    subject: Subject,
    title: str,
    cone: Cone,
    goal: Goal,
    steps: Sequence[str] | Expects,
    holds: Holds,
    states: Sequence[str] = (),
    *,
    smallest: bool = False,
) -> Reply:
    """
    Ask whether something can be so on a day.

    Args:
        steps: What a scenario then expects.
        states: Where the trajectory may be the day before; else anywhere.
        smallest: Whether the smallest evidence is asked for; else any is good enough.
    """

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        judged = Judged(cone, evidence, timeline)
        return Posed(goal(judged, timeline.judged_on), judged)

    question = Question(title, cone, pose, steps if callable(steps) else lambda *_: tuple(steps), holds)
    return ask_along_ways(subject, question, states or tuple(subject.distances), smallest=smallest)


def find_ruled_out(subject: Subject, cone: Cone, goal: Goal) -> str | None:
    """
    Return the bound within which something can never be so; None where it may be, or where that is not found out.

    Nothing is shown for it, so nothing is confirmed. What is not so of few signals on few days is asked once more of as
    many as conditions ask for together, on any day.
    """
    if not cone.reads_state:
        days = [unmoved_days(subject, cone, edges=True)]
    else:
        leads = dict.fromkeys(((), lead_of(subject, cone)))
        paths = paths_to(subject, subject.distances)
        days = [timeline_of(subject, cone.rules, p, edges=True, lead=lead) for p in paths for lead in leads]
        days += [day_by_day(subject, cone, p) for p in paths if cone.is_read]
    bound = None
    for timeline in (*days, *(one.widened() for one in days)):
        bound = rules_out(subject, cone, goal, timeline)
        if bound is None:
            return None
    return bound


def are(rules: Sequence[Rule], outcome: Kleene = Kleene.MET) -> Holds:
    """Return that by the reference some rules all have an outcome."""

    def holds(referred: Referred) -> bool:
        return all(
            referred.reference.outcome(rule.condition, referred.day, referred.day - lag_of(rule)) is outcome
            for rule in rules
        )

    return holds


def met(rule: Rule) -> str:
    """Return the step that expects a rule to be met."""
    return f'the rule "{rule.id}" is met'


def not_met(rule: Rule) -> str:
    """Return the step that expects a rule not to be met."""
    return f'the rule "{rule.id}" is not met'
