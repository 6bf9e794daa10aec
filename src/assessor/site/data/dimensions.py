"""
The dimensions of a cell as data: their indicators as series, and what is not said of them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from assessor.domain.assessment import OutcomeWord
from assessor.domain.evidence import Reading
from assessor.domain.framework import Indicator
from assessor.domain.values import Exact, Frozen
from assessor.site.data.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.site.gather import unsaid as gathered
    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.series import Series


class Threshold(Told):
    """A level that a rule compares single readings with."""

    rule: str
    bound: Literal["at least", "above", "at most", "below"]
    value: Exact


class Asked(Frozen):
    """What a rule asks of an indicator, in words."""

    rule: str
    asks: str


class IndicatorData(Frozen):
    """
    An indicator of a dimension with its series.

    Attributes:
        readings: As known, by the end of their periods; those that are suppressed or missing have no value.
        thresholds: Levels that rules compare single readings with.
        asked: All that rules ask of it.
        fresh_from: A reading whose period ended before this day is too old for every rule; absent where none reads it.
    """

    indicator: Indicator
    readings: tuple[Reading, ...]
    thresholds: tuple[Threshold, ...]
    asked: tuple[Asked, ...]
    fresh_from: date | None


class Unsaid(Told):
    """
    A status, trend or qualifier that the verdict does not have.

    Attributes:
        rule: Which would give it.
        outcome: Of that rule; one that is met stands below the rule that decided.
        lacks: What its conditions lack, outermost first.
    """

    said: str
    rule: str
    outcome: OutcomeWord
    lacks: tuple[str, ...]


class DimensionData(Frozen):
    """
    A dimension by its id; its title is in `declared`, its status in the verdict.

    Attributes:
        unsaid: The statuses that it does not have.
    """

    dimension: str
    indicators: tuple[IndicatorData, ...]
    unsaid: tuple[Unsaid, ...]


def tell_dimensions(facts: CellFacts) -> tuple[DimensionData, ...]:
    """Return the dimensions of a cell, as the rules that judged it declare them."""
    return tuple(
        DimensionData(
            dimension=one.id,
            indicators=tuple(map(_indicator, facts.series[one.id])),
            unsaid=tell_unsaid(facts.unsaid_statuses.get(one.id, ())),
        )
        for one in facts.rules.cell(facts.assessed.assessment.cell).dimensions
    )


def _indicator(series: Series) -> IndicatorData:
    return IndicatorData(
        indicator=series.indicator,
        readings=tuple(sorted((*series.readings, *series.gaps), key=lambda one: (one.period.span.hi, one.id))),
        thresholds=tuple(map(Threshold.model_validate, series.thresholds)),
        asked=tuple(Asked(rule=rule, asks=text) for rule, text in series.asked),
        fresh_from=series.fresh_from,
    )


def tell_unsaid(some: Iterable[gathered.Unsaid]) -> tuple[Unsaid, ...]:
    """Return what a verdict does not say."""
    return tuple(map(Unsaid.model_validate, some))
