"""
Recomputing: the cells that are due assessed again, as of today and known at now.

Each is recorded in a transaction of its own, after it was checked under the append lock that it is
still due: two processes do no cell twice, and one that is killed leaves due what it had not done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from assessor.audit import BY_HAND, parse_instant
from assessor.domain.quoting import quote
from assessor.engine.compare import compare
from assessor.engine.facets import PARTS
from assessor.errors import UsageError, VerificationError
from assessor.services.assess import record_trial, try_cell
from assessor.services.assessment_document import read_document
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.due import find_due
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import in_force
from assessor.services.restate import record_restated, restate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.audit import Entry
    from assessor.domain.assessment import Assessment, Verdict
    from assessor.domain.change import Change
    from assessor.domain.restatement import Restated
    from assessor.services.context import Context
    from assessor.services.due import Due
    from assessor.services.progress import Progress
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction


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


def list_due(context: Context) -> tuple[Due, ...]:
    """Return the cells that are due today."""
    now = present(context)
    with context.database.read() as tx:
        return find_due(tx, now.clock().astimezone(UTC).date())


def recompute(
    context: Context,
    cells: Sequence[str] = (),
    *,
    every: bool = False,
    dry_run: bool = False,
    told: Progress = tell_nobody,
) -> tuple[Recomputed, ...]:
    """
    Assess again what is due, and tell what changed.

    Args:
        cells: Those asked for, whether or not they were assessed before; all that are due where none is named.
        every: Cells that were never assessed too.
        dry_run: Record nothing: what comes out are trials.
        told: Called after each cell with how many are done, of how many.

    Raises:
        UsageError: A cell is not in the ruleset in force.
        As `assess`: What was done by then is recorded, and the rest stays due.
    """
    found: list[Recomputed] = []
    tried: set[tuple[str, int]] = set()
    while True:
        now = present(context)
        work = [one for one in _find_work(now, cells, every=every) if (one.cell, _index(one.before)) not in tried]
        if not work:
            return tuple(found)
        for place, one in enumerate(work):
            tried.add((one.cell, _index(one.before)))
            done = _do(present(context), one, dry_run=dry_run)
            found += [done] if done is not None else []
            told(place + 1, len(work))
        if dry_run:
            return tuple(found)


@dataclass(frozen=True, slots=True)
class _Work:
    cell: str
    before: AssessmentRow | None
    due: Due | None


def _find_work(context: Context, cells: Sequence[str], *, every: bool) -> list[_Work]:
    """Return the cells to assess: those that are due, and those asked for that were never assessed."""
    day = context.clock().astimezone(UTC).date()
    with context.database.read() as tx:
        work = [_Work(due.cell, due.before, due) for due in find_due(tx, day, cells or None)]
        if every or cells:
            ruleset = in_force(tx, day, tx.log.size()).ruleset
            unknown = [cell for cell in cells if not ruleset.has_cell(cell)]
            if unknown:
                known = ", ".join(cell.cell for cell in ruleset.cells)
                raise UsageError(f"cell {quote(unknown[0])} is not in the ruleset in force; it has {known}")
            asked = cells or [cell.cell for cell in ruleset.cells]
            done = tx.assessments.latest(asked)
            work += [_Work(cell, None, None) for cell in dict.fromkeys(asked) if cell not in done]
    return work


def _do(context: Context, work: _Work, *, dry_run: bool) -> Recomputed | None:
    """Assess a cell; nothing where another process did so meanwhile."""
    cause = work.due.cause if work.due is not None else BY_HAND
    with context.database.read() as tx:
        assessed = try_cell(context, work.cell, cause=cause, tx=tx)
        restated = restate(tx, assessed.assessment) if work.before is not None else ()
    restated_by: Entry | None = None
    if not dry_run:
        with context.database.write() as tx:
            latest = tx.assessments.latest([work.cell]).get(work.cell)
            if _index(latest) != _index(work.before):
                return None
            assessed = record_trial(context, tx, assessed)
            restated_by = record_restated(context, tx, assessed.assessment, restated, cause)
    with context.database.read() as tx:
        before = read_verdict(tx, work.before) if work.before is not None else None
    after = assessed.assessment.verdict
    changes = compare(before, after) if before is not None else ()
    return Recomputed(
        cell=work.cell,
        before=work.before.id if work.before is not None else None,
        entries=work.due.entries if work.due is not None else (),
        assessment=assessed.assessment,
        changes=tuple(change for change in changes if change.part in PARTS),
        restated=restated,
        restated_by=restated_by.index if restated_by is not None else None,
    )


def _index(row: AssessmentRow | None) -> int:
    return row.entry_index if row is not None else -1


def read_verdict(tx: ReadTransaction, row: AssessmentRow) -> Verdict:
    """
    Return the verdict that an assessment recorded.

    Raises:
        VerificationError: Its entry or its record is not as it was recorded.
    """
    entry = tx.log.entry(row.entry_index)
    if entry is None:
        raise VerificationError(f"entry {row.entry_index} is missing")
    return read_document(tx.content.get(read_assessment_entry(entry, tx.log.entry).record).data).verdict


def present(context: Context) -> Context:
    """
    Return the surroundings at one instant: the clock's, or that of the log's last entry where the clock is behind.

    So whatever the log has taken counts as known.
    """
    with context.database.read() as tx:
        last = tx.log.head().recorded_at
    now = context.clock()
    moment = max(now, parse_instant(last)) if last else now
    return replace(context, clock=lambda: moment)
