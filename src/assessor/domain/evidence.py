"""
What is known of the world: sources, signals with impacts, readings, feeds.

Holds the content of evidence items as files and the log state them. When an item
became known is not here but in `assessor.domain.known`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assessor.domain.edtf import EdtfDate
from assessor.domain.framework import UNSTATED, AmountId
from assessor.domain.values import Day, Exact, Frozen, Id, OneOrMany, Whole

Unstated = Literal["unstated"]
LARGEST_AMOUNT = 10**12
"""The most that one estimate may say; a million of them add up in 64 bits."""


class Source(Frozen):
    """
    Where something was published.

    Attributes:
        id: What signals and readings call it.
        title: What it is called where it was published.
        publisher: Who published it.
        tier: The kind of the cited item itself, not of its publisher.
        published: The civil day (UTC) on which it could first be read.
        origin: What report it is a copy of; its own id where it is none.
        derived_from: Other sources it was made from; origins are the roots of this derivation.
        via: Through what we have it, where we did not read the item itself.
        url: Where it can be read.
        note: What else should be known of it.
    """

    id: Id
    title: str
    publisher: str = ""
    tier: Annotated[Whole, Field(ge=1, le=9)]
    published: Day
    origin: Id | None = None
    derived_from: tuple[Id, ...] = ()
    via: str = ""
    url: str = ""
    note: str = ""


class Impact(Frozen):
    """
    What a signal means for one aspect of one cell, in the codebook's words; `why` says why it is tagged so.

    Attributes:
        cell: The cell that it touches.
        aspect: In which respect; at most one impact for each cell and aspect.
        direction: Which way it points.
        dimensions: What of the cell it touches.
        severity: How much it weighs.
        stage: How far it is from words to effect; absent, it has none.
        tags: What else applies.
        why: Why it is tagged so, in a line.
    """

    cell: Id
    aspect: Id = UNSTATED
    direction: Id = UNSTATED
    dimensions: OneOrMany[Id] = (UNSTATED,)
    severity: Id = UNSTATED
    stage: Id | None = None
    tags: tuple[Id, ...] = ()
    why: str = ""

    @model_validator(mode="after")
    def _dimensions_are_stated_or_not(self) -> Impact:
        if UNSTATED in self.dimensions and len(self.dimensions) > 1:
            message = "dimensions are either listed or `unstated`, not both"
            raise ValueError(message)
        if not self.dimensions:
            message = "list at least one dimension, or write `unstated`"
            raise ValueError(message)
        return self


class Estimate(Frozen):
    """
    How much of something, as whole numbers: at least `low`, at most `high`.

    Attributes:
        low: The least that the source makes it.
        high: The most; a number that is known stands twice.
    """

    low: Annotated[Whole, Field(ge=0, le=LARGEST_AMOUNT)]
    high: Annotated[Whole, Field(ge=0, le=LARGEST_AMOUNT)]

    @model_validator(mode="after")
    def _in_order(self) -> Estimate:
        if self.low > self.high:
            message = f"the low estimate, {self.low}, is more than the high one, {self.high}"
            raise ValueError(message)
        return self


class Signal(Frozen):
    """
    A dated event, with the sources that tell it, the amounts they state, and its impacts.

    Attributes:
        id: Its name, unique among signals.
        title: What happened, in a line.
        date: When it happened, as precisely as its sources say.
        event: The event that it tells; records of one event count once. Absent, its origin stands for it.
        feed: What brought it in.
        sources: What tells it, one at least.
        summary: What happened, at length.
        amounts: How much of what the framework declares; one that is left out is any number.
        impacts: What it means, for each cell and aspect that it touches.
    """

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=500)]
    date: EdtfDate
    event: Id | None = None
    feed: Id | None = None
    sources: Annotated[OneOrMany[Id], Field(min_length=1)]
    summary: Annotated[str, Field(max_length=5000)] = ""
    amounts: dict[AmountId, Estimate] = Field(default_factory=dict)
    impacts: tuple[Impact, ...] = ()

    @model_validator(mode="after")
    def _one_impact_per_cell_and_aspect(self) -> Signal:
        seen: set[tuple[str, str]] = set()
        for impact in self.impacts:
            key = (impact.cell, impact.aspect)
            if key in seen:
                message = f"two impacts on cell `{impact.cell}`, aspect `{impact.aspect}`: at most one for each pair"
                raise ValueError(message)
            seen.add(key)
        return self


class Reading(Frozen):
    """
    An indicator's value for a period, from a source.

    Attributes:
        indicator: What was read.
        period: What it is the value of, such as a month.
        value: The exact decimal as published; absent where `status` says why.
        unit: The indicator's unit, word for word.
        source: Where it was published.
        status: `provisional` where a revision is announced; `suppressed` or `missing` where there is no value.
        published: The day it could first be read; where absent, estimated by the indicator's lag.
        vintage: The day of the edition the value was taken from, where later than its publication.
    """

    indicator: Id
    period: EdtfDate
    value: Exact | None = None
    unit: str
    source: Id
    status: Literal["observed", "provisional", "suppressed", "missing"] = "observed"
    published: Day | None = None
    vintage: Day | None = None

    @property
    def id(self) -> str:
        """The id of the item: one per indicator and period."""
        return f"{self.indicator}/{self.period}"

    @property
    def edition(self) -> Day | None:
        """The day of the edition that its value was taken from; None where that was not stated."""
        return self.vintage if self.vintage is not None else self.published

    @model_validator(mode="after")
    def _value_or_reason(self) -> Reading:
        has_value = self.status in {"observed", "provisional"}
        if has_value and self.value is None:
            message = f"`{self.status}` needs a value; without one, state `suppressed` or `missing`"
            raise ValueError(message)
        if not has_value and self.value is not None:
            message = f"`{self.status}` has no value"
            raise ValueError(message)
        if self.period.is_interval and self.period.open_end:
            message = "a period has an end"
            raise ValueError(message)
        return self


class Watched(Frozen):
    """
    A span of days, both inclusive; without `to` it goes on.

    Attributes:
        since: The first day.
        to: The last day; absent, it goes on.
    """

    since: Annotated[Day, Field(alias="from")]
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Watched:
        if self.to is not None and self.to < self.since:
            message = f"ends on {self.to}, before it begins on {self.since}"
            raise ValueError(message)
        return self


class Carries(Frozen):
    """
    What a feed would bring if it happened; an absent list means any.

    Attributes:
        cells: Cells that its signals touch.
        dimensions: Dimensions of them.
        directions: Directions of the impacts.
        tiers: Tiers of the sources.
        stages: Stages of the impacts; a feed that names some carries none without a stage.
    """

    cells: OneOrMany[Id] | None = None
    dimensions: OneOrMany[Id] | None = None
    directions: OneOrMany[Id] | None = None
    tiers: OneOrMany[Whole] | None = None
    stages: OneOrMany[Id] | None = None


class Feed(Frozen):
    """
    What brings signals in: what it carries, since when it watches, and its gaps.

    Attributes:
        id: What signals call it.
        title: What people call it.
        carries: What it would bring; what is not named here, it carries all of.
        watches: When it was looking.
        gaps: When it was not, within that.
        note: On what it rests that it looked.
    """

    id: Id
    title: str
    carries: Carries = Carries()
    watches: Annotated[tuple[Watched, ...], Field(min_length=1)]
    gaps: tuple[Watched, ...] = ()
    note: str = ""


Item = Source | Signal | Reading | Feed
Kind = Literal["source", "signal", "reading", "feed"]


def kind_of(item: Item) -> Kind:
    """Return what kind of item it is."""
    match item:
        case Source():
            return "source"
        case Signal():
            return "signal"
        case Reading():
            return "reading"
        case Feed():
            return "feed"
