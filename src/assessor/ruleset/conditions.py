"""
The typed tree of conditions that rule authors write in YAML.

Each condition is recognised by the key it begins with: `signals`, `reading`,
`readings`, `finding`, `findings`, `score`, `state`, `trajectory_of`, `held`,
`all`, `any`, `not`, `at_least`. Holds shapes and what one condition can check of
itself. Whether names exist is `assessor.ruleset.references`' business; what a
condition yields, the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 - pydantic resolves annotations at run time
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from assessor.domain.duration import Duration
from assessor.domain.framework import AmountId
from assessor.domain.values import Exact, Flag, Frozen, Id, OneOrMany, Whole
from assessor.ruleset.bounds import CountBound, ValueBound

Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Selector(Frozen):
    """
    Which impacts on the rule's cell count: every stated filter must match, each by any of its values.

    An `unstated` direction, aspect, dimension or severity matches a filter on it
    possibly; a missing stage or tag does not match.

    Attributes:
        dimension: Dimensions of the rule's cell.
        direction: Directions of the framework.
        aspect: Aspects of the framework.
        severity: Severities of the framework.
        stage: Stages of the framework.
        tier: Tiers; a signal has that of its best source.
        tags: Tags, of which the impact has one at least.
        without_tags: Tags of which the impact has none.
    """

    dimension: OneOrMany[Id] | None = None
    direction: OneOrMany[Id] | None = None
    aspect: OneOrMany[Id] | None = None
    severity: OneOrMany[Id] | None = None
    stage: OneOrMany[Id] | None = None
    tier: OneOrMany[Whole] | None = None
    tags: OneOrMany[Id] | None = None
    without_tags: OneOrMany[Id] | None = None


class WeightBound(Frozen):
    """
    What severities must add up to: each event adds the weight of its severity, halved every `half_life` of age.

    Decayed weights are integers in millionths.

    Attributes:
        at_least: The least sum that meets it; state this or `at_most`.
        at_most: The greatest sum that meets it.
        half_life: Days after which an event weighs half; absent, age does not matter.
    """

    at_least: Exact | None = None
    at_most: Exact | None = None
    half_life: Annotated[Whole, Field(ge=1, le=36_500)] | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> WeightBound:
        if (self.at_least is None) == (self.at_most is None):
            message = "state `at_least` or `at_most`"
            raise ValueError(message)
        return self

    def __str__(self) -> str:
        bound = f"at least {self.at_least:f}" if self.at_least is not None else f"at most {self.at_most:f}"
        return bound + (f" with half-life {self.half_life} days" if self.half_life else "")


class Change(Frozen):
    """
    A comparison with the same taken earlier; a base of zero or below has no percentage and is unknown.

    Attributes:
        since: How much earlier: for readings a whole number of the indicator's cadences.
        kind: `percent` of the earlier value, or `difference` from it.
    """

    since: Annotated[Duration, Field(alias="from")]
    kind: Annotated[Literal["percent", "difference"], Field(alias="as")]

    @property
    def words(self) -> str:
        """What is compared, in words."""
        return "percent change" if self.kind == "percent" else "change"


class SumBound(Frozen):
    """
    What an amount that signals state must add up to, over the same matches.

    Attributes:
        of: An amount that the framework declares.
        change: From the same window taken so much earlier, by the calendar.
        value: What the sum, or its change, must be.
    """

    of: AmountId
    change: Change | None = None
    value: Annotated[ValueBound, Field(alias="is")]

    def __str__(self) -> str:
        if self.change is None:
            return f"{self.of} {self.value}"
        return f"{self.change.words} of {self.of} from {self.change.since} earlier {self.value}"


class _Leaf(Frozen):
    """
    What every condition that reads something shares: a name for `because` texts, and why its numbers are so.

    Attributes:
        label: A name by which `because` quotes it: small letters, digits and `_`, a letter first.
        reason: Why its numbers are these; a number without one is warned of.
    """

    label: Annotated[Label | None, Field(alias="as")] = None
    reason: str = ""


class Signals(_Leaf):
    """
    Events whose signals match a selector, within a window `(start, as of]`.

    `count` counts events once however many records tell them, `origins` counts
    independent reports among the matches, `spread` distinct dimensions, `weight`
    adds severities, `sum` an amount that signals state. With `after`, only events strictly after the last match of
    another selector in the same window count. Without any bound: at least one.

    Attributes:
        signals: What must match; `{}` matches every impact on the cell.
        within: The window, which ends with the day judged.
        count: How many events. Where nothing is bounded, at least one.
        origins: How many independent reports, by sources of the tiers asked for.
        spread: How many distinct dimensions.
        weight: What their severities add up to.
        sum: What an amount that they state adds up to.
        after: Only events strictly after the last match of this one, in the same window, count.
    """

    signals: Selector
    within: Duration
    count: CountBound | None = None
    origins: CountBound | None = None
    spread: CountBound | None = None
    weight: WeightBound | None = None
    sum: SumBound | None = None
    after: Selector | None = None

    @property
    def counted(self) -> CountBound | None:
        """The bound on the count; at least one where nothing else is bounded."""
        others = (self.origins, self.spread, self.weight, self.sum)
        if self.count is None and all(bound is None for bound in others):
            return CountBound(at_least=1)
        return self.count


class Measure(_Leaf):
    """
    What is taken of an indicator's readings before it is compared.

    Attributes:
        take: `latest`, or the `mean` or `sum` of the last `periods` values.
        periods: How many; two or more with `mean` or `sum`, one with `latest`.
        change: From the same taken this much earlier: `from: P1Y`, as `percent` or `difference`.
        streak: For how many periods in a row, the latest included, the comparison holds.
        max_age: How old the end of the latest period may be, that day included; older is stale.
    """

    take: Literal["latest", "mean", "sum"] = "latest"
    periods: Annotated[Whole, Field(ge=1, le=1200)] = 1
    change: Change | None = None
    streak: Annotated[Whole, Field(ge=1, le=1200)] = 1
    max_age: Duration

    @model_validator(mode="after")
    def _periods_fit(self) -> Measure:
        if self.take == "latest" and self.periods != 1:
            message = "`latest` takes one period; write `take: mean` or `take: sum`"
            raise ValueError(message)
        if self.take != "latest" and self.periods == 1:
            message = f"`take: {self.take}` needs `periods`, two or more"
            raise ValueError(message)
        return self


class Reading(Measure):
    """
    One indicator's readings against a threshold.

    Attributes:
        reading: The indicator.
        value: The threshold.
    """

    reading: Id
    value: Annotated[ValueBound, Field(alias="is")]


class Readings(Measure):
    """
    Several indicators at once: their highest, lowest or mean, or how many of them keep the threshold.

    Attributes:
        readings: The indicators, two at least.
        across: What is compared: the `highest`, the `lowest` or the `mean` of them, or `how_many` keep the threshold.
        value: The threshold.
        how_many: With `across: how_many`, and only there: how many of them.
    """

    readings: Annotated[OneOrMany[Id], Field(min_length=2)]
    across: Literal["highest", "lowest", "mean", "how_many"]
    value: Annotated[ValueBound, Field(alias="is")]
    how_many: CountBound | None = None

    @model_validator(mode="after")
    def _how_many_fits(self) -> Readings:
        if (self.across == "how_many") != (self.how_many is not None):
            message = "`across: how_many` and the bound `how_many` belong together"
            raise ValueError(message)
        if self.across != "how_many" and self.streak != 1:
            message = "a streak across several indicators is counted with `across: how_many`"
            raise ValueError(message)
        return self


class Finding(Frozen):
    """
    A finding of the cell holds.

    Attributes:
        finding: A finding that a rule of the cell concludes.
    """

    finding: Id


class Findings(Frozen):
    """
    At least so many of the listed findings hold.

    Attributes:
        findings: The findings, two at least.
        at_least: How many of them.
        reason: Why so many.
    """

    findings: Annotated[OneOrMany[Id], Field(min_length=2)]
    at_least: Annotated[Whole, Field(ge=1)]
    reason: str = ""


class Score(Frozen):
    """
    The weights of the findings that hold add up to at least so much; weights may be negative.

    Attributes:
        score: The weight of each finding.
        at_least: The least sum that meets it.
        reason: Why these weights, and why this sum.
    """

    score: Annotated[dict[Id, Annotated[Whole, Field(ge=-1_000_000, le=1_000_000)]], Field(min_length=1)]
    at_least: Whole
    reason: str = ""


class State(Frozen):
    """
    The cell's own trajectory, and for how long.

    In findings and transitions it is the state at the end of the previous day; in
    qualifiers, trends, statuses, confidence steps and tensions, of the day itself.

    Attributes:
        state: The trajectories that meet it.
        duration: On every day of this window, which ends with the day asked about; it speaks of the present state
            alone.
        reason: Why so long.
    """

    state: OneOrMany[Id]
    duration: Annotated[Duration | None, Field(alias="for")] = None
    reason: str = ""


class TrajectoryOf(Frozen):
    """
    Another cell's computed trajectory, of the same day or, to close a cycle, of the previous one.

    Attributes:
        trajectory_of: The other cell.
        values: Its trajectories that meet this.
        previous_day: Whether that of the day before is read; cells that read each other need it once.
    """

    trajectory_of: Id
    values: Annotated[OneOrMany[Id], Field(alias="is")]
    previous_day: Flag = False


class Held(Frozen):
    """
    The inner condition on every day of a window `(start, as of]`.

    Met iff met on every day, not met iff on none, else unknown; days before the
    epoch are not met.

    Attributes:
        held: The window, which ends with the day judged.
        condition: What is asked of every day.
        reason: Why so long.
    """

    held: Duration
    condition: Condition
    reason: str = ""


class All(Frozen):
    """
    Every one of the listed conditions is met.

    Attributes:
        all: The conditions.
    """

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Frozen):
    """
    One of the listed conditions is met.

    Attributes:
        any: The conditions.
    """

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Frozen):
    """
    The condition is not met; unknown stays unknown.

    Attributes:
        not_: The condition.
    """

    not_: Annotated[Condition, Field(alias="not")]


class AtLeast(Frozen):
    """
    So many of the listed conditions are met.

    Attributes:
        at_least: How many of them.
        of: The conditions, two at least.
        reason: Why so many.
    """

    at_least: Annotated[Whole, Field(ge=1)]
    of: Annotated[tuple[Condition, ...], Field(min_length=2)]
    reason: str = ""


HEADS: dict[str, type[Frozen]] = {
    "signals": Signals,
    "reading": Reading,
    "readings": Readings,
    "finding": Finding,
    "findings": Findings,
    "score": Score,
    "state": State,
    "trajectory_of": TrajectoryOf,
    "held": Held,
    "all": All,
    "any": AnyOf,
    "not": Not,
    "of": AtLeast,
}
"""The key by which each condition is recognised."""


def head_of(value: Any) -> str | None:  # noqa: ANN401 - whatever the author wrote
    """Return the key that says what kind of condition `value` is, or None."""
    if isinstance(value, dict):
        return next((head for head in HEADS if head in value), None)
    return next((head for head, kind in HEADS.items() if type(value) is kind), None)


Condition = Annotated[
    Annotated[Signals, Tag("signals")]
    | Annotated[Reading, Tag("reading")]
    | Annotated[Readings, Tag("readings")]
    | Annotated[Finding, Tag("finding")]
    | Annotated[Findings, Tag("findings")]
    | Annotated[Score, Tag("score")]
    | Annotated[State, Tag("state")]
    | Annotated[TrajectoryOf, Tag("trajectory_of")]
    | Annotated[Held, Tag("held")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[AtLeast, Tag("of")],
    Discriminator(
        head_of,
        custom_error_type="condition_head",
        custom_error_message="a condition begins with one of: " + ", ".join(f"`{head}`" for head in HEADS),
    ),
]

Evidential = Signals | Reading | Readings
"""Conditions that read evidence."""

Outcome = Evidential | State | TrajectoryOf
"""Conditions that are decided outside the chaining: the leaves of a step."""

for _model in (Measure, Reading, Readings, Held, All, AnyOf, Not, AtLeast):
    _model.model_rebuild()


def children(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside one, in the order they were written."""
    if isinstance(condition, All):
        return condition.all
    if isinstance(condition, AnyOf):
        return condition.any
    if isinstance(condition, Not):
        return (condition.not_,)
    if isinstance(condition, AtLeast):
        return condition.of
    if isinstance(condition, Held):
        return (condition.condition,)
    return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and everything inside it, outer before inner."""
    yield condition
    for child in children(condition):
        yield from walk(child)


def findings_read(condition: Condition) -> tuple[str, ...]:
    """Return the ids of the findings that a condition reads, in order, once each."""
    ids: dict[str, None] = {}
    for part in walk(condition):
        if isinstance(part, Finding):
            ids[part.finding] = None
        elif isinstance(part, Findings):
            ids.update(dict.fromkeys(part.findings))
        elif isinstance(part, Score):
            ids.update(dict.fromkeys(part.score))
    return tuple(ids)
