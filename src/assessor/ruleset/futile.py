"""
Conditions that can never be met, or that nothing can keep from being met.

Holds what follows from the numbers and lists of one condition, whatever the evidence.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.domain.range import Range
from assessor.ruleset.conditions import AtLeast, Findings, Score
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.scope import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import SumBound
    from assessor.ruleset.scope import Scope


def check_futile(condition: Condition, scope: Scope) -> Iterator[Remark]:
    """Yield why a condition is never met, or always."""
    match condition:
        case Findings() if condition.at_least > len(condition.findings):
            yield _more_than_listed(("at_least",), condition.at_least, len(condition.findings), "findings")
        case AtLeast() if condition.at_least > len(condition.of):
            yield _more_than_listed(("at_least",), condition.at_least, len(condition.of), "conditions")
        case Reading():
            yield from _check_values(condition.value)
        case Readings():
            yield from _check_values(condition.value)
            bound = condition.how_many
            if bound is not None and bound.at_least is not None and bound.at_least > len(condition.readings):
                listed = len(condition.readings)
                yield _more_than_listed(("how_many", "at_least"), bound.at_least, listed, "indicators")
        case Score():
            yield from _check_score(condition)
        case Signals():
            yield from _check_signals(condition, scope)
        case _:
            return


def _more_than_listed(path: tuple[str, ...], asked: int, listed: int, what: str) -> Remark:
    return Remark(path, f"at least {asked} of {listed} {what} is never met; ask for {listed} at most", "never-met")


def _check_values(bound: ValueBound) -> Iterator[Remark]:
    lower = bound.at_least if bound.at_least is not None else bound.above
    upper = bound.at_most if bound.at_most is not None else bound.below
    both_inside = bound.above is None and bound.below is None
    if lower is not None and lower == upper and not both_inside:
        yield Remark(("is",), f"no value is {bound}; widen one side", "never-met")


def _check_score(condition: Score) -> Iterator[Remark]:
    weights = condition.score.values()
    highest, lowest = sum(w for w in weights if w > 0), sum(w for w in weights if w < 0)
    if condition.at_least > highest:
        message = f"the weights add up to {highest} at most, so `{condition.at_least}` is never met"
        yield Remark(("at_least",), message, "never-met")
    elif condition.at_least <= lowest:
        message = f"the weights add up to {lowest} at least, so `{condition.at_least}` is always met"
        yield Remark(("at_least",), message, "always-met")


def _check_sum(bound: SumBound) -> Iterator[Remark]:
    yield from _check_values(bound.value)
    if bound.change is not None:
        return
    least = Range(Fraction(0), None)
    if bound.value.holds(least) is Kleene.NOT_MET:
        yield Remark(("is",), f"a sum is never {bound.value}: the least is 0", "never-met")
    elif bound.value.holds(least) is Kleene.MET:
        yield Remark(("is",), f"a sum is always {bound.value}: the least is 0", "always-met")


def _check_signals(condition: Signals, scope: Scope) -> Iterator[Remark]:
    for key, selector in (("signals", condition.signals), ("after", condition.after)):
        if selector is not None and selector.tags and set(selector.tags) <= set(selector.without_tags or ()):
            message = "every tag asked for is in `without_tags` too, so nothing matches"
            yield Remark((key, "without_tags"), message, "never-met")
    if condition.sum is not None:
        for remark in _check_sum(condition.sum):
            yield remark.inside(("sum",))
    spread = condition.spread.at_least if condition.spread is not None else None
    if spread is None or scope.cell is None:
        return
    dimensions = condition.signals.dimension or scope.cell.dimensions
    if spread > len(dimensions):
        yield _more_than_listed(("spread", "at_least"), spread, len(dimensions), "dimensions")
