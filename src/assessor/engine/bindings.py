"""
The names that a rationale may quote of a condition on a day, each with its text: `count`, `latest.title`, `value`.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from assessor.engine.measures import ReadingsLeaf
from assessor.engine.once import once
from assessor.engine.sums_told import bind_sum
from assessor.ruleset.evidential import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import Tally

_MORE_DIGITS = 2


@once
def bindings_of(leaf: Leaf, day: date) -> Mapping[str, str]:
    """Return the names that a condition offers on a day, with their text."""
    if isinstance(leaf, ReadingsLeaf):
        return _bind_readings(leaf, day)
    tally = leaf.tally(day)
    return _bind_signals(tally) | bind_sum(leaf, tally)


def decimal_text(value: Fraction, precision: int) -> str:
    """Return a fraction as decimal text, rounded half to even to two digits more than the indicator keeps."""
    quantum = Decimal(1).scaleb(-(precision + _MORE_DIGITS))
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, rounding=ROUND_HALF_EVEN)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bind_signals(tally: Tally) -> dict[str, str]:
    bindings = {
        "count": str(tally.count.certain),
        "possible": "any number" if tally.count.possible is None else str(tally.count.possible),
        "origins": str(tally.origins.certain),
        "spread": str(tally.spread.certain),
        "window.start": str(tally.start + timedelta(days=1)),
        "window.end": str(tally.day),
    }
    for name, event in (("first", tally.certain[:1]), ("latest", tally.certain[-1:])):
        signal = event[0].matches[0].told.signal if event else None
        bindings[f"{name}.title"] = signal.title if signal is not None else "none"
        bindings[f"{name}.date"] = str(signal.date) if signal is not None else "none"
        bindings[f"{name}.id"] = signal.id if signal is not None else "none"
    return bindings


def _bind_readings(leaf: ReadingsLeaf, day: date) -> dict[str, str]:
    condition, indicator = leaf.condition, leaf.indicators[0]
    first = leaf.take(indicator, day, 0)
    percent = condition.change is not None and condition.change.kind == "percent"
    return {
        "value": decimal_text(first.value, indicator.precision) if first.value is not None else "unknown",
        "unit": "percent" if percent else indicator.unit,
        "period": first.period or "none",
        "threshold": str(condition.value),
        "indicator": indicator.title if isinstance(condition, Reading) else ", ".join(i.title for i in leaf.indicators),
    }
