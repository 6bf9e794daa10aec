"""
The indicators of a dimension as series: their readings as known, and what rules hold against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.known import reading_of
from assessor.engine.describe import describe
from assessor.ruleset.conditions import walk
from assessor.ruleset.evidential import Reading, Readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from assessor.domain.cell import Dimension
    from assessor.domain.evidence import Reading as Read
    from assessor.domain.framework import Indicator
    from assessor.domain.known import Evidence
    from assessor.engine.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Threshold:
    """A level that a rule compares single readings with: `bound` is `at least`, `at most`, `above` or `below`."""

    rule: str
    bound: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """
    One indicator.

    Attributes:
        readings: As known, by the end of their periods; none that was missing or suppressed.
        thresholds: Levels that rules compare with; `asked`, all that rules ask of it, in words, by rule.
        fresh_from: A reading whose period ended before this day is too old for every rule; None where no rule reads it.
    """

    indicator: Indicator
    readings: tuple[Read, ...]
    gaps: tuple[Read, ...]
    thresholds: tuple[Threshold, ...]
    asked: tuple[tuple[str, str], ...]
    fresh_from: date | None


def gather_series(evaluation: Evaluation, evidence: Evidence, dimension: Dimension) -> tuple[Series, ...]:
    """
    Return the indicators of a dimension, in its order.

    Args:
        evidence: What was known of them; the evaluation's own has those alone that rules read.
    """
    framework = evaluation.ruleset.framework
    return tuple(_series(evaluation, evidence, framework.indicator(name)) for name in dimension.indicators)


def unread_indicators(evaluation: Evaluation) -> list[str]:
    """Return the indicators of the cell judged that none of its rules reads."""
    dimensions = evaluation.ruleset.cell(evaluation.cell).dimensions
    every = dict.fromkeys(name for dimension in dimensions for name in dimension.indicators)
    return [name for name in every if not any(_conditions(evaluation, name))]


def _series(evaluation: Evaluation, evidence: Evidence, indicator: Indicator) -> Series:
    known = [reading_of(version) for version in evidence.readings]
    mine = sorted((r for r in known if r.indicator == indicator.id), key=lambda r: (r.period.span.hi, r.id))
    conditions = list(_conditions(evaluation, indicator.id))
    ages = [window_start(evaluation.as_of, one.max_age) for _, one in conditions]
    return Series(
        indicator=indicator,
        readings=tuple(r for r in mine if r.value is not None),
        gaps=tuple(r for r in mine if r.value is None),
        thresholds=tuple(dict.fromkeys(t for rule, one in conditions for t in _levels(rule, one))),
        asked=tuple((rule, describe(one)) for rule, one in conditions),
        fresh_from=min(ages, default=None),
    )


def _conditions(evaluation: Evaluation, indicator: str) -> Iterator[tuple[str, Reading | Readings]]:
    for rule in evaluation.ruleset.rules_of(evaluation.cell).rules:
        for one in walk(rule.condition):
            named = (one.reading,) if isinstance(one, Reading) else one.readings if isinstance(one, Readings) else ()
            if indicator in named and isinstance(one, (Reading, Readings)):
                yield rule.id, one


def _levels(rule: str, condition: Reading | Readings) -> Iterator[Threshold]:
    """Yield the levels of a condition that compares readings as they are: neither changes nor sums have one."""
    if condition.change is None and condition.take != "sum":
        bound = condition.value
        for word in ("at_least", "above", "at_most", "below"):
            value = getattr(bound, word)
            if value is not None:
                yield Threshold(rule, word.replace("_", " "), value)
