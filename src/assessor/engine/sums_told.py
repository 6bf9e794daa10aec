"""
Sums of a signals condition in words: what was added up, against what, and how it changed.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from assessor.domain.range import Range
    from assessor.engine.tally import SignalsLeaf, Tally

_DIGITS = Decimal("0.01")


def tell_sum(leaf: SignalsLeaf, tally: Tally) -> str:
    """Return what a condition adds up, or the count of events where it adds nothing up."""
    bound = leaf.condition.sum
    if bound is None:
        return f"counted {tally.count}"
    base = leaf.base_day(tally.day)
    if base is None:
        return f"{tally.sum} {bound.of}"
    then = leaf.tally(base)
    since, until = then.start + timedelta(days=1), then.day
    return f"{tally.sum} {bound.of} against {then.sum} from {since} to {until}, {tell_change(leaf, tally)}"


def tell_change(leaf: SignalsLeaf, tally: Tally) -> str:
    """Return by how much a sum changed."""
    value, bound = leaf.value(tally), leaf.condition.sum
    if value is None:
        return "no percentage of what may be none"
    percent = bound is not None and bound.change is not None and bound.change.kind == "percent"
    return tell_range(value) + (" percent" if percent else "")


def tell_range(value: Range) -> str:
    """Return a range with signs, rounded to two digits."""
    low, high = value.low, value.high
    if low is None:
        return "any change" if high is None else f"{_signed(high)} or less"
    if high is None:
        return f"{_signed(low)} or more"
    return _signed(low) if low == high else f"{_signed(low)} to {_signed(high)}"


def bind_sum(leaf: SignalsLeaf, tally: Tally) -> dict[str, str]:
    """Return the names that a rationale may quote of a sum."""
    if leaf.condition.sum is None:
        return {}
    bindings = {"sum": str(tally.sum)}
    base = leaf.base_day(tally.day)
    if base is not None:
        then = leaf.tally(base)
        bindings |= {
            "base": str(then.sum),
            "base.start": str(then.start + timedelta(days=1)),
            "base.end": str(then.day),
            "change": tell_change(leaf, tally),
        }
    return bindings


def _signed(value: Fraction) -> str:
    text = format((Decimal(value.numerator) / Decimal(value.denominator)).quantize(_DIGITS, ROUND_HALF_EVEN), "+f")
    return text.rstrip("0").rstrip(".") if "." in text else text
