"""
What can never come about: rules that are never met, transitions never taken, trajectories never reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeTransition
from assessor.ruleset.conditions import children, walk
from assessor.workbench.solver.analysis.nearly import show_idle, show_missing, show_overtaken
from assessor.workbench.solver.analysis.posing import find_ruled_out
from assessor.workbench.solver.analysis.told import Asked, Told, as_asked
from assessor.workbench.solver.analysis.words import in_full
from assessor.workbench.solver.asking import Reply
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.examples import find_example
from assessor.workbench.solver.targets import lag_of, target_of_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.analysis.told import Kind
    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.subject import Subject


def check_reach(subject: Subject) -> Iterator[Asked]:
    """Yield what came of asking for each rule whether it is ever met, and for each trajectory whether it is reached."""
    reached = {subject.framework.initial}
    for rule in subject.rules:
        about = f"whether `{rule.id}` is ever met"
        if subject.deadline.is_over:
            yield from as_asked(subject, about, ())
            continue
        reply = find_example(subject, target_of_rule(subject, rule), smallest=False, is_shown=False)
        told = None
        if reply.kind == "never":
            is_move = isinstance(rule.then, ConcludeTransition)
            words = f"`{rule.id}` is never {'taken' if is_move else 'met'}, whatever the evidence"
            missing, scenario = _why_never(subject, rule)
            told = Told("unreachable" if is_move else "never-met", (rule.id,), words + missing, scenario, reply.bound)
        elif isinstance(rule.then, ConcludeTransition):
            reached.add(rule.then.transition)
        yield Asked(about, reply, told)
    for state in subject.framework.trajectories if not subject.deadline.is_over else ():
        if state.id not in reached and subject.concluding(ConcludeTransition):
            told = Told("unreachable", (state.id,), f"no transition that can be taken leads to `{state.id}`")
            yield Asked(f"whether `{state.id}` is reached", Reply("never", ""), told)


def _why_never(subject: Subject, rule: Rule) -> tuple[str, str]:
    """Return a part that is missing where all else of a rule is met, in words, and what shows it."""
    overtaken = show_overtaken(subject, rule)
    if overtaken:
        return ": one before it is, whenever it could be", overtaken
    found = ("", "")
    for part in walk(rule.condition):
        scenario = show_missing(subject, rule, part) if part is not rule.condition else ""
        if scenario:
            found = f": where all else in it is met, `{in_full(part)}` is not", scenario
            if "|" in scenario or "the readings of" in scenario:  # it shows more than that nothing was seen
                break
    return found


def check_parts(subject: Subject) -> Iterator[Asked]:
    """Yield each part of a condition that is never met, or never not met; of what is inside such a part, nothing."""
    for rule in subject.rules:
        if rule.when is not None:
            told = _check_part(subject, rule, rule.when, is_whole=True)
            yield from as_asked(subject, f"whether parts of `{rule.id}` are never or always met", told)


def _check_part(subject: Subject, rule: Rule, part: Condition, *, is_whole: bool) -> Iterator[Told]:
    if subject.deadline.is_over:
        return
    found = [
        told for ever in (True, False) if not (ever and is_whole) and (told := _never(subject, rule, part, ever=ever))
    ]
    yield from found
    if not found:
        for inner in children(part):
            yield from _check_part(subject, rule, inner, is_whole=False)


def _never(subject: Subject, rule: Rule, part: Condition, *, ever: bool) -> Told | None:
    """Return that a part is never met, or where `ever` is false, never not met."""
    cone = cone_of(subject, (), (part,))
    if cone.reads_state:
        return None  # on which ways the trajectory goes is asked of whole rules

    def goal(judged: Judged, day: date) -> Formula:
        outcome = judged.outcome(part, day, day - lag_of(rule))
        return outcome.met if ever else outcome.not_met

    bound = find_ruled_out(subject, cone, goal)
    if bound is None:
        return None
    kind: Kind = "never-met" if ever else "always-met"
    always = "is never met" if ever else "is always met, or unknown"
    words = f"in `{rule.id}`, `{in_full(part)}` {always}, whatever the evidence"
    show = show_missing if ever else show_idle
    return Told(kind, (rule.id,), words, show(subject, rule, part), bound)
