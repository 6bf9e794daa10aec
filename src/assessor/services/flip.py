"""
The smallest changes that would move a cell's verdict; trials, and never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from assessor.engine.flip import find_flips
from assessor.errors import UsageError
from assessor.services.baseline import find_baseline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.domain.assessment import Assessment
    from assessor.engine.flip import Flip, Flips
    from assessor.engine.said import Said
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context

BUDGET: Final = 100
"""How many changes of each kind are evaluated, unless told otherwise."""

Way = Literal["up", "down", "qualifier gone", "qualifier new", "no trajectory", "trajectory issued"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A change that moves the verdict, and which ways: along the framework's order, and by qualifiers."""

    flip: Flip
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class FlipList:
    """What would move a verdict, laid over one assessment, recorded or a trial."""

    assessment: Assessment
    flips: Flips
    moved: tuple[Moved, ...]


def list_flips(
    context: Context, cell: str, *, as_of: date | None = None, known_at: str | None = None, budget: int = BUDGET
) -> FlipList:
    """
    Search for the smallest changes that would move a cell's verdict.

    Args:
        budget: At most so many evaluations of each kind of change.

    Raises:
        UsageError: No trajectory is issued, so there is nothing to move.
        As `find_baseline`.
    """
    return flips_of(find_baseline(context, cell, as_of, known_at), budget=budget)


def flips_of(base: Assessed, *, budget: int = BUDGET) -> FlipList:
    """
    Search for the smallest changes that would move the verdict of an evaluation.

    Raises:
        UsageError: As `list_flips`.
    """
    cell = base.evaluation.cell
    if not base.evaluation.ruleset.rules_of(cell).rules:
        raise UsageError(f"the ruleset has no rules for cell {cell}, so nothing moves its verdict")
    flips = find_flips(base.evaluation, budget=budget)
    order = [t.id for t in base.evaluation.ruleset.framework.trajectories]
    moved = tuple(Moved(flip, _ways(flip.instead, flip.said, order)) for flip in flips.found)
    return FlipList(base.assessment, flips, moved)


def _ways(before: Said, after: Said, order: Sequence[str]) -> tuple[Way, ...]:
    if before.trajectory is None or after.trajectory is None:
        return ("no trajectory",) if after.trajectory is None else ("trajectory issued",)
    ways: list[Way] = []
    step = order.index(after.trajectory) - order.index(before.trajectory)
    if step:
        ways.append("up" if step > 0 else "down")
    if set(before.qualifiers) - set(after.qualifiers):
        ways.append("qualifier gone")
    if set(after.qualifiers) - set(before.qualifiers):
        ways.append("qualifier new")
    return tuple(ways)
