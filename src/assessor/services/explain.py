"""
Why a cell's verdict is as it is, or is not another; evaluated when asked, never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.explain import explain, why_not
from assessor.services.assess import find_decisive, judge

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.assessment import Assessment
    from assessor.domain.explanation import Explained
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class CellExplanation:
    """An assessment, recorded or a trial, and the tree that explains it."""

    assessment: Assessment
    parts: tuple[Explained, ...]


def explain_cell(
    context: Context, cell: str, *, as_of: date | None = None, known_at: str | None = None
) -> CellExplanation:
    """Explain every part of a cell's verdict, with the items whose removal would change it."""
    judged = judge(context, cell, as_of=as_of, known_at=known_at)
    return CellExplanation(find_decisive(context, judged), explain(judged.evaluation))


def explain_why_not(
    context: Context, cell: str, trajectory: str, *, as_of: date | None = None, known_at: str | None = None
) -> CellExplanation:
    """Explain why a cell is not in a trajectory, and what each missing condition lacks."""
    judged = judge(context, cell, as_of=as_of, known_at=known_at)
    return CellExplanation(judged.assessment, why_not(judged.evaluation, trajectory))
