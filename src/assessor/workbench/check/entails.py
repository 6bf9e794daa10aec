"""
Whether one condition is met wherever another is, as far as their text shows.

It knows junctions, and bounds on one and the same measure; of windows, states and findings it knows no more than that
equal text asks the same. Where it says no, the answer is not known: proving is the solver's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.ruleset.conditions import All, AnyOf, Finding, Findings
from assessor.ruleset.evidential import Reading, Signals, SumBound
from assessor.workbench.normal import normalise, text_of

if TYPE_CHECKING:
    from assessor.ruleset.bounds import CountBound, ValueBound
    from assessor.ruleset.conditions import Condition

_BOUNDS: Final = ("count", "origins", "spread")
_SIDES: Final = {"at_least": 1, "above": 1, "at_most": -1, "below": -1}


def entails(one: Condition, other: Condition) -> bool:
    """Return whether text alone shows that `other` is met on every day on which `one` is."""
    return _entails(normalise(one), normalise(other))


def _entails(one: Condition, other: Condition) -> bool:
    if text_of(one) == text_of(other):
        return True
    if isinstance(one, AnyOf):
        return all(_entails(part, other) for part in one.any)
    if isinstance(other, All):
        return all(_entails(one, part) for part in other.all)
    if isinstance(other, AnyOf) and any(_entails(one, part) for part in other.any):
        return True
    if isinstance(other, (Finding, Findings)) and _proves(one, other):
        return True
    if isinstance(one, All):
        return any(_entails(part, other) for part in one.all)
    if isinstance(one, Findings):
        return isinstance(other, Findings) and _picks(one, other)
    if isinstance(one, Signals) and isinstance(other, Signals):
        return _signals(one, other)
    return isinstance(one, Reading) and isinstance(other, Reading) and _reading(one, other)


def _proves(one: Condition, other: Finding | Findings) -> bool:
    """Return whether enough of the findings asked for hold wherever a condition is met."""
    wanted, enough = (other.findings, other.at_least) if isinstance(other, Findings) else ((other.finding,), 1)
    return len(_surely(one, wanted)) >= enough


def _surely(condition: Condition, wanted: tuple[str, ...]) -> set[str]:
    """Return which of some findings hold wherever a condition is met."""
    if isinstance(condition, Finding):
        return {condition.finding} & {*wanted}
    if isinstance(condition, All):
        return {name for part in condition.all for name in _surely(part, wanted)}
    if isinstance(condition, Findings) and condition.at_least == len(condition.findings):
        return {*condition.findings} & {*wanted}
    return set()


def _picks(one: Findings, other: Findings) -> bool:
    """Return whether so many of one list leave enough of the other: those not in it may be among the first."""
    outside = len({*one.findings} - {*other.findings})
    return one.at_least - outside >= other.at_least


def _signals(one: Signals, other: Signals) -> bool:
    """Return whether two conditions count the same and the first asks for as much as the second, or more."""
    free: dict[str, object] = dict.fromkeys((*_BOUNDS, "sum"))
    if text_of(one.model_copy(update=free)) != text_of(other.model_copy(update=free)):
        return False
    counts = ((_count(one, name), _count(other, name)) for name in _BOUNDS)
    return all(_is_within(strong, weak) for strong, weak in counts) and _sums(one.sum, other.sum)


def _count(condition: Signals, name: str) -> CountBound | None:
    found: CountBound | None = condition.counted if name == "count" else getattr(condition, name)
    return found


def _sums(one: SumBound | None, other: SumBound | None) -> bool:
    if one is None or other is None:
        return other is None
    return (one.of, one.change) == (other.of, other.change) and _is_within(one.value, other.value)


def _reading(one: Reading, other: Reading) -> bool:
    same = {"value": other.value}
    return text_of(one.model_copy(update=same)) == text_of(other) and _is_within(one.value, other.value)


def _is_within(strong: CountBound | ValueBound | None, weak: CountBound | ValueBound | None) -> bool:
    """Return whether every number that keeps the first bound keeps the second."""
    if weak is None:
        return True
    if strong is None:
        return False
    return all(
        _reaches(strong, side, sign, limit)
        for side, sign in _SIDES.items()
        if (limit := getattr(weak, side, None)) is not None
    )


def _reaches(strong: CountBound | ValueBound, side: str, sign: int, limit: int) -> bool:
    """Return whether a bound keeps numbers on one side of a limit; on the limit itself, only where both allow it."""
    strict_side, plain_side = ("above", "at_least") if sign > 0 else ("below", "at_most")
    strict, plain = getattr(strong, strict_side, None), getattr(strong, plain_side, None)
    if strict is not None and (strict - limit) * sign >= 0:
        return True
    if plain is None:
        return False
    beyond = (plain - limit) * sign
    return bool(beyond > 0 or (beyond == 0 and side == plain_side))
