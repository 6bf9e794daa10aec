"""
Why a verdict is as it is, or is not another; evaluated when asked, never recorded.

A cell is judged at the times that are asked for. A recorded assessment is answered from the
record alone: it is evaluated again from what its entry names, and nothing is explained unless
that gives the bytes that were recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.engine.explain import explain, why_not
from assessor.engine.histories import histories_behind, since_when
from assessor.services.assess import judge
from assessor.services.assessed import Assessed, find_decisive
from assessor.services.recorded import read_recorded
from assessor.services.reproduce import reproduce

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.assessment import Assessment
    from assessor.domain.explanation import Explained
    from assessor.domain.restatement import Issued
    from assessor.engine.histories import RuleSince
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class RestatedBy:
    """An entry that answers an assessment differently, what made it, and what it says."""

    entry_index: int
    cause: tuple[int, ...]
    verdict: Issued


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    An assessment, recorded or a trial, and the tree that explains it.

    Attributes:
        from_record: Whether the assessment was read from the log and gave the recorded bytes again.
        restated: How it was answered differently since, first to last.
    """

    assessment: Assessment
    parts: tuple[Explained, ...]
    from_record: bool = False
    restated: tuple[RestatedBy, ...] = ()


def explain_cell(context: Context, cell: str, *, as_of: date | None = None, known_at: str | None = None) -> Explanation:
    """Explain every part of a cell's verdict, with the items whose removal would change it."""
    return _explain(judge(context, cell, as_of=as_of, known_at=known_at), from_record=False)


def explain_why_not(
    context: Context, cell: str, trajectory: str, *, as_of: date | None = None, known_at: str | None = None
) -> Explanation:
    """Explain why a cell is not in a trajectory, and what each missing condition lacks."""
    judged = judge(context, cell, as_of=as_of, known_at=known_at)
    return Explanation(judged.assessment, why_not(judged.evaluation, trajectory))


def explain_recorded(context: Context, reference: Reference) -> Explanation:
    """
    Explain every part of a recorded verdict, as `explain_cell`.

    Raises:
        UsageError: No such assessment is recorded.
        VerificationError: It is not what comes out of its own inputs; the message tells the difference.
    """
    return replace(
        _explain(_reproduced(context, reference), from_record=True),
        restated=_find_restated(context, reference.entry),
    )


def _find_restated(context: Context, entry_index: int) -> tuple[RestatedBy, ...]:
    with context.database.read() as tx:
        rows = tx.restatements.of_assessment(entry_index)
        entries = [tx.log.entry(row.entry_index) for row in rows]
    found = zip(rows, entries, strict=True)
    return tuple(
        RestatedBy(row.entry_index, entry.cause.entries, row.verdict) for row, entry in found if entry is not None
    )


def explain_recorded_why_not(context: Context, reference: Reference, trajectory: str) -> Explanation:
    """
    Explain why a recorded verdict is not another, as `explain_why_not`.

    Raises:
        As `explain_recorded`.
    """
    assessed = _reproduced(context, reference)
    return Explanation(assessed.assessment, why_not(assessed.evaluation, trajectory), from_record=True)


def explain_when(
    context: Context, name: Reference | str, *, as_of: date | None = None, known_at: str | None = None
) -> tuple[Assessment, tuple[RuleSince, ...]]:
    """
    Tell since when each condition behind a verdict has been as it is on the day judged.

    Args:
        name: A cell, judged at the times asked for, or a recorded assessment.

    Raises:
        As `explain_recorded`.
    """
    if isinstance(name, str):
        assessed = judge(context, name, as_of=as_of, known_at=known_at)
    else:
        assessed = _reproduced(context, name)
    evaluation = assessed.evaluation
    concluding = [(reason.rule, reason.concludes) for reason in evaluation.verdict.reasons]
    return assessed.assessment, since_when(histories_behind(evaluation).of(evaluation.cell), concluding)


def _explain(assessed: Assessed, *, from_record: bool) -> Explanation:
    return Explanation(find_decisive(assessed), explain(assessed.evaluation), from_record)


def _reproduced(context: Context, reference: Reference) -> Assessed:
    with context.database.read() as tx:
        recorded = read_recorded(tx, reference)
    return Assessed(recorded.assessment, reproduce(context, recorded, context.engines.memory))
