"""
What a leaf found on a day against its thresholds, what it lacks, and what would end it, in words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.bindings import decimal_text
from assessor.engine.cite import cite_event, cite_reading
from assessor.engine.decay import MILLIONTHS
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.sums_told import tell_sum
from assessor.engine.unknowns import why_unknown

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.explanation import Cited
    from assessor.domain.kleene import Count
    from assessor.engine.measures import Taken
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf, Tally
    from assessor.ruleset.bounds import CountBound

    Asked = tuple[str, Count, CountBound | None]
    """A name of what is counted, how many there are, and the bound that is asked for."""


def shown_by(leaf: Leaf, day: date) -> str:
    """Return what a leaf found on a day, values against thresholds."""
    return _shown_readings(leaf, day) if isinstance(leaf, ReadingsLeaf) else _shown_signals(leaf, day)


def cited_by(leaf: Leaf, day: date) -> tuple[Cited, ...]:
    """Return the evidence that a leaf looked at on a day."""
    if isinstance(leaf, ReadingsLeaf):
        used = {version.key: version for taken in _taken(leaf, day) for version in taken.used}
        return tuple(cite_reading(version, leaf.case) for version in used.values())
    sure = {e.keys for counted_in in leaf.tallies(day) for e in counted_in.certain}
    seen = {e.keys: e for counted_in in reversed(leaf.tallies(day)) for e in counted_in.possible}
    return tuple(c for e in seen.values() for c in cite_event(e, leaf.case, surely=e.keys in sure))


def lacking_in(leaf: Leaf, day: date) -> str:
    """Return what a leaf lacks on a day to be met; empty where it is."""
    if isinstance(leaf, ReadingsLeaf):
        outcome = leaf.outcome(day)
        return f"a value {leaf.condition.value}" if outcome is Kleene.NOT_MET else _settling(leaf, day, outcome)
    condition, tally = leaf.condition, leaf.tally(day)
    outcome = leaf.judge(tally)
    lacks = [text for name, count, bound in _asked(leaf, tally) if (text := _shortfall(name, count, bound))]
    if condition.weight is not None and outcome is not Kleene.MET and not lacks:
        lacks.append(f"weight {condition.weight}")
    if condition.sum is not None and outcome is not Kleene.MET and not lacks:
        lacks.append(str(condition.sum))
    settle = _settling(leaf, day, outcome)
    return "; ".join([*lacks, *([f"or: {settle}"] if settle else [])])


def ending(leaf: Leaf, day: date) -> str:
    """Return what would have to be otherwise on a day for a leaf to be not met; empty where it is not met."""
    outcome = leaf.outcome(day)
    if outcome is not Kleene.MET:
        return _settling(leaf, day, outcome)
    if isinstance(leaf, ReadingsLeaf):
        return f"a value not {leaf.condition.value}"
    tally = leaf.tally(day)
    breaking = [_excess(name, bound) for name, _, bound in _asked(leaf, tally) if bound is not None]
    breaking += [f"a weight not {leaf.condition.weight}"] if leaf.condition.weight is not None else []
    breaking += [f"a sum not {leaf.condition.sum}"] if leaf.condition.sum is not None else []
    counted = ", ".join(sorted(name for event in tally.certain for _, name in event.keys))
    return " or ".join(breaking) + (f"; what counts now: {counted}" if counted else "")


def _settling(leaf: Leaf, day: date, outcome: Kleene) -> str:
    """Return what would settle an outcome; nothing where it is known."""
    return "; ".join(why_unknown(leaf, day)[1]) if outcome is Kleene.UNKNOWN else ""


def _asked(leaf: SignalsLeaf, tally: Tally) -> tuple[Asked, ...]:
    condition = leaf.condition
    return (
        ("event(s)", tally.count, condition.counted),
        ("independent origin(s)", tally.origins, condition.origins),
        ("dimension(s)", tally.spread, condition.spread),
    )


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


def _shown_signals(leaf: SignalsLeaf, day: date) -> str:
    condition, tally = leaf.condition, leaf.tally(day)
    shows = [f"{count} {name}, {bound} asked" for name, count, bound in _asked(leaf, tally) if bound is not None]
    if condition.weight is not None:
        shows.append(f"weight {tally.weight.certain / MILLIONTHS:g}, {condition.weight} asked")
    if condition.sum is not None:
        shows.append(f"{tell_sum(leaf, tally)}, {condition.sum.value} asked")
    watched = "" if tally.watched else ", not watched throughout"
    return "; ".join([*shows, f"from {tally.start + timedelta(days=1)} to {day}{watched}"])


def _taken(leaf: ReadingsLeaf, day: date) -> list[Taken]:
    return [leaf.take(i, day, back) for i in leaf.indicators for back in range(leaf.condition.streak)]


def _shown_readings(leaf: ReadingsLeaf, day: date) -> str:
    condition = leaf.condition
    percent = condition.change is not None and condition.change.kind == "percent"
    shows: list[str] = []
    for taken in _taken(leaf, day):
        indicator = leaf.case.framework.indicator(taken.indicator)
        if taken.value is None:
            shows.append(taken.missing)
        else:
            unit = "%" if percent else f" {indicator.unit}"
            value = decimal_text(taken.value, indicator.precision)
            shows.append(f"{indicator.id} {value}{unit} ({taken.period})")
    return f"{'; '.join(dict.fromkeys(shows))}; {condition.value} asked"
