"""
One cell assessed again: evaluated in a transaction, recorded in the same or a later one, and told.

Holds what every way of recomputing shares. Which cells are due, and in how many transactions they are
done, is for `assessor.services.recompute` and `assessor.services.recompute_at_once`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from assessor.audit import BY_HAND, parse_instant
from assessor.engine.compare import compare
from assessor.engine.facets import PARTS
from assessor.errors import VerificationError
from assessor.services.assess import try_cell
from assessor.services.assessment_document import read_verdict_in
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.record_trial import record_trial
from assessor.services.restate import record_restated, restate

if TYPE_CHECKING:
    from datetime import date

    from assessor.audit import Cause
    from assessor.domain.assessment import Assessment, Verdict
    from assessor.domain.change import Change
    from assessor.domain.restatement import Restated
    from assessor.errors import AssessorError
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context
    from assessor.services.due import Due
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction


@dataclass(frozen=True, slots=True)
class Recomputed:
    """
    A cell that was assessed again.

    Attributes:
        before: The id of its latest assessment until then; none where it was the first.
        entries: What made it due.
        changes: What differs in the verdict; nothing where it stands.
        restated: Earlier assessments of the cell that are answered differently by what is known now.
        restated_by: The entry that says so.
    """

    cell: str
    before: str | None
    entries: tuple[int, ...]
    assessment: Assessment
    changes: tuple[Change, ...]
    restated: tuple[Restated, ...] = ()
    restated_by: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """
    A cell that could not be assessed again, and stays due.

    Attributes:
        entries: What made it due.
        code: The error's, see `assessor.errors`.
        message: What it says.
    """

    cell: str
    entries: tuple[int, ...]
    code: str
    message: str

    @classmethod
    def of(cls, work: Work, error: AssessorError) -> Failed:
        """Return what an error did to a cell."""
        return cls(work.cell, work.entries, error.code, str(error))


@dataclass(frozen=True, slots=True)
class Work:
    """
    A cell to assess.

    Attributes:
        before: Its latest assessment; none where it was never assessed.
        due: Why it is to be assessed again.
    """

    cell: str
    before: AssessmentRow | None
    due: Due | None

    @classmethod
    def of(cls, due: Due) -> Work:
        """Return the work that a cell which is due makes."""
        return cls(due.cell, due.before, due)

    @property
    def entries(self) -> tuple[int, ...]:
        """What made it due."""
        return self.due.entries if self.due is not None else ()

    @property
    def cause(self) -> Cause:
        """What its assessment names as its cause."""
        return self.due.cause if self.due is not None else BY_HAND


@dataclass(frozen=True, slots=True)
class Tried:
    """A cell evaluated again, and not yet recorded."""

    work: Work
    assessed: Assessed
    told: Recomputed


def try_again(context: Context, tx: ReadTransaction, work: Work) -> Tried:
    """
    Evaluate a cell and tell what changed; nothing is recorded but a disagreement of the engines.

    Raises:
        As `assess`.
    """
    assessed = try_cell(context, work.cell, cause=work.cause, tx=tx)
    told = tell(tx, work.before, work.entries, assessed.assessment)
    restated = restate(tx, assessed) if work.before is not None else ()
    return Tried(work, assessed, replace(told, restated=restated))


def record_again(context: Context, tx: WriteTransaction, tried: Tried) -> Recomputed:
    """Record a trial with what it restates."""
    assessment = record_trial(context, tx, tried.assessed).assessment
    entry = record_restated(context, tx, assessment, tried.told.restated, tried.work.cause)
    return replace(tried.told, assessment=assessment, restated_by=entry.index if entry is not None else None)


def tell(
    tx: ReadTransaction, before: AssessmentRow | None, entries: tuple[int, ...], assessment: Assessment
) -> Recomputed:
    """Tell what an assessment changed since the one before it."""
    changes = compare(read_verdict(tx, before), assessment.verdict) if before is not None else ()
    return Recomputed(
        cell=assessment.cell,
        before=before.id if before is not None else None,
        entries=entries,
        assessment=assessment,
        changes=tuple(change for change in changes if change.part in PARTS),
    )


def read_verdict(tx: ReadTransaction, row: AssessmentRow) -> Verdict:
    """
    Return the verdict that an assessment recorded.

    Raises:
        VerificationError: Its entry or its record is not as it was recorded.
    """
    entry = tx.log.entry(row.entry_index)
    if entry is None:
        raise VerificationError(f"entry {row.entry_index} is missing")
    return read_verdict_in(tx.content.get(read_assessment_entry(entry, tx.log.entry).record).data)


def present(context: Context, tx: ReadTransaction) -> Context:
    """
    Return the surroundings at one instant: the clock's, or that of the log's last entry where the clock is behind.

    So whatever the log has taken counts as known.
    """
    last = tx.log.head().recorded_at
    now = context.clock()
    moment = max(now, parse_instant(last)) if last else now
    return replace(context, clock=lambda: moment)


def today(context: Context) -> date:
    """Return the day of the clock, which recomputing judges."""
    return context.clock().astimezone(UTC).date()
