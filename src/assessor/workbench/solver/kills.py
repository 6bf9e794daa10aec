"""
Mutants that no scenario notices: each with a scenario that would, or held to be the same as the rules are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeConfidence, ConcludeTension, ConcludeTransition
from assessor.workbench.solver.answers import Answer
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.deadline import NEVER
from assessor.workbench.solver.observables import observables_touched, rule_of
from assessor.workbench.solver.subject import Subject
from assessor.workbench.solver.telling_apart import Pair, first_difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.model import Rule, Ruleset
    from assessor.workbench.mutants import Mutant
    from assessor.workbench.solver.deadline import Deadline
    from assessor.workbench.solver.observables import Observable


def answer_mutant(ruleset: Ruleset, mutant: Mutant, deadline: Deadline = NEVER) -> Answer:
    """
    Look for a scenario that passes under the rules as they are, and fails under a mutant by what it expects.

    Where the altered rule comes out the same whatever the evidence within the bound, or what it concludes does, the
    mutant is equivalent; of several cells that were altered, in each. After the deadline nothing is looked for, and the
    answer is open.
    """
    answers = []
    for cell in _unlike(ruleset, mutant):
        answers.append(_answer_in(cell, ruleset, mutant, deadline))
        if answers[-1].kind == "noticed":
            return answers[-1]
    return next((answer for answer in answers if answer.kind == "open"), answers[0])


def _unlike(ruleset: Ruleset, mutant: Mutant) -> Iterator[str]:
    """Yield the cells that were altered; of those that the same rules judge by the same dimensions, the first."""
    seen: list[object] = []
    for cell in mutant.cells:
        one = (ruleset.rules_of(cell).rules, ruleset.cell(cell).dimensions)
        if one not in seen:
            seen.append(one)
            yield cell


def _answer_in(cell: str, ruleset: Ruleset, mutant: Mutant, deadline: Deadline) -> Answer:
    these, others = Subject(ruleset, cell, deadline), Subject(mutant.of(ruleset), cell, deadline)
    rule = next(rule for rule in these.rules if rule.id == mutant.rule)
    altered = next((one for one in others.rules if one.id == mutant.rule), None)
    observables = _to_look_at(these, rule, altered)
    if not observables:
        return Answer("open", why="steps of confidence and tensions are not compared")
    states = rule.then.source if isinstance(rule.then, ConcludeTransition) else tuple(these.distances)
    words = mutant.words.replace("`", "").replace('"', "")
    reply = first_difference(Pair(these, others), observables, states, f"Not so if {words}")
    if reply.kind == "found" and reply.scenario is not None:
        return Answer("noticed", reply.scenario.text)
    if reply.kind == "never" and not reply.left_open:
        return Answer("equivalent", why=reply.bound)
    if reply.left_open:
        return Answer("open", why=f"not covered: {'; '.join(reply.left_open)}")
    return Answer("open", why=reply.why or "the search was given up")


def _to_look_at(these: Subject, rule: Rule, altered: Rule | None) -> tuple[Observable, ...]:
    """Return what a mutant can show in: a condition in its rule, an order or an absence in what is concluded."""
    if altered is not None and altered.when != rule.when:
        if not cone_of(these, [rule]).reads_state:
            return (rule_of(rule.id),)  # where it always comes out alike, so does all that rests on it
        return tuple(observables_touched(rule))
    if isinstance(rule.then, ConcludeConfidence | ConcludeTension):
        return ()
    return tuple(one for one in observables_touched(rule) if one.what != f"rule `{rule.id}`")
