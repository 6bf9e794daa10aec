"""
A rule in plain sentences: what must be so, what follows, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Finding,
    Findings,
    Held,
    Not,
    Score,
    State,
    TrajectoryOf,
    children,
    findings_read,
)
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.domain.framework import Framework
    from assessor.ruleset.bounds import CountBound
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Selector
    from assessor.ruleset.model import CellRules, Rule

_UNTITLED: Final[Mapping[str, str]] = MappingProxyType({})
_UNITS: Final = ("years", "months", "weeks", "days")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and how deep it stands below those it belongs to."""

    depth: int
    text: str


def sentences_of(rule: Rule, rules: CellRules, framework: Framework) -> tuple[Line, ...]:
    """
    Return a rule in sentences: its condition part by part, its conclusion, its rationale, and the rules around it.

    Args:
        rules: All that judges the cell.
    """
    lines = [Line(0, "If"), *_say(rule.condition, 1, framework)]
    lines += [Line(0, f"then {say_conclusion(rule)}."), Line(0, f"It tells why as: {rule.because}")]
    makers = {f: [r.id for r in rules.rules if isinstance(r.then, ConcludeFinding) and r.then.finding == f]
              for f in findings_read(rule.condition)}  # fmt: skip
    lines += [Line(0, f"The finding {finding} is concluded by {_and(ids)}.") for finding, ids in makers.items()]
    if isinstance(rule.then, ConcludeFinding):
        readers = [r.id for r in rules.rules if rule.then.finding in findings_read(r.condition)]
        lines.append(Line(0, f"It is read by {_and(readers)}." if readers else "No rule reads it."))
    return tuple(lines)


def say_conclusion(rule: Rule, titles: Mapping[str, str] = _UNTITLED) -> str:
    """
    Return what a rule concludes, as the end of a sentence.

    Args:
        titles: What dimensions and tensions are called, by id; those without stand by their ids.
    """
    then = rule.then
    match then:
        case ConcludeFinding():
            return f"the finding {then.finding} holds"
        case ConcludeTransition():
            move = f"the trajectory moves from {_or(then.source)} to {then.transition}"
            return f"{move}, unless a rule above moves it first"
        case ConcludeQualifier():
            return f"the qualifier “{then.qualifier}” stands beside the trajectory"
        case ConcludeTrend():
            return f"the trend is “{then.trend}”, unless a rule above it says otherwise"
        case ConcludeStatus():
            return f"{_named(then.dimension, titles)} is {then.status}, unless a rule above it says otherwise"
        case ConcludeConfidence():
            return f"confidence goes one step {then.confidence}"
        case ConcludeTension():
            return f"the tension {_named(then.tension, titles)} is active"


def _say(condition: Condition, depth: int, framework: Framework) -> Iterator[Line]:
    head = say_condition(condition, framework)
    reason = getattr(condition, "reason", "")
    yield Line(depth, f"{head}{':' if children(condition) else ''}")
    if reason:
        yield Line(depth + 1, f"({' '.join(reason.split())})")
    for part in children(condition):
        yield from _say(part, depth + 1, framework)


def say_condition(condition: Condition, framework: Framework, titles: Mapping[str, str] = _UNTITLED) -> str:
    """
    Return what a condition asks, on one line, its parts not included.

    Args:
        titles: What dimensions are called, by id; those without stand by their ids.
    """
    match condition:
        case Signals():
            return _say_signals(condition, titles)
        case Reading() | Readings():
            return _say_readings(condition, framework)
        case Finding():
            return f"the finding {condition.finding} holds"
        case Findings():
            return f"{_at_least(condition.at_least)} of the findings {_and(condition.findings)} hold"
        case Score():
            points = _and([f"{weight:+d} for {finding}" for finding, weight in condition.score.items()])
            return f"the findings that hold add up to at least {condition.at_least} points: {points}"
        case State():
            held = f", and has been for {say_duration(condition.duration)}" if condition.duration is not None else ""
            return f"the cell is {_or(condition.state)}{held}"
        case TrajectoryOf():
            day = " was, the day before," if condition.previous_day else " is"
            return f"cell {condition.trajectory_of}{day} {_or(condition.values)}"
        case Held():
            return f"on every day of the last {say_span(condition.held)} this was so"
        case All():
            return "all of these are so"
        case AnyOf():
            return "one of these is so"
        case Not():
            return "this is not so"
        case AtLeast():
            return f"{_at_least(condition.at_least)} of these are so"


