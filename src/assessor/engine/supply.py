"""
Evidence that would turn a condition: made from what the condition asks, one item at a time.

Signals are as a selector wants them and say nothing it does not ask for; readings have the value
nearest to the latest one that keeps, or breaks, the threshold. Values are solved exactly: whatever is
taken of an indicator is linear in the value of its next periods. Whether an item turns the verdict is
not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import add
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Impact, Reading, Signal, Source
from assessor.domain.framework import UNSTATED
from assessor.domain.kleene import Kleene
from assessor.domain.known import Evidence, reading_of
from assessor.engine.decay import MILLIONTHS
from assessor.engine.describe import describe_selector
from assessor.engine.laid import lay
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.suppose import suppose

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.framework import Indicator
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.goals import Goal
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.conditions import Selector

MOST: Final = 3
"""Items that are supplied for one condition at most."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing an analyst can watch for.

    Attributes:
        words: What it is.
        day: The day on which it counts first.
        versions: The evidence that stands for it.
    """

    words: str
    day: date
    versions: tuple[EvidenceVersion, ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """
    The items for one goal, each of which needs those before it.

    Attributes:
        lacking: Why there are none, where there are none.
    """

    items: tuple[Item, ...] = ()
    lacking: str = ""


def supply(leaf: Leaf, goal: Goal, today: date) -> tuple[Supply, ...]:
    """
    Return the ways to turn a condition by what comes after `today`.

    Args:
        goal: Its number, and what it would have to become.
    """
    if isinstance(leaf, ReadingsLeaf):
        ways = [_readings(leaf, indicator, goal, today) for indicator in leaf.indicators]
        return tuple(way for way in ways if way.items) or tuple(ways[:1])
    return _signals(leaf, goal, today)


def _signals(leaf: SignalsLeaf, goal: Goal, today: date) -> tuple[Supply, ...]:
    condition, wanted = leaf.condition, goal[1]
    tally = leaf.tally(today + _DAY)
    asked = [
        (tally.count.certain, condition.counted),
        (tally.origins.certain, condition.origins),
        (tally.spread.certain, condition.spread),
    ]
    ways: list[Supply] = []
    if wanted is Kleene.MET:
        missing = [b.at_least - n for n, b in asked if b is not None and b.at_least is not None]
    else:
        missing = [b.at_most + 1 - n for n, b in asked if b is not None and b.at_most is not None]
    heaviest = max((one for one in leaf.case.framework.severities), key=lambda s: s.weight, default=None)
    bound = condition.weight
    if bound is not None and heaviest is not None and heaviest.weight > 0:
        edge = bound.at_least if wanted is Kleene.MET else bound.at_most
        if edge is not None:
            short = int(edge * MILLIONTHS) - tally.weight.certain + (wanted is not Kleene.MET)
            missing.append(-(-short // int(heaviest.weight * MILLIONTHS)))
    number = max(missing) if wanted is Kleene.MET else min((n for n in missing if n > 0), default=0)
    if wanted is Kleene.MET and not missing:
        number = 0
    anchor_missing = condition.after is not None and not any(a.possible.lo <= today for a in leaf.anchors)
    day = today + (2 if anchor_missing else 1) * _DAY
    items: list[Item] = []
    if number > 0 and anchor_missing and condition.after is not None:
        items.append(_signal(leaf, condition.after, f"{goal[0]}-before", today + _DAY, ""))
    after = f", after the last {describe_selector(condition.after)}" if condition.after is not None else ""
    items += [_signal(leaf, condition.signals, f"{goal[0]}-{n}", day, after, turn=n) for n in range(max(number, 0))]
    if 0 < len(items) <= MOST:
        ways.append(Supply(tuple(items)))
    if wanted is Kleene.NOT_MET and condition.after is not None:
        ways.append(Supply((_signal(leaf, condition.after, f"{goal[0]}-again", today + _DAY, ""),)))
    if ways:
        return tuple(ways)
    if len(items) > MOST:
        return (Supply(lacking=f"it takes {len(items)} more events"),)
    return (Supply(lacking="only what leaves its window, or is told more exactly, changes it"),)


def _signal(leaf: SignalsLeaf, selector: Selector, name: str, day: date, after: str, turn: int = 0) -> Item:
    """Return one event of its own, from an origin of its own, as a selector asks for it."""
    framework, cell = leaf.case.framework, leaf.case.cell.cell
    allowed = selector.severity or [s.id for s in framework.severities] if leaf.condition.weight else selector.severity
    heaviest = max(allowed, key=framework.severity_weight) if allowed else UNSTATED
    dimensions = selector.dimension or tuple(d.id for d in leaf.case.cell.dimensions) or (UNSTATED,)
    if selector.dimension is None and leaf.condition.spread is None:
        dimensions = (UNSTATED,)
    impact = Impact(
        cell=cell,
        aspect=selector.aspect[0] if selector.aspect else UNSTATED,
        direction=selector.direction[0] if selector.direction else UNSTATED,
        dimensions=(dimensions[turn % len(dimensions)],),
        severity=heaviest,
        stage=selector.stage[0] if selector.stage else None,
        tags=selector.tags[:1] if selector.tags else (),
    )
    tier = selector.tier[0] if selector.tier else next((t.tier for t in framework.tiers), 1)
    name = f"hypothetical:{name}"
    source = Source(id=name, title=name, tier=tier, published=day)
    signal = Signal(id=name, title=name, date=parse_edtf(str(day)), event=name, sources=(name,), impacts=(impact,))
    words = f"one more event of its own origin, {describe_selector(selector)}{after}"
    return Item(words, day, (suppose(source), suppose(signal)))


def _readings(leaf: ReadingsLeaf, indicator: Indicator, goal: Goal, today: date) -> Supply:
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
        if _with(leaf, indicator, spans, value).outcome(day) is wanted:
            return value
    return None


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
