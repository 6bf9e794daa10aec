"""
Events that would turn a condition: as its selector wants them, as many as it lacks, of the amount that it lacks.

Each is an event of its own, from an origin of its own, that says nothing the condition does not ask for.
Amounts are solved exactly: what a window adds up to is linear in what one event more states.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import LARGEST_AMOUNT, Estimate, Impact, Signal, Source
from assessor.domain.framework import UNSTATED
from assessor.domain.kleene import Kleene
from assessor.domain.known import Evidence
from assessor.engine.decay import MILLIONTHS
from assessor.engine.describe import describe_selector
from assessor.engine.laid import lay
from assessor.engine.supplied import MOST, Item, Supply
from assessor.engine.suppose import suppose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from assessor.domain.range import Range
    from assessor.engine.goals import Goal
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.evidential import Selector

_DAY: Final = timedelta(days=1)


def supply_events(leaf: SignalsLeaf, goal: Goal, today: date) -> tuple[Supply, ...]:
    """Return the ways to turn a condition by events that come after `today`."""
    number, wanted = goal
    condition = leaf.condition
    is_unanchored = condition.after is not None and not any(a.possible.lo <= today for a in leaf.anchors)
    lacks = _count(leaf, wanted, today)
    items = lacks + is_unanchored
    ways: list[Supply] = []
    if lacks and items <= MOST:
        day = today + (2 if is_unanchored else 1) * _DAY

        def come(amount: int) -> tuple[Item, ...]:
            anchors = [_anchor(leaf, f"{number}-before", today)] if is_unanchored else []
            stated = [amount, *[0] * (lacks - 1)]
            return (*anchors, *(_event(leaf, f"{number}-{n}", day, n, stated[n]) for n in range(lacks)))

        amount = _solve(leaf, come, day, wanted)
        ways += [Supply(come(amount))] if amount is not None else []
    if wanted is Kleene.NOT_MET and condition.after is not None:
        ways.append(Supply((_anchor(leaf, f"{number}-again", today),)))
    if ways:
        return tuple(ways)
    if items > MOST:
        return (Supply(lacking=f"it takes {items} more events"),)
    return (Supply(lacking="only what leaves its window, or is told more exactly, changes it"),)


def _count(leaf: SignalsLeaf, wanted: Kleene, today: date) -> int:
    """Return how many events would turn a condition, as far as their number does; 0 where no number does."""
    condition, tally = leaf.condition, leaf.tally(today + _DAY)
    asked = (
        (tally.count.certain, condition.counted),
        (tally.origins.certain, condition.origins),
        (tally.spread.certain, condition.spread),
    )
    is_met = wanted is Kleene.MET
    if is_met:
        missing = [b.at_least - n for n, b in asked if b is not None and b.at_least is not None]
    else:
        missing = [b.at_most + 1 - n for n, b in asked if b is not None and b.at_most is not None]
    heaviest = max(leaf.case.framework.severities, key=lambda s: s.weight, default=None)
    bound = condition.weight
    if bound is not None and heaviest is not None and heaviest.weight > 0:
        edge = bound.at_least if is_met else bound.at_most
        if edge is not None:
            short = int(edge * MILLIONTHS) - tally.weight.certain + (not is_met)
            missing.append(-(-short // int(heaviest.weight * MILLIONTHS)))
    if condition.sum is not None:
        value = leaf.value(tally)
        is_so = value is not None and condition.sum.value.holds(value) is wanted
        missing.append(0 if is_so else 1)
    return max([*missing, 0]) if is_met else min((n for n in missing if n > 0), default=0)


def _solve(leaf: SignalsLeaf, come: Callable[[int], tuple[Item, ...]], day: date, wanted: Kleene) -> int | None:
    """
    Return the least amount that what comes must state to give the outcome.

    It is 0 where the condition adds none up, None where no amount does.
    """
    total = leaf.condition.sum
    if total is None:
        return 0
    before, after = (_under(leaf, come(amount)) for amount in (0, 1))
    tried = {0, *_edges(total.value, before.value(before.tally(day)), after.value(after.tally(day)))}
    for amount in sorted(tried):
        if 0 <= amount <= LARGEST_AMOUNT and _under(leaf, come(amount)).outcome(day) is wanted:
            return amount
    return None


def _edges(bound: ValueBound, before: Range | None, after: Range | None) -> set[int]:
    """Return amounts around which a bound begins or ceases to hold, given the values with an amount of 0 and of 1."""
    if before is None or after is None:
        return set()
    bounds = [Fraction(b) for b in (bound.at_least, bound.at_most, bound.above, bound.below) if b is not None]
    edges = (
        (edge - low) / (high - low)
        for low, high in ((before.low, after.low), (before.high, after.high))
        if low is not None and high is not None and low != high
        for edge in bounds
    )
    return {place + n for edge in edges for place in (floor(edge), ceil(edge)) for n in (-1, 0, 1)}


def _under(leaf: SignalsLeaf, items: Iterable[Item]) -> SignalsLeaf:
    added = {version.key: version for item in items for version in item.versions}
    return leaf.under(lay(leaf.case, Evidence({**leaf.case.evidence.versions, **added}), added.keys()))


def _anchor(leaf: SignalsLeaf, name: str, today: date) -> Item:
    """Return what a condition counts from, on the day after `today`."""
    assert leaf.condition.after is not None  # noqa: S101 - whoever asks has looked
    return _signal(leaf, leaf.condition.after, name, today + _DAY)


def _event(leaf: SignalsLeaf, name: str, day: date, turn: int, amount: int) -> Item:
    """Return one of some events that a condition counts; of its amount, where it adds one up."""
    condition = leaf.condition
    amounts = {condition.sum.of: Estimate(low=amount, high=amount)} if condition.sum is not None else {}
    item = _signal(leaf, condition.signals, name, day, turn=turn, amounts=amounts)
    words = item.words
    if condition.sum is not None:
        unit = next(a.unit for a in leaf.case.framework.amounts if a.id == condition.sum.of)
        words += f", of {amount} {unit} ({condition.sum.of})"
    if condition.after is not None:
        words += f", after the last {describe_selector(condition.after)}"
    return Item(words, item.day, item.versions)


def _signal(
    leaf: SignalsLeaf,
    selector: Selector,
    name: str,
    day: date,
    *,
    turn: int = 0,
    amounts: dict[str, Estimate] | None = None,
) -> Item:
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
    signal = Signal(
        id=name,
        title=name,
        date=parse_edtf(str(day)),
        event=name,
        sources=(name,),
        amounts=amounts or {},
        impacts=(impact,),
    )
    return Item(
        f"one more event of its own origin, {describe_selector(selector)}", day, (suppose(source), suppose(signal))
    )
