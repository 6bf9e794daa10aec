"""
What a condition makes of its parts, over whole columns; and which of its parts decide that alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.domain.duration import Duration
from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import MET, UNKNOWN, held_before
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Finding,
    Findings,
    Held,
    Not,
    Score,
    children,
    findings_read,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition

OUTCOMES: Final = (Kleene.MET, Kleene.NOT_MET, Kleene.UNKNOWN)
_ONE_DAY: Final = Duration(days=1)


def parts_of(condition: Condition, folded: Folded) -> list[Outcomes]:
    """Return the columns of the conditions inside one; where it reads findings, of these."""
    inside = children(condition)
    if inside:
        return [folded.outcomes_of(part) for part in inside]
    return [finding_column(folded, finding) for finding in findings_read(condition)]


def finding_column(folded: Folded, finding: str) -> Outcomes:
    """Return the outcome of a finding on each day."""
    return folded.before[folded.prepared.plan.before.findings[finding]]


def combine(condition: Condition, parts: Sequence[Outcomes], folded: Folded) -> Outcomes:
    """
    Return what a condition with parts makes of them on each day.

    Args:
        parts: As `parts_of` gives them, over all days of the fold.
    """
    if isinstance(condition, Held):
        if condition.held == _ONE_DAY:
            return parts[0]
        before = held_before(parts[0], condition.held, folded.prepared.calendar)
        return np.where(parts[0] == before, parts[0], UNKNOWN)
    return join(condition, parts)


def join(condition: Condition, parts: Sequence[Outcomes]) -> Outcomes:
    """Return the same of a condition that looks at each day alone, which `held` does not."""
    joined: Outcomes
    match condition:
        case All():
            joined = np.minimum.reduce(parts)
        case AnyOf():
            joined = np.maximum.reduce(parts)
        case Not() | Finding():
            joined = np.negative(parts[0]) if isinstance(condition, Not) else parts[0]
        case _:
            least, most = score(condition, parts)
            asked = asked_of(condition)
            joined = (least >= asked).astype(np.int8) - (most < asked).astype(np.int8)
    return joined


def asked_of(condition: Condition) -> int:
    """Return how much a condition that adds up its parts asks for."""
    assert isinstance(condition, (AtLeast, Findings, Score))  # noqa: S101 - no other adds up
    return condition.at_least


def score(condition: Condition, parts: Sequence[Outcomes]) -> tuple[Outcomes, Outcomes]:
    """Return the least and the most that the parts of a condition add up to on each day."""
    weights = list(condition.score.values()) if isinstance(condition, Score) else [1] * len(parts)
    sure: Outcomes = np.zeros(len(parts[0]), np.int64)
    least, most = sure.copy(), sure.copy()
    for weight, part in zip(weights, parts, strict=True):
        sure += weight * (part == MET)
        least += min(weight, 0) * (part == UNKNOWN)
        most += max(weight, 0) * (part == UNKNOWN)
    return sure + least, sure + most


def deciding(condition: Condition, outcomes: Sequence[int]) -> list[int]:
    """
    Return the places of the parts that decide alone: were one of them otherwise, the condition would be.

    Args:
        outcomes: What the parts are, on one day; of no `held`.
    """
    now = [np.array([outcome], np.int8) for outcome in outcomes]
    found = int(join(condition, now)[0])
    return [
        place
        for place, outcome in enumerate(outcomes)
        if any(
            int(join(condition, [*now[:place], np.array([other], np.int8), *now[place + 1 :]])[0]) != found
            for other in OUTCOMES
            if other != outcome
        )
    ]
