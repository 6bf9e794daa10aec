"""
Numbers and amounts that every evaluator must be able to hold.

Values are integers of their indicator's precision and weights integers in millionths, both in 64 bits.
What is declared is bounded here, so that no sum of what may be compared with it can overflow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.ruleset.conditions import walk
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.scope import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from assessor.domain.framework import Indicator, Severity
    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.problems import Problem
    from assessor.ruleset.scope import Scope

LARGEST: Final = 2**63 - 1
"""The largest number that 64 bits hold."""
MOST_PERIODS: Final = 1_200
"""Readings that one condition may add up."""
MOST_EVENTS: Final = 1_000_000
"""Events that one condition may count."""
MOST_CONDITIONS: Final = 20_000
"""Conditions in all rules of a framework."""
_MILLIONTHS: Final = 1_000_000
_WEIGHT_DIGITS: Final = 6


def check_size(condition: Condition, scope: Scope) -> Iterator[Remark]:
    """Yield where the thresholds of a condition are too large, or too fine, to be compared exactly."""
    match condition:
        case Reading():
            yield from _check_values(condition.value, condition.periods, scope.indicators((condition.reading,)))
        case Readings():
            yield from _check_values(condition.value, condition.periods, scope.indicators(condition.readings))
        case Signals() if condition.weight is not None:
            bound = condition.weight
            for key, value in (("at_least", bound.at_least), ("at_most", bound.at_most)):
                if value is not None:
                    for message in _check_weight(value, 1):
                        yield Remark(("weight", key), message, "overflow")
        case _:
            return


def _check_values(bound: ValueBound, periods: int, indicators: Iterable[Indicator]) -> Iterator[Remark]:
    stated = (("at_least", bound.at_least), ("at_most", bound.at_most), ("above", bound.above), ("below", bound.below))
    for indicator in indicators:
        for key, value in stated:
            digits = indicator.precision if value is None else max(indicator.precision, _digits(value))
            if value is not None and _scaled(value, digits) * periods > LARGEST:
                message = (
                    f"{value:f} kept to {digits} digits does not fit into 64 bits over {periods} "
                    f"period(s) of {quote(indicator.id)}; state a smaller number, or a coarser precision"
                )
                yield Remark(("is", key), message, "overflow")


def check_severity(severity: Severity) -> Iterator[Remark]:
    """Yield why the weight of a severity cannot be added up."""
    if severity.weight < 0:
        message = f"{severity.weight:f} is less than nothing, and more evidence would weigh less; write 0 or more"
        yield Remark(("weight",), message, "negative-weight")
    for message in _check_weight(severity.weight, MOST_EVENTS):
        yield Remark(("weight",), message, "overflow")


def _check_weight(weight: Decimal, events: int) -> Iterator[str]:
    if _digits(weight) > _WEIGHT_DIGITS:
        yield f"{weight:f} has more than {_WEIGHT_DIGITS} digits behind the point; weights are kept in millionths"
    elif _scaled(weight, _WEIGHT_DIGITS) * events > LARGEST:
        most = LARGEST // _MILLIONTHS // events
        yield f"{weight:f} does not fit into 64 bits in millionths, {events:,} times; state {most:,} at most"


def check_value(value: Decimal, indicator: Indicator) -> Iterator[str]:
    """Yield why a reading's value is too large: the sum of as many as a condition may add must fit into 64 bits."""
    most = LARGEST // MOST_PERIODS
    if _scaled(value, indicator.precision) > most:
        largest = most // 10**indicator.precision
        fits = f"at {indicator.precision} digits, sums of {MOST_PERIODS:,} fit up to {largest:,} each"
        yield f"value {value:f} is too large: {fits}"


def check_amount(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield that there are too many conditions as they are written, at the rule with the first that is."""
    count = 0
    written = {
        (placed.document.name, placed.place): placed for placed in rules
    }  # shared rules stand there for each cell
    for placed in written.values():
        count += sum(1 for _ in walk(placed.rule.condition))
        if count > MOST_CONDITIONS:
            message = f"more than {MOST_CONDITIONS:,} conditions in all rules up to here; split the framework"
            yield placed.document.problem(("rules", placed.place), message, "too-many-conditions")
            return


def _scaled(value: Decimal, digits: int) -> Decimal:
    return abs(value).scaleb(digits)


def _digits(value: Decimal) -> int:
    """Return how many digits stand behind the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
