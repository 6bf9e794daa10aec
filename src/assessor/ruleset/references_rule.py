"""
Whether what one rule names exists: its dimension, its conclusion, its conditions, its rationale.

Holds what can be said of a rule by itself; what only all rules of a cell together show is in
`references_across` and `references_cycles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.ruleset.cadence import check_cadence
from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Held, Not, children
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.futile import check_futile
from assessor.ruleset.limits import check_size
from assessor.ruleset.references_condition import check_names, check_reason
from assessor.ruleset.scope import Remark
from assessor.ruleset.templates import check_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.ruleset.scope import Scope, Steps

_CHECKS: Final = (check_names, check_reason, check_cadence, check_futile, check_size)


def check_rule(rule: Rule, scope: Scope) -> Iterator[Remark]:
    """Yield everything that is wrong with a rule by itself."""
    if rule.about is not None:
        yield from scope.unknown("dimension", (rule.about,), ("about",))
    for remark in _check_conclusion(rule, scope):
        yield remark.inside(("then",))
    if rule.when is not None:
        labels: dict[str, Steps] = {}
        for path, condition in walk_with_paths(rule.when, ("when",)):
            for check in _CHECKS:
                for remark in check(condition, scope):
                    yield remark.inside(path)
            if isinstance(condition, (Signals, Reading, Readings)) and condition.label is not None:
                if condition.label in labels:
                    message = f"the name {quote(condition.label)} is given to two conditions; give each its own"
                    yield Remark((*path, "as"), message, "duplicate-id")
                labels[condition.label] = path
    for message in check_template(rule):
        yield Remark(("because",), message, "template")


def walk_with_paths(condition: Condition, path: Steps = ()) -> Iterator[tuple[Steps, Condition]]:
    """Yield a condition and everything inside it with the steps that lead there, outer before inner."""
    yield path, condition
    for place, child in enumerate(children(condition)):
        match condition:
            case All():
                step: Steps = ("all", place)
            case AnyOf():
                step = ("any", place)
            case AtLeast():
                step = ("of", place)
            case Held():
                step = ("condition",)
            case Not():
                step = ("not",)
            case _:
                step = ()
        yield from walk_with_paths(child, (*path, *step))


def _check_conclusion(rule: Rule, scope: Scope) -> Iterator[Remark]:
    then = rule.then
    match then:
        case ConcludeStatus():
            yield from scope.unknown("dimension", (then.dimension,), ("dimension",))
            yield from scope.unknown("status", (then.status,), ("status",))
            if rule.about not in {None, then.dimension}:
                message = f"the rule is about {quote(str(rule.about))}, not about {quote(then.dimension)}; name one"

                yield Remark(("dimension",), message, "contradiction")
        case ConcludeTransition():
            yield from scope.unknown("trajectory", (then.transition,), ("transition",))
            yield from scope.unknown("trajectory", then.source, ("from",))
            if then.transition in then.source:
                message = f"a transition from {quote(then.transition)} to itself moves nothing; take it out of `from`"
                yield Remark(("from", then.source.index(then.transition)), message, "transition")
        case ConcludeQualifier():
            yield from scope.unknown("qualifier", (then.qualifier,), ("qualifier",))
        case ConcludeTrend():
            yield from scope.unknown("trend", (then.trend,), ("trend",))
        case ConcludeTension():
            yield from scope.unknown("tension", (then.tension,), ("tension",))
            yield from scope.unknown("finding", then.between, ("between",))
            if then.between[0] == then.between[1]:
                message = f"{quote(then.between[0])} does not pull against itself; name two findings"
                yield Remark(("between",), message, "contradiction")
        case ConcludeFinding() | ConcludeConfidence():
            pass
