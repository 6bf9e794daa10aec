"""
A cell as data: all that its page tells, with what the page leaves out for want of room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from assessor.domain.assessment import Assessment
from assessor.domain.cell import Cell
from assessor.domain.evidence import Source
from assessor.domain.explanation import Explained
from assessor.domain.values import Frozen
from assessor.site import names
from assessor.site.data.ahead import BranchData, Signposts, tell_branch, tell_signposts
from assessor.site.data.dimensions import DimensionData, Unsaid, tell_dimensions, tell_unsaid
from assessor.site.data.evidence import SignalData, Versions, tell_corrected, tell_signal
from assessor.site.data.marks import MarkData, marks_data
from assessor.site.data.since import DifferenceData, RestatedData, tell_difference, tell_restatement
from assessor.site.data.states import Against, IssuedSpan, StateSpan, tell_against, tell_issued, tell_states
from assessor.site.data.writing import render_compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.words import Mark
    from assessor.site.pages.overview import Shown


class CellData(Frozen):
    """
    A cell with all that its page tells; of one that was never assessed, only what is declared.

    Attributes:
        declared: The cell as the rules that judged it declare it.
        marks: What must be known before the verdict is relied on.
        assessment: The latest, as recorded: verdict with dimensions, tensions, unknowns; `page`, its address.
        dimensions: Their indicators as series, and the statuses that they do not have.
        states: The states of the timeline; `issued`, what was issued on each day of it.
        reasons: Why, a tree for each part of the verdict.
        against: Why not, for each other state; `unsaid`, for trends and qualifiers.
        signposts: Absent where no rules judge the cell.
        outlook: Branches of which the horizon is still to come.
        changed: Absent where nothing was assessed before.
        restated: What was said of the same day later, first to last.
        signals: The latest first; `sources`, of them and of the readings, by id.
        corrected: Readings and sources that were changed.
    """

    format: Literal["assessor-cell-v2"] = "assessor-cell-v2"
    cell: str
    title: str
    declared: Cell
    marks: tuple[MarkData, ...]
    assessment: Assessment | None
    page: str | None = None
    recorded_at: str | None = None
    dimensions: tuple[DimensionData, ...] = ()
    states: tuple[StateSpan, ...] = ()
    issued: tuple[IssuedSpan, ...] = ()
    reasons: tuple[Explained, ...] = ()
    against: tuple[Against, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    signposts: Signposts | None = None
    outlook: tuple[BranchData, ...] = ()
    changed: DifferenceData | None = None
    restated: tuple[RestatedData, ...] = ()
    signals: tuple[SignalData, ...] = ()
    sources: tuple[Source, ...] = ()
    corrected: tuple[Versions, ...] = ()


def render_cell_data(one: Shown, facts: CellFacts | None, marks: Sequence[Mark]) -> bytes:
    """
    Return a cell as its page tells it.

    Args:
        facts: None where it was never assessed.
        marks: What must be known before its verdict is relied on.
    """
    cell, told = one.record.cell, _told(facts) if facts is not None else {}
    data = CellData(
        cell=cell.cell,
        title=cell.title,
        marks=marks_data(marks),
        assessment=one.latest,
        **{"declared": cell, **told},
    )
    return render_compact(data.model_dump(mode="json", by_alias=True))


def _told(facts: CellFacts) -> dict[str, Any]:
    assessment = facts.assessed.assessment
    assert assessment.entry_index is not None  # noqa: S101 - it is recorded
    return {
        "declared": facts.rules.cell(assessment.cell),
        "page": names.assessment_page(assessment.entry_index),
        "recorded_at": facts.recorded_at,
        "dimensions": tell_dimensions(facts),
        "states": tuple(tell_states(facts)),
        "issued": tuple(tell_issued(facts)),
        "reasons": facts.reasons,
        "against": tuple(tell_against(facts)),
        "unsaid": tell_unsaid(facts.unsaid_beside),
        "signposts": tell_signposts(facts.flips) if facts.flips is not None else None,
        "outlook": tuple(map(tell_branch, facts.outlook.branches)) if facts.outlook is not None else (),
        "changed": tell_difference(facts.difference) if facts.difference is not None else None,
        "restated": tuple(map(tell_restatement, facts.restated)),
        "signals": tuple(map(tell_signal, facts.backlog)),
        "sources": facts.sources,
        "corrected": tuple(tell_corrected(facts)),
    }
