"""
The typed tree of conditions that rule authors write in YAML.

Each condition is recognised by the key it begins with: `signals`, `reading`,
`readings`, `finding`, `findings`, `score`, `state`, `trajectory_of`, `held`,
`all`, `any`, `not`, `at_least`. Holds the tree, the shapes that it is made of but
for those that read evidence, and the ways through it. Whether names exist is
`assessor.ruleset.references`' business; what a condition yields, the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 - pydantic resolves annotations at run time
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from assessor.domain.duration import Duration
from assessor.domain.values import Flag, Frozen, Id, OneOrMany, Whole
from assessor.ruleset.evidential import Evidential, Reading, Readings, Signals


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

Outcome = Evidential | State | TrajectoryOf
"""Conditions that are decided outside the chaining: the leaves of a step."""

for _model in (Held, All, AnyOf, Not, AtLeast):
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
