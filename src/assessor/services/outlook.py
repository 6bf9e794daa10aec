"""
The outlook of a cell: its branches judged at their horizons; hypothetical, and never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.cover import Term, cover, smallest
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.engine.outlook import judge_branch
from assessor.errors import UsageError
from assessor.ruleset.problems import did_you_mean
from assessor.services.baseline import find_baseline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.domain.assessment import Assessment, Verdict
    from assessor.engine.outlook import BranchOutlook, Subset
    from assessor.ruleset.model import Branch
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class Ending:
    """
    A verdict that a branch can end in, and the subsets of its assumptions that lead there.

    Attributes:
        verdict: That of the smallest of the subsets; the others say the same of trajectory, qualifiers,
            trend, standing and alternatives.
        terms: The subsets, told in few words.
        smallest: Those of which no proper part leads there.
    """

    verdict: Verdict
    subsets: tuple[Subset, ...]
    terms: tuple[Term, ...]
    smallest: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class JudgedBranch:
    """A branch with every ending it can have, that of nothing new first."""

    outlook: BranchOutlook
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The branches of a cell, laid over one assessment of it, recorded or a trial."""

    assessment: Assessment
    branches: tuple[JudgedBranch, ...]


def look_out(
    context: Context, cell: str, *, branch: str | None = None, as_of: date | None = None, known_at: str | None = None
) -> Outlook:
    """
    Judge the branches of a cell, or one of them.

    Raises:
        UsageError: The cell has no branches, or none of that name, or its horizon is past.
        As `find_baseline`.
    """
    return outlook_of(context, find_baseline(context, cell, as_of, known_at), branch=branch)


def outlook_of(context: Context, base: Assessed, *, branch: str | None = None) -> Outlook:
    """
    Judge the branches of a cell, or one of them, laid over an evaluation of it.

    Raises:
        UsageError: As `look_out`.
    """
    cell = base.evaluation.cell
    chosen = _choose(base.evaluation.ruleset.rules_of(cell).branches, cell, branch)
    engine = CrossChecked(context.engines.first, None, context.engines.memo)
    judged = (judge_branch(base.evaluation, one, engine) for one in chosen)
    return Outlook(base.assessment, tuple(JudgedBranch(one, _endings(one)) for one in judged))


def _choose(branches: Sequence[Branch], cell: str, name: str | None) -> Sequence[Branch]:
    if not branches:
        raise UsageError(f"cell {quote(cell)} has no branches: its framework declares them in outlook/*.yaml")
    chosen = [one for one in branches if name in {None, one.id}]
    if not chosen:
        hint = did_you_mean(name or "", [one.id for one in branches])
        raise UsageError(f"cell {quote(cell)} has no branch {quote(name or '')}{hint or ''}")
    return chosen


def _endings(outlook: BranchOutlook) -> tuple[Ending, ...]:
    """Return the endings of a branch, by the first subset that leads there."""
    by_verdict: dict[tuple[object, ...], list[Subset]] = {}
    for subset in outlook.subsets:
        verdict = subset.verdict
        said = (verdict.trajectory, verdict.qualifiers, verdict.trend, verdict.standing, verdict.alternatives)
        by_verdict.setdefault(said, []).append(subset)
    names = [one.id for one in outlook.branch.assumes]
    return tuple(
        Ending(
            verdict=subsets[0].verdict,
            subsets=tuple(subsets),
            terms=cover(names, [subset.holds for subset in subsets]),
            smallest=smallest([subset.holds for subset in subsets]),
        )
        for subsets in by_verdict.values()
    )
