"""
Conditions altered in one place: the slips and second thoughts that an author could have had.

Every number, window, comparator, filter and junction of a condition is changed, one at a time, each with what
is other in words. A change too small to be meant is not made: windows are moved by a tenth, at least by one of
the unit they end in.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.duration import Duration, DurationError
from assessor.engine.describe import describe
from assessor.ruleset.bounds import CountBound, ValueBound
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Findings, Held, Not, Score, State, TrajectoryOf
from assessor.ruleset.evidential import Change, Measure, Reading, Readings, Selector, Signals, SumBound, WeightBound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.domain.values import Frozen
    from assessor.ruleset.conditions import Condition

Altered = tuple[Any, str]
"""Something in the place of what it was made from, and what is other about it."""

Tiers = tuple[int, ...]
_MONTHS: Final = 12


def alter_condition(condition: Condition, tiers: Tiers) -> Iterator[tuple[Condition, str]]:
    """
    Yield a condition with each single alteration of it, or of what is inside it.

    Args:
        tiers: The tiers that the framework's sources can have.
    """
    yield from _alter(condition, tiers)


@singledispatch
def _alter(_condition: Any, _tiers: Tiers) -> Iterator[Altered]:  # noqa: ANN401 - dispatched by kind
    """Yield nothing: a finding alone has nothing in it that could be altered."""
    yield from ()


@_alter.register(Signals)
def _(condition: Signals, tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "within", alter_duration(condition.within), "the window")
    yield from _each(condition, "signals", _alter_selector(condition.signals, tiers), "")
    if condition.after is not None:
        yield from _each(condition, "after", _alter_selector(condition.after, tiers), "what it comes after: ")
        yield condition.model_copy(update={"after": None}), "nothing had to come before"
    for name in ("count", "origins", "spread"):
        bound = getattr(condition, name)
        if bound is not None:
            yield from _each(condition, name, _alter_count(bound), f"the {_COUNTED[name]}")
    if condition.count is None and condition.counted is not None:
        more = {"count": CountBound(at_least=2)}
        yield condition.model_copy(update=more), "the number of events were at least 2 instead of at least 1"
    if condition.weight is not None:
        yield from _each(condition, "weight", _alter_weight(condition.weight), "the weight")
    if condition.sum is not None:
        yield from _each(condition, "sum", _alter_sum(condition.sum), "")


_COUNTED: Final = {"count": "number of events", "origins": "number of origins", "spread": "number of dimensions"}


@_alter.register(Reading)
def _(condition: Reading, _tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "value", _alter_value(condition.value), f"the threshold of {condition.reading}")
    yield from _alter_measure(condition)


@_alter.register(Readings)
def _(condition: Readings, _tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "value", _alter_value(condition.value), "the threshold")
    if condition.how_many is not None:
        yield from _each(condition, "how_many", _alter_count(condition.how_many), "how many of the indicators")
    for other in ("highest", "lowest", "mean"):
        if condition.across not in {other, "how_many"}:
            yield condition.model_copy(update={"across": other}), f"the {other} were taken, not the {condition.across}"
    yield from _alter_measure(condition)


def _alter_measure(condition: Measure) -> Iterator[Altered]:
    yield from _each(condition, "max_age", alter_duration(condition.max_age), "the maximum age")
    if not isinstance(condition, Readings) or condition.across == "how_many":  # of the others, none has a streak
        yield from _each(condition, "streak", _numbers(condition.streak, 1), "the number of periods (streak)")
    if condition.take != "latest":
        yield from _each(condition, "periods", _numbers(condition.periods, 2), "the number of periods (periods)")
    if condition.change is not None:
        yield from _each(condition, "change", _alter_change(condition.change), "")
        yield condition.model_copy(update={"change": None}), "the value were compared, not its change"
    if condition.take != "latest":
        other = "sum" if condition.take == "mean" else "mean"
        yield condition.model_copy(update={"take": other}), f"the {other} were taken, not the {condition.take}"


def _alter_change(change: Change) -> Iterator[Altered]:
    yield from _each(change, "since", alter_duration(change.since), "how much earlier the base lies")
    other = "difference" if change.kind == "percent" else "percent"
    yield change.model_copy(update={"kind": other}), f"the change were a {other}, not a {change.kind}"


@_alter.register(Findings)
def _(condition: Findings, _tiers: Tiers) -> Iterator[Altered]:
    yield from _each(
        condition, "at_least", _numbers(condition.at_least, 1, len(condition.findings)), "how many findings"
    )


@_alter.register(Score)
def _(condition: Score, _tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "at_least", _numbers(condition.at_least, None), "the score asked for")
    for finding, weight in condition.score.items():
        for other in (weight - 1, weight + 1):
            score = {**condition.score, finding: other}
            yield condition.model_copy(update={"score": score}), _instead(f"the weight of {finding}", other, weight)


@_alter.register(State)
def _(condition: State, _tiers: Tiers) -> Iterator[Altered]:
    if condition.duration is not None:
        yield from _each(condition, "duration", alter_duration(condition.duration), "how long the state has held")
        yield condition.model_copy(update={"duration": None}), "the state need not have held for a time"
    yield from _without_one(condition, "state", condition.state, "the state")


@_alter.register(TrajectoryOf)
def _(condition: TrajectoryOf, _tiers: Tiers) -> Iterator[Altered]:
    yield from _without_one(condition, "values", condition.values, "the other cell's trajectory")


@_alter.register(Held)
def _(condition: Held, tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "held", alter_duration(condition.held), "how long it is held")
    yield from _each(condition, "condition", _alter(condition.condition, tiers), "")
    yield condition.condition, "it need not be held"


@_alter.register(Not)
def _(condition: Not, tiers: Tiers) -> Iterator[Altered]:
    yield condition.not_, "`not` were left out"
    yield from _each(condition, "not_", _alter(condition.not_, tiers), "")


@_alter.register(All)
def _(condition: All, tiers: Tiers) -> Iterator[Altered]:
    yield from _alter_junction(condition, "all", condition.all, tiers)
    if len(condition.all) > 1:
        yield AnyOf(any=condition.all), "`any` stood in the place of `all`"


@_alter.register(AnyOf)
def _(condition: AnyOf, tiers: Tiers) -> Iterator[Altered]:
    yield from _alter_junction(condition, "any", condition.any, tiers)
    if len(condition.any) > 1:
        yield All(all=condition.any), "`all` stood in the place of `any`"


@_alter.register(AtLeast)
def _(condition: AtLeast, tiers: Tiers) -> Iterator[Altered]:
    yield from _each(condition, "at_least", _numbers(condition.at_least, 1, len(condition.of)), "how many of them")
    yield from _alter_junction(condition, "of", condition.of, tiers, drops=len(condition.of) > condition.at_least)


def _alter_junction(
    condition: Frozen, key: str, parts: tuple[Condition, ...], tiers: Tiers, *, drops: bool = True
) -> Iterator[Altered]:
    for place, part in enumerate(parts):
        for other, words in _alter(part, tiers):
            yield condition.model_copy(update={key: (*parts[:place], other, *parts[place + 1 :])}), words
        if drops and len(parts) > 1:
            left = (*parts[:place], *parts[place + 1 :])
            yield condition.model_copy(update={key: left}), f"`{describe(part)}` were left out of `{key}`"


def _alter_selector(selector: Selector, tiers: Tiers) -> Iterator[Altered]:
    """Yield a selector without each of its filters, and without, or with, one value of each."""
    for name in type(selector).model_fields:
        values = getattr(selector, name)
        if values is None:
            continue
        listed = " or ".join(map(str, values))
        yield selector.model_copy(update={name: None}), f"`{name}: {listed}` were not asked for"
        yield from _without_one(selector, name, values, name)
    if selector.tier is not None:
        for tier in tiers:
            if tier not in selector.tier:
                more = (*selector.tier, tier)
                yield selector.model_copy(update={"tier": more}), f"sources of tier {tier} counted too"


def _without_one(owner: Frozen, name: str, values: tuple[Any, ...], words: str) -> Iterator[Altered]:
    if len(values) > 1:
        for value in values:
            left = tuple(v for v in values if v != value)
            yield owner.model_copy(update={name: left}), f"{words} `{value}` did not count"


def _alter_count(bound: CountBound) -> Iterator[Altered]:
    for name, least in (("at_least", 1), ("at_most", 0)):
        now = getattr(bound, name)
        if now is not None:
            for other in (now - 1, now + 1):
                if other >= least and not _crossed(bound, name, other):
                    word = name.replace("_", " ")
                    yield bound.model_copy(update={name: other}), f" were {word} {other} instead of {now}"


def _crossed(bound: CountBound, name: str, other: int) -> bool:
    low = other if name == "at_least" else bound.at_least
    high = other if name == "at_most" else bound.at_most
    return low is not None and high is not None and low > high


def _alter_weight(bound: WeightBound) -> Iterator[Altered]:
    for name in ("at_least", "at_most"):
        now = getattr(bound, name)
        if now is not None:
            for other in _near(now):
                yield (
                    bound.model_copy(update={name: other}),
                    f" were {name.replace('_', ' ')} {other:f} instead of {now:f}",
                )
    if bound.half_life is not None:
        for days in _beside(bound.half_life):
            if days:
                yield (
                    bound.model_copy(update={"half_life": days}),
                    f"'s half-life were {days} days, not {bound.half_life}",
                )


def _alter_sum(bound: SumBound) -> Iterator[Altered]:
    yield from _each(bound, "value", _alter_value(bound.value), f"the sum of {bound.of}")
    if bound.change is not None:
        yield from _each(bound, "change", _alter_change(bound.change), "")


_STRICT: Final = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}


def _alter_value(bound: ValueBound) -> Iterator[Altered]:
    for name, strict in _STRICT.items():
        now = getattr(bound, name)
        if now is None:
            continue
        word = name.replace("_", " ")
        for other in _near(now):
            yield bound.model_copy(update={name: other}), f" were {word} {other:f} instead of {now:f}"
        same = {name: None, strict: now}
        yield bound.model_copy(update=same), f" were {strict.replace('_', ' ')} {now:f} instead of {word} {now:f}"


def _near(number: Decimal) -> tuple[Decimal, Decimal]:
    """Return a tenth less and a tenth more, as precise as the number is; at least by one of its last digit."""
    last = Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))
    step = max(abs(number) / 10, last).quantize(last)
    return number - step, number + step


def _beside(whole: int) -> tuple[int, int]:
    """Return a whole number a tenth less and a tenth more, at least by one."""
    step = max(1, (whole + 5) // 10)
    return whole - step, whole + step


def _numbers(now: int, least: int | None, most: int | None = None) -> Iterator[Altered]:
    for other in (now - 1, now + 1):
        if (least is None or other >= least) and (most is None or other <= most):
            yield other, f" were {other} instead of {now}"


def alter_duration(duration: Duration) -> Iterator[Altered]:
    """Yield a duration a tenth shorter and a tenth longer, at least by one of the smallest unit it is written in."""
    for other in _durations(duration):
        yield other, f" were {other} instead of {duration}"


def _durations(duration: Duration) -> Iterator[Duration]:
    unit = next(name for name in ("days", "weeks", "months", "years") if getattr(duration, name))
    whole = getattr(duration, unit)
    if unit == "years":  # a year is moved by months
        months = _MONTHS * whole + duration.months
        yield from (replace(duration, years=0, months=other) for other in _beside(months))
        return
    for other in _beside(whole):
        try:
            yield replace(duration, **{unit: other})
        except DurationError:
            continue


def _each(owner: Frozen, name: str, altered: Iterable[Altered], lead: str) -> Iterator[Altered]:
    """Put what was altered in its place, and say of what it was a part."""
    for other, words in altered:
        yield owner.model_copy(update={name: other}), f"{lead}{words}"


def _instead(what: str, other: object, now: object) -> str:
    return f"{what} were {other} instead of {now}"
