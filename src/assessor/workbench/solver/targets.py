"""
What can be asked for by name: a rule, a finding, a qualifier, a trend, a tension or a trajectory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.kleene import Kleene
from assessor.domain.quoting import quote
from assessor.engine.prepare import floor_condition
from assessor.errors import ConfigurationError
from assessor.ruleset.conclusions import (
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.steps.words import tell
from assessor.workbench.solver.cone import Cone, cone_of, moving
from assessor.workbench.solver.logic import FALSE, Outcome, any_of, both, either, known, opposite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import Expects, So
    from assessor.workbench.solver.confirming import Holds
    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.subject import Subject

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Target:
    """
    Something that evidence can bring about.

    Attributes:
        what: In words, with its name.
        outcome: What becomes of it on the day judged.
        met: What a scenario expects where it is so; `not_met` where it is not.
        is_met: Whether it is so by the reference; `is_not_met` whether it is surely not.
        states: Where the trajectory can be on the day before; of no account where it is not read.
    """

    what: str
    cone: Cone
    outcome: Callable[[Judged, date], Outcome]
    met: Expects
    not_met: tuple[str, ...]
    is_met: Holds
    is_not_met: Holds
    states: tuple[str, ...] = ()


def find_target(subject: Subject, name: str) -> Target:
    """
    Return what a name stands for: a rule first, then what rules conclude.

    Raises:
        ConfigurationError: Nothing of the cell has that name.
    """
    for rule in subject.rules:
        if rule.id == name:
            return target_of_rule(subject, rule)
    kinds = {then.finding: _finding for _, then in subject.concluding(ConcludeFinding)}
    kinds |= {then.qualifier: _qualifier for _, then in subject.concluding(ConcludeQualifier)}
    kinds |= {then.trend: _trend for _, then in subject.concluding(ConcludeTrend)}
    kinds |= {then.tension: _tension for _, then in subject.concluding(ConcludeTension)}
    kinds |= {state.id: _trajectory for state in subject.framework.trajectories}
    if name not in kinds:
        names = (*(rule.id for rule in subject.rules), *kinds)
        near = did_you_mean(name, names)
        raise ConfigurationError(f"cell {quote(subject.name)} has no rule, finding or verdict {quote(name)}{near}")
    return kinds[name](subject, name)


def target_of_rule(subject: Subject, rule: Rule) -> Target:
    """Return that a rule is met, or where it is about a transition, that this is taken."""
    if isinstance(rule.then, ConcludeTransition):
        return _transition(subject, rule, rule.then)
    cone = cone_of(subject, [rule])
    lag = lag_of(rule)

    def by_reference(outcome: Kleene) -> Holds:
        return lambda r: r.reference.outcome(rule.condition, r.day, r.day - lag) is outcome

    return Target(
        what=f"rule `{rule.id}`",
        cone=cone,
        outcome=lambda judged, day: judged.rule(rule, day),
        met=lambda *_: (f'the rule "{rule.id}" is met',),
        not_met=(f'the rule "{rule.id}" is not met',),
        is_met=by_reference(Kleene.MET),
        is_not_met=by_reference(Kleene.NOT_MET),
        states=_everywhere(subject),
    )


def lag_of(rule: Rule) -> timedelta:
    """Return how long before the day judged the state is of that a rule reads."""
    return _DAY if isinstance(rule.then, ConcludeFinding | ConcludeTransition) else timedelta()


def _transition(subject: Subject, rule: Rule, then: ConcludeTransition) -> Target:
    def fires(judged: Judged, day: date) -> Outcome:
        return known(judged.fires(rule, day))

    return Target(
        what=f"transition `{rule.id}` to {then.transition}",
        cone=cone_of(subject, moving(subject.rules)),
        outcome=fires,
        met=lambda _judged, day, _so: (f'the state changed on {day} by the rule "{rule.id}"',),
        not_met=(f'the rule "{rule.id}" is not met',),
        is_met=lambda r: (r.day, rule.id) in r.moves,
        is_not_met=lambda r: r.reference.outcome(rule.condition, r.day, r.day - _DAY) is Kleene.NOT_MET,
        states=then.source,
    )


def _finding(subject: Subject, name: str) -> Target:
    rules = [rule for rule, then in subject.concluding(ConcludeFinding) if then.finding == name]
    return Target(
        what=f"finding `{name}`",
        cone=cone_of(subject, rules),
        outcome=lambda judged, day: judged.finding(name, day),
        met=lambda *_: (f'the finding "{name}" is met',),
        not_met=(f'the finding "{name}" is not met',),
        is_met=lambda r: r.reference.finding(name, r.day) is Kleene.MET,
        is_not_met=lambda r: r.reference.finding(name, r.day) is Kleene.NOT_MET,
        states=_everywhere(subject),
    )


def _tension(subject: Subject, name: str) -> Target:
    (rule,) = (rule for rule, then in subject.concluding(ConcludeTension) if then.tension == name)
    return target_of_rule(subject, rule)


def issued(subject: Subject, rules: list[Rule]) -> Cone:
    """Return what some rules rest on, and the floor of data with them: below it no verdict is issued."""
    asked = floor_condition(subject.framework)
    return cone_of(subject, rules, () if asked is None else (asked,), statuses=True)


def _qualifier(subject: Subject, name: str) -> Target:
    rules = [rule for rule, then in subject.concluding(ConcludeQualifier) if then.qualifier == name]

    def outcome(judged: Judged, day: date) -> Outcome:
        holds = any_of(judged.rule(rule, day) for rule in rules)
        sufficient = judged.sufficient(day)
        return Outcome(both(holds.met, sufficient), either(holds.possible, opposite(sufficient)))

    return Target(
        what=f"qualifier `{name}`",
        cone=issued(subject, [rule for rule, _ in subject.concluding(ConcludeQualifier)]),
        outcome=outcome,
        met=lambda judged, day, so: (list_qualifiers(subject, judged, day, so),),
        not_met=tuple(f'the rule "{rule.id}" is not met' for rule in rules),
        is_met=lambda r: name in r.concluded.qualifiers,
        is_not_met=lambda r: name not in r.concluded.qualifiers,
        states=_everywhere(subject),
    )


def list_qualifiers(subject: Subject, judged: Judged, day: date, so: So) -> str:
    """Return the step that lists the qualifiers that are found."""
    rules = subject.concluding(ConcludeQualifier)
    names = dict.fromkeys(then.qualifier for rule, then in rules if so(judged.rule(rule, day).met))
    if not names or not so(judged.sufficient(day)):
        return "there are no qualifiers"
    return f"the qualifiers are {tell(names)}"


def _trend(subject: Subject, name: str) -> Target:
    rules = subject.concluding(ConcludeTrend)

    def outcome(judged: Judged, day: date) -> Outcome:
        ways, earlier = [], FALSE
        for rule, then in rules:
            met = judged.rule(rule, day).met
            if then.trend == name:
                ways.append(both(met, opposite(earlier)))
            earlier = either(earlier, met)
        return known(both(either(*ways), judged.sufficient(day)))

    return Target(
        what=f"trend `{name}`",
        cone=issued(subject, [rule for rule, _ in rules]),
        outcome=outcome,
        met=lambda *_: (f'the trend is "{name}"',),
        not_met=tuple(f'the rule "{r.id}" is not met' for r, then in rules if then.trend == name),
        is_met=lambda r: r.concluded.trend == name,
        is_not_met=lambda r: r.concluded.trend != name,
        states=_everywhere(subject),
    )


def _trajectory(subject: Subject, name: str) -> Target:
    arrows = subject.concluding(ConcludeTransition)

    def outcome(judged: Judged, day: date) -> Outcome:
        return known(both(judged.state(day).get(name, FALSE), judged.sufficient(day)))

    return Target(
        what=f"trajectory `{name}`",
        cone=issued(subject, list(moving(subject.rules))),
        outcome=outcome,
        met=lambda *_: (f'the trajectory is "{name}"',),
        not_met=(f'the trajectory is not "{name}"',),
        is_met=lambda r: r.concluded.state == name,
        is_not_met=lambda r: r.concluded.state != name,
        states=(name, *(s for _, then in arrows if then.transition == name for s in then.source)),
    )


def _everywhere(subject: Subject) -> tuple[str, ...]:
    return tuple(state.id for state in subject.framework.trajectories)
