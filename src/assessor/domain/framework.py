"""
The vocabulary a set of cells shares, and its codebook.

Holds what a framework declares: trajectories in order, directions, aspects,
source tiers, stages, severities, tags, statuses, qualifiers, trends, indicators
and the floor of data. Deliberately says nothing of any cell or rule.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assessor.domain.duration import Duration
from assessor.domain.values import Day, Exact, Frozen, Id, Whole

UNSTATED = "unstated"
"""What a direction, aspect, dimension or severity is where the source does not say."""


class Term(Frozen):
    """
    One word of the codebook: what it means, how to tell that it applies, and examples.

    Attributes:
        id: What evidence and rules call it.
        definition: What it means, in a sentence.
        test: A question by which two people would tell alike whether it applies.
        examples: What it applies to.
    """

    id: Id
    definition: str
    test: str = ""
    examples: tuple[str, ...] = ()


class Severity(Term):
    """
    How much an impact weighs; `weight` is what weighted sums add.

    Attributes:
        weight: What an event of it adds to a weighted sum.
    """

    weight: Exact


class Tier(Term):
    """
    A kind of source: 1 primary, 2 press, 3 analytical, 4 in-house interpretation, 5 data. Not a scale.

    Attributes:
        tier: Its number, by which sources and rules name it.
    """

    tier: Annotated[Whole, Field(ge=1, le=9)]


AmountId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""The name of an amount; it is a key of what signals state, and keys of the record are plain."""


class Amount(Frozen):
    """
    What signals may state how much of, each time as a low and a high estimate.

    Attributes:
        id: What signals and rules call it: small letters, digits, `_` and `-`, a letter first.
        unit: What one of it is.
        counts: What is counted and what is not, so that two analysts state the same.
    """

    id: AmountId
    unit: str
    counts: Annotated[str, Field(min_length=10)]


class Indicator(Frozen):
    """
    One variable that is read regularly.

    Attributes:
        id: What readings and rules call it.
        title: What people call it.
        unit: What one of it is, as readings must state it.
        polarity: Whether a higher or a lower value is better for the goal; `none` where neither is.
        cadence: From one period to the next.
        lag: From the end of a period to its publication, where a reading gives no date of its own.
        precision: Digits kept behind the decimal point; more are rounded half to even.
        publisher: Who publishes it.
        about: What it measures, and what it does not.
    """

    id: Id
    title: str
    unit: str
    polarity: Literal["higher", "lower", "none"]
    cadence: Duration
    lag: Duration
    precision: Annotated[Whole, Field(ge=0, le=9)] = 0
    publisher: str = ""
    about: str = ""


class Standing(Frozen):
    """
    The floor of data: below it no trajectory is issued.

    Attributes:
        signals: Certain events that touch the cell within the window, at least.
        within: The window of that count.
        dimensions: Dimensions with a determined status, at least.
    """

    signals: Annotated[Whole, Field(ge=0)]
    within: Duration
    dimensions: Annotated[Whole, Field(ge=0)]


class Framework(Frozen):
    """
    A vocabulary and the epoch, the first day of its timeline.

    Attributes:
        framework: Its id, by which features and commands name it.
        version: What its authors call this state of it, such as `2026.1`; a log refuses other content under it.
        title: What people call it.
        about: What it is for.
        epoch: The first day of the timeline.
        trajectories: The states that a cell can be in, from furthest from the goal to nearest.
        initial: The trajectory at the end of the day before the epoch.
        directions: Which way an impact points.
        aspects: In which respect.
        stages: How far a signal is from words to effect.
        severities: How much an impact weighs.
        tags: What else rules ask for.
        amounts: What signals may state how much of.
        tiers: Kinds of sources; their order says whose tier a signal takes when it has several.
        statuses: What a dimension can be doing.
        trends: Where a cell can be heading.
        qualifiers: What can stand beside a trajectory.
        standing: The floor of data.
        indicators: What is read regularly.
    """

    framework: Id
    version: Id | None = None
    title: str
    about: str = ""
    epoch: Day
    trajectories: Annotated[tuple[Term, ...], Field(min_length=1)]
    initial: Id
    directions: tuple[Term, ...]
    aspects: tuple[Term, ...] = ()
    stages: tuple[Term, ...]
    severities: tuple[Severity, ...]
    tags: tuple[Term, ...] = ()
    amounts: tuple[Amount, ...] = ()
    tiers: tuple[Tier, ...]
    statuses: tuple[Term, ...]
    trends: tuple[Term, ...]
    qualifiers: tuple[Term, ...]
    standing: Standing
    indicators: tuple[Indicator, ...] = ()

    def severity_weight(self, severity: str) -> Exact:
        """Return the weight of a declared severity; raises KeyError where there is none."""
        return {s.id: s.weight for s in self.severities}[severity]

    def indicator(self, indicator_id: str) -> Indicator:
        """Return a declared indicator; raises KeyError where there is none."""
        return {i.id: i for i in self.indicators}[indicator_id]
