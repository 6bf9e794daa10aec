"""
Rules that change nothing, since others always decide before them or conclude the same.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeFinding, ConcludeQualifier, ConcludeStatus, ConcludeTrend
from assessor.workbench.solver.analysis.posing import are, ask_of_day, find_ruled_out, met
from assessor.workbench.solver.analysis.told import Asked, Told, as_asked
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.logic import both, either, opposite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import So
    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.subject import Subject


def check_covered(subject: Subject, sound: frozenset[str]) -> Iterator[Asked]:
    """
    Yield each rule that another, or those before it, always cover.

    Args:
        sound: Ids of the rules that are met at all.
    """
    for rules in _concluding_alike(subject, sound):
        if len(rules) > 1:
            names = ", ".join(f"`{rule.id}`" for rule in rules)
            yield from as_asked(subject, f"whether one of {names} covers another", _check_alike(subject, rules))
    for rules in _in_order(subject, sound):
        for place, rule in enumerate(rules[1:], start=1):
            told = _check_late(subject, rule, rules[:place])
            yield from as_asked(subject, f"whether `{rule.id}` ever decides", told)


def _check_alike(subject: Subject, rules: list[Rule]) -> Iterator[Told]:
    covered: set[str] = set()
    for rule, other in permutations(rules, 2):
        if not {rule.id, other.id} & covered:
            bound = _covers(subject, [other], rule)
            if bound is not None:
                covered.add(rule.id)
                words = f"whenever `{rule.id}` is met, `{other.id}` is, which concludes the same"
                yield Told("covered", (rule.id, other.id), words, _show(subject, rule, [other]), bound)


def _check_late(subject: Subject, rule: Rule, before: list[Rule]) -> Iterator[Told]:
    bound = _covers(subject, before, rule)
    if bound is not None:
        earlier = ", ".join(f"`{r.id}`" for r in before)
        words = f"`{rule.id}` never decides: whenever it is met, one before it is ({earlier})"
        names = (rule.id, *(r.id for r in before))
        yield Told("covered", names, words, _show(subject, rule, before), bound)


def _covers(subject: Subject, others: Sequence[Rule], rule: Rule) -> str | None:
    """Return the bound within which a rule is never met alone; None where it may be."""

    def goal(judged: Judged, day: date) -> Formula:
        return both(judged.rule(rule, day).met, opposite(either(*(judged.rule(one, day).met for one in others))))

    return find_ruled_out(subject, cone_of(subject, [rule, *others]), goal)


def _show(subject: Subject, rule: Rule, others: Sequence[Rule]) -> str:
    """Return the smallest evidence on which a rule is met, and with it some of others, as a scenario."""
    cone = cone_of(subject, [rule, *others])

    def goal(judged: Judged, day: date) -> Formula:
        return judged.rule(rule, day).met

    def expects(judged: Judged, day: date, so: So) -> tuple[str, ...]:
        return tuple(met(one) for one in (rule, *others) if so(judged.rule(one, day).met))

    reply = ask_of_day(subject, f"{rule.id} adds nothing", cone, goal, expects, are([rule]), smallest=True)
    return reply.scenario.text if reply.kind == "found" and reply.scenario is not None else ""


def _concluding_alike(subject: Subject, sound: frozenset[str]) -> Iterator[list[Rule]]:
    """Yield rules that conclude the same finding, or the same qualifier."""
    groups: dict[object, list[Rule]] = {}
    for rule in subject.rules:
        if rule.id in sound and isinstance(rule.then, ConcludeFinding | ConcludeQualifier):
            groups.setdefault(rule.then, []).append(rule)
    yield from groups.values()


def _in_order(subject: Subject, sound: frozenset[str]) -> Iterator[list[Rule]]:
    """Yield rules of which the first that is met decides: the status of a dimension, or the trend."""
    groups: dict[str, list[Rule]] = {}
    for rule in subject.rules:
        if rule.id in sound and isinstance(rule.then, ConcludeStatus | ConcludeTrend):
            about = rule.then.dimension if isinstance(rule.then, ConcludeStatus) else ""
            groups.setdefault(about, []).append(rule)
    yield from groups.values()