def say_briefly(condition: Condition, framework: Framework) -> str:
    """Return what a condition asks as it stands in a table or a picture, its parts included, findings by name."""
    match condition:
        case Finding():
            return f"finding {condition.finding}"
        case All() | AnyOf() | Not() | AtLeast() | Held():
            inside = "; ".join(say_briefly(part, framework) for part in children(condition))
            return f"{say_condition(condition, framework)}: {inside}"
        case _:
            return say_condition(condition, framework)


def _say_signals(condition: Signals, titles: Mapping[str, str]) -> str:
    asked = [_bound(condition.counted, "event")] if condition.counted is not None else ["events"]
    text = f"{asked[0]} {say_selector(condition.signals, titles)} in the last {say_span(condition.within)}"
    if condition.origins is not None:
        text += f", from {_bound(condition.origins, 'independent origin')}"
    if condition.spread is not None:
        text += f", on {_bound(condition.spread, 'dimension')}"
    if condition.weight is not None:
        text += f", whose severities weigh {condition.weight}"
    if condition.sum is not None:
        change, total = condition.sum.change, condition.sum.of
        if change is None:
            text += f", whose {total} add up to {condition.sum.value}"
        else:
            unit = " percent" if change.kind == "percent" else ""
            text += f", whose {total}, added up, changed by {condition.sum.value}{unit}"
            text += f" against {say_duration(change.since)} earlier"
    if condition.after is not None:
        text += f", counted after the last one {say_selector(condition.after, titles)}"
    return text


def say_selector(selector: Selector, titles: Mapping[str, str] = _UNTITLED) -> str:
    """Return which signals a selector asks for, dimensions by their titles."""
    dimensions = [_named(one, titles) for one in selector.dimension or ()]
    said = (
        ("of direction ", selector.direction),
        ("about ", dimensions),
        ("in the aspect ", selector.aspect),
        ("of stage ", selector.stage),
        ("of severity ", selector.severity),
        ("tagged ", selector.tags),
        ("not tagged ", selector.without_tags),
        ("told by sources of tier ", selector.tier),
    )
    parts = [f"{lead}{_or([str(value) for value in values])}" for lead, values in said if values]
    return ", ".join(parts) or "of any kind"


def _say_readings(condition: Reading | Readings, framework: Framework) -> str:
    names = (condition.reading,) if isinstance(condition, Reading) else condition.readings
    titles = _and([_title(name, framework) for name in names])
    if isinstance(condition, Readings):
        how = f"{condition.how_many} of" if condition.across == "how_many" else f"the {condition.across} of"
        titles = f"{how} {titles}"
    taken = {"latest": "the latest reading", "mean": "the mean", "sum": "the sum"}[condition.take]
    periods = f" of the last {condition.periods} periods" if condition.take != "latest" else ""
    text = f"{taken}{periods} of {titles}"
    if condition.change is not None:
        in_percent = " in percent" if condition.change.kind == "percent" else ""
        text += f", compared{in_percent} with {say_duration(condition.change.since)} earlier,"
    streak = f" for {condition.streak} periods in a row" if condition.streak > 1 else ""
    stale = f"unknown once the reading is older than {say_duration(condition.max_age)}"
    return f"{text} is {condition.value}{streak} ({stale})"


def _named(name: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[name]}”" if name in titles else name


def _title(indicator: str, framework: Framework) -> str:
    """Return the title of an indicator; with its id where another is titled alike."""
    title = framework.indicator(indicator).title
    alike = sum(one.title == title for one in framework.indicators)
    return title if alike == 1 else f"{title} ({indicator})"


def say_duration(duration: Duration) -> str:
    """Return a duration in words, such as `2 years and 6 months`."""
    parts = [(getattr(duration, unit), unit) for unit in _UNITS if getattr(duration, unit)]
    return _and([f"{number} {unit if number > 1 else unit[:-1]}" for number, unit in parts])


def say_span(duration: Duration) -> str:
    """Return a duration as it stands behind `the last`: a single year is `year`."""
    said = say_duration(duration)
    return said.removeprefix("1 ") if said in {"1 year", "1 month", "1 week", "1 day"} else said


def _bound(bound: CountBound, what: str) -> str:
    only_one = bound.at_least in {1, None} and bound.at_most in {1, None}
    return f"{bound} {what}{'' if only_one else 's'}"


def _at_least(number: int) -> str:
    return f"at least {number}"


def _and(names: Sequence[str]) -> str:
    return _join(names, "and")


def _or(names: Sequence[str]) -> str:
    return _join(names, "or")


def _join(names: Sequence[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)
