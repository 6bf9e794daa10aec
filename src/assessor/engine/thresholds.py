"""
Whether values keep thresholds: exact fractions, of which no float decides.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene, all_of, any_of, decide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.ruleset.bounds import ValueBound

_SIDES = {"lower": ("at_least", "above"), "upper": ("at_most", "below")}


@lru_cache(maxsize=65_536)
def scaled(value: Decimal, precision: int) -> int:
    """Return a value as an integer of the indicator's precision; excess digits round half to even."""
    return int(value.scaleb(precision).to_integral_value(rounding=ROUND_HALF_EVEN))


def keeps(bound: ValueBound, value: Fraction) -> bool:
    """Return whether a value keeps every stated threshold."""
    return (
        (bound.at_least is None or value >= _exact(bound.at_least))
        and (bound.at_most is None or value <= _exact(bound.at_most))
        and (bound.above is None or value > _exact(bound.above))
        and (bound.below is None or value < _exact(bound.below))
    )


@lru_cache(maxsize=4096)
def _exact(value: Decimal) -> Fraction:
    return Fraction(value)


def judge_value(bound: ValueBound, value: Fraction | None) -> Kleene:
    """Return whether a value keeps every stated threshold; unknown where there is none."""
    if value is None:
        return Kleene.UNKNOWN
    kept = keeps(bound, value)
    return decide(met=kept, excluded=not kept)


def judge_extreme(bound: ValueBound, values: Iterable[Fraction | None], *, highest: bool) -> Kleene:
    """Return whether the highest or lowest value keeps them; a missing one may be decided by the others."""
    found = list(values)
    lower = [o for o in (bound.at_least, bound.above) if o is not None]
    upper = [o for o in (bound.at_most, bound.below) if o is not None]
    parts = []
    for present, name in ((lower, "lower"), (upper, "upper")):
        if present:
            side = bound.model_copy(update=dict.fromkeys(_SIDES["upper" if name == "lower" else "lower"]))
            each = [judge_value(side, value) for value in found]
            one_is_enough = (name == "lower") == highest
            parts.append(any_of(each) if one_is_enough else all_of(each))
    return all_of(parts)
