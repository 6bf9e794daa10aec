"""
What a rule concludes: exactly one of finding, status, transition, qualifier, trend, confidence step, tension.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from assessor.domain.values import Frozen, Id, OneOrMany


class ConcludeFinding(Frozen):
    """
    A named conclusion about the cell or one of its dimensions; several rules may conclude the same.

    Attributes:
        finding: Its id, new or one that another rule concludes too.
    """

    finding: Id


class ConcludeStatus(Frozen):
    """
    The status of a dimension; the first rule that is met decides.

    Attributes:
        dimension: The dimension.
        status: What it is doing.
    """

    dimension: Id
    status: Id


class ConcludeTransition(Frozen):
    """
    A move of the trajectory to a state, from any of the listed; the first guard that is met is taken.

    Attributes:
        transition: The trajectory it leads to.
        source: The trajectories it leads away from.
    """

    transition: Id
    source: Annotated[OneOrMany[Id], Field(alias="from")]


class ConcludeQualifier(Frozen):
    """
    A qualifier beside the trajectory.

    Attributes:
        qualifier: The qualifier.
    """

    qualifier: Id


class ConcludeTrend(Frozen):
    """
    The trend; the first rule that is met decides.

    Attributes:
        trend: The trend.
    """

    trend: Id


class ConcludeConfidence(Frozen):
    """
    A step of confidence down or up, with the rule's rationale as its reason.

    Attributes:
        confidence: Which way.
    """

    confidence: Literal["down", "up"]


class ConcludeTension(Frozen):
    """
    A tension of the cell; active when both findings hold, so the rule needs no `when`.

    Attributes:
        tension: A tension that the cell declares.
        between: The two findings that pull against each other.
    """

    tension: Id
    between: tuple[Id, Id]


CONCLUSIONS: dict[str, type[Frozen]] = {
    "finding": ConcludeFinding,
    "status": ConcludeStatus,
    "transition": ConcludeTransition,
    "qualifier": ConcludeQualifier,
    "trend": ConcludeTrend,
    "confidence": ConcludeConfidence,
    "tension": ConcludeTension,
}
"""The key by which each conclusion is recognised."""


def conclusion_of(value: Any) -> str | None:  # noqa: ANN401 - whatever the author wrote
    """Return the key that says what kind of conclusion `value` is, or None."""
    if isinstance(value, dict):
        return next((key for key in CONCLUSIONS if key in value), None)
    return next((key for key, kind in CONCLUSIONS.items() if type(value) is kind), None)


Conclusion = Annotated[
    Annotated[ConcludeFinding, Tag("finding")]
    | Annotated[ConcludeStatus, Tag("status")]
    | Annotated[ConcludeTransition, Tag("transition")]
    | Annotated[ConcludeQualifier, Tag("qualifier")]
    | Annotated[ConcludeTrend, Tag("trend")]
    | Annotated[ConcludeConfidence, Tag("confidence")]
    | Annotated[ConcludeTension, Tag("tension")],
    Discriminator(
        conclusion_of,
        custom_error_type="conclusion_head",
        custom_error_message="a conclusion holds one of: " + ", ".join(f"`{key}`" for key in CONCLUSIONS),
    ),
]
