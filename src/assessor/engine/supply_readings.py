"""
Readings that would turn a condition: the next of an indicator, with the value nearest to the latest that does.

Values are solved exactly: whatever is taken of an indicator is linear in the value of its next periods, but for a
percentage of one of them.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import add, window_start
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Reading
from assessor.domain.kleene import Kleene
from assessor.domain.known import Evidence, reading_of
from assessor.engine.laid import lay
from assessor.engine.supplied import MOST, Item, Supply
from assessor.engine.suppose import suppose
from assessor.engine.thresholds import keeps
from assessor.ruleset.evidential import Readings

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.framework import Indicator
    from assessor.engine.goals import Goal
    from assessor.engine.measures import ReadingsLeaf
    from assessor.ruleset.bounds import ValueBound

_DAY: Final = timedelta(days=1)


def supply_readings(leaf: ReadingsLeaf, indicator: Indicator, goal: Goal, today: date) -> Supply:
    """Return the next readings of one indicator that turn a condition, of the value nearest to the latest that does."""
    latest = leaf.latest(indicator, today)
    if latest is None:
        return Supply(lacking=f"no reading of {indicator.id} to go on from")
    begin = reading_of(latest).period.span.lo
    step = Decimal(1).scaleb(-indicator.precision)
    for count in range(1, (leaf.condition.streak if goal[1] is Kleene.MET else 1) + 1):
        if count > MOST:
            return Supply(lacking=f"it takes {leaf.condition.streak} readings of {indicator.id} in a row")
        spans = _next_periods(begin, indicator, count, today)
        value = _solve(leaf, indicator, spans, goal[1], step, reading_of(latest).value)
        if value is not None:
            kept = f"{leaf.condition.value} {'met' if goal[1] is Kleene.MET else 'broken'}"
            items = tuple(
                Item(f"a reading of {made.id} of {value:f} {indicator.unit}: {kept}", span[1], (suppose(made),))
                for span in spans
                for made in (_reading(indicator, span, value),)
            )
            return Supply(items)
    return Supply(lacking=f"no next reading of {indicator.id} turns it, or a period before it is missing")


def _next_periods(begin: date, indicator: Indicator, count: int, today: date) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    while len(spans) < count:
        begin = add(begin, indicator.cadence)
        end = add(begin, indicator.cadence) - _DAY
        if end > today:
            spans.append((begin, end))
    return spans


def _reading(indicator: Indicator, span: tuple[date, date], value: Decimal) -> Reading:
    text = f"{span[0]}/{span[1]}" if span[0] != span[1] else str(span[0])
    whole_month = span[0].day == 1 and (span[1] + _DAY).day == 1 and (span[1] - span[0]).days < 31  # noqa: PLR2004
    period = parse_edtf(f"{span[0]:%Y-%m}" if whole_month else text)
    return Reading(indicator=indicator.id, period=period, value=value, unit=indicator.unit, source="hypothetical")


def _solve(
    leaf: ReadingsLeaf,
    indicator: Indicator,
    spans: list[tuple[date, date]],
    wanted: Kleene,
    step: Decimal,
    near: Decimal | None,
) -> Decimal | None:
    """Return the value of each of the periods that gives the outcome, nearest to the latest; None where none does."""
    day = spans[-1][1]
    backs = leaf.condition.streak if wanted is Kleene.MET else 1
    at = [_taken(leaf, indicator, spans, Decimal(v), day, backs) for v in (0, 1)]
    if at[0] is None or at[1] is None:
        return None
    edges: set[Fraction] = {Fraction(near)} if near is not None else set()
    for low, high in zip(at[0], at[1], strict=True):
        slope = high - low
        if slope:
            edges |= {(Fraction(b) - low) / slope for b in _edges(leaf.condition.value)}
    tried: set[Decimal] = set()
    for edge in edges:
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            scaled = Decimal(edge.numerator) / Decimal(edge.denominator) / step
            place = scaled.to_integral_value(rounding=rounding)
            tried |= {(place + n) * step for n in (-1, 0, 1)}
    home = near if near is not None else Decimal(0)
    values = [reading_of(version).value for version in leaf.case.series.get(indicator.id, ())]
    if all(value is None or value >= 0 for value in values):  # what was never below zero is no more so in what comes
        tried = {value for value in tried if value >= 0}
    for value in sorted(tried, key=lambda v: (abs(v - home), v)):
        taken = [low + (high - low) * Fraction(value) for low, high in zip(at[0], at[1], strict=True)]
        if _is_linear(leaf, spans) and not _could_be(leaf, wanted, taken):
            continue
        if _with(leaf, indicator, spans, value).outcome(day) is wanted:
            return value
    return None


def _is_linear(leaf: ReadingsLeaf, spans: list[tuple[date, date]]) -> bool:
    """Return whether all that is taken of periods is linear in their value: no percentage is of one of them."""
    change = leaf.condition.change
    return change is None or change.kind != "percent" or window_start(spans[-1][0], change.since) < spans[0][0]


def _could_be(leaf: ReadingsLeaf, wanted: Kleene, taken: list[Fraction]) -> bool:
    """Return whether a condition could come out as wanted where the first of what it asks of an indicator are these."""
    if isinstance(leaf.condition, Readings):  # others are looked at as well
        return True
    kept = all(keeps(leaf.condition.value, value) for value in taken)
    return kept if wanted is Kleene.MET else not kept or len(taken) < leaf.condition.streak


def _edges(bound: ValueBound) -> list[Decimal]:
    return [b for b in (bound.at_least, bound.at_most, bound.above, bound.below) if b is not None]


def _with(leaf: ReadingsLeaf, indicator: Indicator, spans: list[tuple[date, date]], value: Decimal) -> ReadingsLeaf:
    added = {version.key: version for version in (suppose(_reading(indicator, span, value)) for span in spans)}
    evidence = Evidence({**leaf.case.evidence.versions, **added})
    return leaf.under(lay(leaf.case, evidence, added.keys()))


def _taken(
    leaf: ReadingsLeaf, indicator: Indicator, spans: list[tuple[date, date]], value: Decimal, day: date, backs: int
) -> list[Fraction] | None:
    varied = _with(leaf, indicator, spans, value)
    taken = [varied.take(indicator, day, back).value for back in range(backs)]
    return None if any(v is None for v in taken) else [v for v in taken if v is not None]
