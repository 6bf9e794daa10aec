"""
What a leaf found on a day against its thresholds, and what it lacks, in words and as bindings.

Bindings are the names a rule's rationale may quote: `count`, `latest.title`, `value` …
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.cite import cite_event, cite_reading
from assessor.engine.decay import MILLIONTHS
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.once import once
from assessor.engine.sums_told import bind_sum, tell_sum
from assessor.engine.unknowns import why_unknown
from assessor.ruleset.conditions import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from assessor.domain.explanation import Cited
    from assessor.domain.kleene import Count
    from assessor.engine.measures import Taken
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf, Tally
    from assessor.ruleset.bounds import CountBound

_MORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a leaf found.

    Attributes:
        shows: Values against thresholds.
        lacks: What is missing; empty where the condition is met.
        ends: What would have to be otherwise for the condition to be not met; empty where it is not met.
        bindings: Names for rationales, with their text.
    """

    shows: str
    lacks: str
    ends: str
    bindings: Mapping[str, str]
    evidence: tuple[Cited, ...]


@once
def found_by(leaf: Leaf, day: date) -> Found:
    """Return what a leaf found on a day."""
    return _found_readings(leaf, day) if isinstance(leaf, ReadingsLeaf) else _found_signals(leaf, day)


def decimal_text(value: Fraction, precision: int) -> str:
    """Return a fraction as decimal text, rounded half to even to two digits more than the indicator keeps."""
    quantum = Decimal(1).scaleb(-(precision + _MORE_DIGITS))
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, rounding=ROUND_HALF_EVEN)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shortfall(name: str, count: Count, bound: CountBound | None) -> str:
    if bound is None or bound.holds(count) is Kleene.MET:
        return ""
    if bound.at_least is not None and count.certain < bound.at_least:
        return f"{bound.at_least - count.certain} more {name}"
    return f"{count} {name} where {bound} is asked"


def _excess(name: str, bound: CountBound) -> str:
    """Return which numbers would break a bound."""
    lower = f"fewer than {bound.at_least} {name}" if bound.at_least is not None else ""
    upper = f"more than {bound.at_most} {name}" if bound.at_most is not None else ""
    return " or ".join(filter(None, (lower, upper)))


def _found_signals(leaf: SignalsLeaf, day: date) -> Found:
    condition, tally = leaf.condition, leaf.tally(day)
    asked = (
        ("event(s)", tally.count, condition.counted),
        ("independent origin(s)", tally.origins, condition.origins),
        ("dimension(s)", tally.spread, condition.spread),
    )
    shows = [f"{count} {name}, {bound} asked" for name, count, bound in asked if bound is not None]
    if condition.weight is not None:
        shows.append(f"weight {tally.weight.certain / MILLIONTHS:g}, {condition.weight} asked")
    if condition.sum is not None:
        shows.append(f"{tell_sum(leaf, tally)}, {condition.sum.value} asked")
    watched = "" if tally.watched else ", not watched throughout"
    shows.append(f"from {tally.start + timedelta(days=1)} to {day}{watched}")
    lacks = [text for name, count, bound in asked if (text := _shortfall(name, count, bound))]
    outcome = leaf.judge(tally)
    if condition.weight is not None and outcome is not Kleene.MET and not lacks:
        lacks.append(f"weight {condition.weight}")
    if condition.sum is not None and outcome is not Kleene.MET and not lacks:
        lacks.append(str(condition.sum))
    settle = "; ".join(why_unknown(leaf, day)[1]) if outcome is Kleene.UNKNOWN else ""
    if settle:
        lacks.append(f"or: {settle}")
    ends = settle
    if outcome is Kleene.MET:
        breaking = [_excess(name, bound) for name, _, bound in asked if bound is not None]
        breaking += [f"a weight not {condition.weight}"] if condition.weight is not None else []
        breaking += [f"a sum not {condition.sum}"] if condition.sum is not None else []
        counted = ", ".join(sorted(name for event in tally.certain for _, name in event.keys))
        ends = " or ".join(breaking) + (f"; what counts now: {counted}" if counted else "")
    sure = {e.keys for counted_in in leaf.tallies(day) for e in counted_in.certain}
    seen = {e.keys: e for counted_in in reversed(leaf.tallies(day)) for e in counted_in.possible}
    cited = [c for e in seen.values() for c in cite_event(e, leaf.case, surely=e.keys in sure)]
    bindings = _bind_signals(tally) | bind_sum(leaf, tally)
    return Found("; ".join(shows), "; ".join(lacks), ends, bindings, tuple(cited))


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


def _found_readings(leaf: ReadingsLeaf, day: date) -> Found:
    condition = leaf.condition
    percent = condition.change is not None and condition.change.kind == "percent"
    shows: list[str] = []
    taken_all: list[Taken] = []
    for indicator in leaf.indicators:
        for back in range(condition.streak):
            taken = leaf.take(indicator, day, back)
            taken_all.append(taken)
            if taken.value is None:
                shows.append(taken.missing)
            else:
                unit = "%" if percent else f" {indicator.unit}"
                value = decimal_text(taken.value, indicator.precision)
                shows.append(f"{indicator.id} {value}{unit} ({taken.period})")
    outcome = leaf.outcome(day)
    settle = "; ".join(why_unknown(leaf, day)[1]) if outcome is Kleene.UNKNOWN else ""
    lacks = f"a value {condition.value}" if outcome is Kleene.NOT_MET else settle
    ends = f"a value not {condition.value}" if outcome is Kleene.MET else settle
    first, indicator = taken_all[0], leaf.indicators[0]
    bindings = {
        "value": decimal_text(first.value, indicator.precision) if first.value is not None else "unknown",
        "unit": "percent" if percent else indicator.unit,
        "period": first.period or "none",
        "threshold": str(condition.value),
        "indicator": indicator.title if isinstance(condition, Reading) else ", ".join(i.title for i in leaf.indicators),
    }
    used = {v.key: v for t in taken_all for v in t.used}
    cited = tuple(cite_reading(v, leaf.case) for v in used.values())
    return Found(f"{'; '.join(dict.fromkeys(shows))}; {condition.value} asked", lacks, ends, bindings, cited)
