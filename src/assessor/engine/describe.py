"""
Conditions, bounds and dates in words, for explanations.

Holds wording alone: what a condition asks, not whether it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.ruleset.conditions import All, AnyOf, AtLeast, Finding, Findings, Held, Not, Score, State, TrajectoryOf
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Selector


def describe_selector(selector: Selector) -> str:
    """Return what a selector asks of an impact."""
    asked = (
        ("", selector.direction),
        ("on ", selector.dimension),
        ("aspect ", selector.aspect),
        ("stage ", selector.stage),
        ("severity ", selector.severity),
        ("tier ", selector.tier),
        ("tagged ", selector.tags),
        ("not tagged ", selector.without_tags),
    )
    parts = [lead + " or ".join(str(v) for v in values) for lead, values in asked if values is not None]
    return ", ".join(parts) or "of any kind"


def _describe_signals(condition: Signals) -> str:
    bounds = [f"{condition.counted} event(s)"] if condition.counted is not None else []
    bounds += [f"{condition.origins} independent origin(s)"] if condition.origins is not None else []
    bounds += [f"{condition.spread} dimension(s)"] if condition.spread is not None else []
    bounds += [f"weight {condition.weight}"] if condition.weight is not None else []
    bounds += [str(condition.sum)] if condition.sum is not None else []
    text = f"{' with '.join(bounds)} {describe_selector(condition.signals)} within {condition.within}"
    if condition.after is not None:
        text += f", after the last {describe_selector(condition.after)}"
    return text


def _describe_measure(condition: Reading | Readings) -> str:
    taken = condition.take if condition.take == "latest" else f"{condition.take} of {condition.periods}"
    if condition.change is not None:
        taken = f"{condition.change.words} of the {taken} from {condition.change.since} earlier"
    streak = f" for {condition.streak} periods in a row" if condition.streak > 1 else ""
    if isinstance(condition, Reading):
        return f"{condition.reading}: {taken} {condition.value}{streak}, no older than {condition.max_age}"
    names = ", ".join(condition.readings)
    if condition.across == "how_many":
        return f"{condition.how_many} of {names}: {taken} {condition.value}{streak}, no older than {condition.max_age}"
    return f"{condition.across} of {names}: {taken} {condition.value}, no older than {condition.max_age}"


def describe(condition: Condition) -> str:
    """Return what a condition asks, on one line, its parts not included."""
    match condition:
        case Signals():
            return _describe_signals(condition)
        case Reading() | Readings():
            return _describe_measure(condition)
        case Finding():
            return f"finding {condition.finding}"
        case Findings():
            return f"at least {condition.at_least} of the findings {', '.join(condition.findings)}"
        case Score():
            weights = ", ".join(f"{f} {w:+d}" for f, w in condition.score.items())
            return f"score at least {condition.at_least} of {weights}"
        case State():
            held = f" held for {condition.duration}" if condition.duration is not None else ""
            return f"own trajectory {' or '.join(condition.state)}{held}"
        case TrajectoryOf():
            day = " the day before" if condition.previous_day else ""
            return f"trajectory of cell {condition.trajectory_of}{day} is {' or '.join(condition.values)}"
        case Held():
            return f"on every day of {condition.held}"
        case All():
            return "all of"
        case AnyOf():
            return "any of"
        case Not():
            return "not"
        case AtLeast():
            return f"at least {condition.at_least} of"
