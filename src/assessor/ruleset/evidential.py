"""
Conditions that read evidence: signals that match a selector within a window, and readings of indicators.

Holds shapes and what one of them can check of itself; they are leaves of the tree that
`assessor.ruleset.conditions` makes of all conditions. What they yield is the engine's business.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assessor.domain.duration import Duration
from assessor.domain.framework import AmountId
from assessor.domain.values import Exact, Frozen, Id, OneOrMany, Whole
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


Evidential = Signals | Reading | Readings
"""Conditions that read evidence."""
