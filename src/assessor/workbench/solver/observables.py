"""
What of a verdict a scenario can tell apart: a rule, a finding, a status, the trend, a qualifier, the state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import (
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.workbench.solver.cone import Cone, cone_of, moving
from assessor.workbench.solver.logic import FALSE, both, either, opposite
from assessor.workbench.solver.targets import issued, lag_of, list_qualifiers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import So
    from assessor.workbench.solver.confirming import Referred
    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.logic import Formula, Outcome
    from assessor.workbench.solver.subject import Subject

    Values = dict[str, Formula]

UNDETERMINED: Final = "undetermined"


@dataclass(frozen=True)
class Observable:
    """
    A part of what rules conclude.

    Attributes:
        what: In words.
        cone: What it rests on in a subject's rules.
        values: For each value it can have on a day, that it has it.
        step: What a scenario expects of a value, as a step without keyword.
        referred: Its value by the reference.
    """

    what: str
    cone: Callable[[Subject], Cone]
    values: Callable[[Subject, Judged, date], Values]
    step: Callable[[Subject, Judged, date, So, str], str]
    referred: Callable[[Subject, Referred], str]


def observables_of(subject: Subject) -> Iterator[Observable]:
    """Yield every part of what a cell's rules conclude, but for steps of confidence and tensions."""
    findings = dict.fromkeys(then.finding for _, then in subject.concluding(ConcludeFinding))
    yield from map(finding_of, findings)
    yield from map(status_of, dict.fromkeys(then.dimension for _, then in subject.concluding(ConcludeStatus)))
    if subject.concluding(ConcludeTrend):
        yield trend()
    yield from map(qualifier_of, dict.fromkeys(then.qualifier for _, then in subject.concluding(ConcludeQualifier)))
    if subject.concluding(ConcludeTransition):
        yield state()


def observables_touched(rule: Rule) -> Iterator[Observable]:
    """Yield what a change of a rule shows in first: the rule, then what it concludes."""
    yield rule_of(rule.id)
    match rule.then:
        case ConcludeFinding():
            yield finding_of(rule.then.finding)
        case ConcludeStatus():
            yield status_of(rule.then.dimension)
        case ConcludeTrend():
            yield trend()
        case ConcludeQualifier():
            yield qualifier_of(rule.then.qualifier)
        case ConcludeTransition():
            yield state()
        case _:
            return


def _three(outcome: Outcome) -> Values:
    return {"met": outcome.met, "not met": outcome.not_met, "unknown": outcome.unknown}


def _named(subject: Subject, name: str) -> Rule:
    return next(rule for rule in subject.rules if rule.id == name)


def rule_of(name: str) -> Observable:
    """Return what becomes of a rule that both subjects have."""

    def referred(subject: Subject, r: Referred) -> str:
        rule = _named(subject, name)
        return r.reference.outcome(rule.condition, r.day, r.day - lag_of(rule)).word

    return Observable(
        what=f"rule `{name}`",
        cone=lambda subject: cone_of(subject, [_named(subject, name)]),
        values=lambda subject, judged, day: _three(judged.rule(_named(subject, name), day)),
        step=lambda _subject, _judged, _day, _so, value: f'the rule "{name}" is {value}',
        referred=referred,
    )


def finding_of(name: str) -> Observable:
    """Return whether a finding holds."""
    return Observable(
        what=f"finding `{name}`",
        cone=lambda subject: cone_of(
            subject, [rule for rule, then in subject.concluding(ConcludeFinding) if then.finding == name]
        ),
        values=lambda _subject, judged, day: _three(judged.finding(name, day)),
        step=lambda _subject, _judged, _day, _so, value: f'the finding "{name}" is {value}',
        referred=lambda _subject, r: r.reference.finding(name, r.day).word,
    )


def _first(ways: list[tuple[str, Formula]]) -> tuple[Values, Formula]:
    """Return for each value that it is the first whose condition is met, and that none is."""
    values: Values = {}
    earlier: Formula = FALSE
    for value, met in ways:
        values[value] = either(values.get(value, FALSE), both(met, opposite(earlier)))
        earlier = either(earlier, met)
    return values, opposite(earlier)


def status_of(dimension: str) -> Observable:
    """Return the status of a dimension."""

    def rules(subject: Subject) -> list[tuple[Rule, ConcludeStatus]]:
        return [(rule, then) for rule, then in subject.concluding(ConcludeStatus) if then.dimension == dimension]

    def values(subject: Subject, judged: Judged, day: date) -> Values:
        found, none = _first([(then.status, judged.rule(rule, day).met) for rule, then in rules(subject)])
        return {**found, UNDETERMINED: none}

    return Observable(
        what=f"dimension `{dimension}`",
        cone=lambda subject: cone_of(subject, [rule for rule, _ in rules(subject)]),
        values=values,
        step=lambda _subject, _judged, _day, _so, value: f'dimension "{dimension}" is "{value}"',
        referred=lambda _subject, r: r.concluded.statuses.get(dimension) or UNDETERMINED,
    )


def trend() -> Observable:
    """Return the trend that is issued; where the floor of data is not reached, it is not looked at."""

    def values(subject: Subject, judged: Judged, day: date) -> Values:
        outcomes = [(then.trend, judged.rule(rule, day)) for rule, then in subject.concluding(ConcludeTrend)]
        found, none = _first([(name, outcome.met) for name, outcome in outcomes])
        doubt = either(*(outcome.unknown for _, outcome in outcomes))
        found |= {"unknown": both(none, doubt), "none": both(none, opposite(doubt))}
        return {name: both(so, judged.sufficient(day)) for name, so in found.items()}

    return Observable(
        what="the trend",
        cone=lambda subject: issued(subject, [rule for rule, _ in subject.concluding(ConcludeTrend)]),
        values=values,
        step=lambda _s, _j, _d, _so, value: "there is no trend" if value == "none" else f'the trend is "{value}"',
        referred=lambda _subject, r: r.concluded.trend or "none",
    )


def qualifier_of(name: str) -> Observable:
    """Return whether a qualifier is issued."""

    def values(subject: Subject, judged: Judged, day: date) -> Values:
        rules = [rule for rule, then in subject.concluding(ConcludeQualifier) if then.qualifier == name]
        issues = either(*(judged.rule(rule, day).met for rule in rules))
        enough = judged.sufficient(day)
        return {"issued": both(issues, enough), "absent": both(opposite(issues), enough)}

    return Observable(
        what=f"qualifier `{name}`",
        cone=lambda subject: issued(subject, [rule for rule, _ in subject.concluding(ConcludeQualifier)]),
        values=values,
        step=lambda subject, judged, day, so, _value: list_qualifiers(subject, judged, day, so),
        referred=lambda _subject, r: "issued" if name in r.concluded.qualifiers else "absent",
    )


def state() -> Observable:
    """Return the state that the trajectory arrives at."""
    return Observable(
        what="the state",
        cone=lambda subject: cone_of(subject, moving(subject.rules)),
        values=lambda _subject, judged, day: judged.state(day),
        step=lambda _subject, _judged, _day, _so, value: f'the state of the fold is "{value}"',
        referred=lambda _subject, r: r.concluded.state,
    )
