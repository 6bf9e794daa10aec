"""
Recomputing: the cells that are due assessed again, as of today and known at now.

Each is recorded in a transaction of its own, after it was checked under the append lock that it is
still due: two processes do no cell twice, and one that is killed leaves due what it had not done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import AssessorError, StoreError, UsageError
from assessor.services.due import find_due
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import in_force
from assessor.services.reassess import Failed, Work, present, record_again, today, try_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.context import Context
    from assessor.services.due import Due
    from assessor.services.progress import Progress
    from assessor.services.reassess import Recomputed
    from assessor.store.assessments import AssessmentRow


def list_due(context: Context) -> tuple[Due, ...]:
    """Return the cells that are due today."""
    with context.database.read() as tx:
        return find_due(tx, today(present(context, tx)))


def recompute(
    context: Context,
    cells: Sequence[str] = (),
    *,
    every: bool = False,
    dry_run: bool = False,
    told: Progress = tell_nobody,
    failed: list[Failed] | None = None,
) -> tuple[Recomputed, ...]:
    """
    Assess again what is due, and tell what changed.

    Args:
        cells: Those asked for, whether or not they were assessed before; all that are due where none is named.
        every: Cells that were never assessed too.
        dry_run: Record nothing: what comes out are trials.
        told: Called after each cell with how many are done, of how many.
        failed: Takes the cells that cannot be assessed, and the others are done; where absent, the first ends it.

    Raises:
        UsageError: A cell is not in the ruleset in force.
        As `assess`: What was done by then is recorded, and the rest stays due.
    """
    found: list[Recomputed] = []
    tried: set[tuple[str, int]] = set()
    while True:
        work = [one for one in _find_work(context, cells, every=every) if (one.cell, _index(one.before)) not in tried]
        for place, one in enumerate(work):
            tried.add((one.cell, _index(one.before)))
            try:
                done = _do(context, one, dry_run=dry_run)
            except AssessorError as error:
                if failed is None or isinstance(error, StoreError):
                    raise
                failed.append(Failed.of(one, error))
                done = None
            found += [done] if done is not None else []
            told(place + 1, len(work))
        if dry_run or not work:
            return tuple(found)


def _find_work(context: Context, cells: Sequence[str], *, every: bool) -> list[Work]:
    """Return the cells to assess: those that are due, and those asked for that were never assessed."""
    with context.database.read() as tx:
        day = today(present(context, tx))
        work = [Work.of(due) for due in find_due(tx, day, cells or None)]
        if every or cells:
            ruleset = in_force(tx, day, tx.log.size()).ruleset
            unknown = [cell for cell in cells if not ruleset.has_cell(cell)]
            if unknown:
                known = ", ".join(cell.cell for cell in ruleset.cells)
                raise UsageError(f"cell {quote(unknown[0])} is not in the ruleset in force; it has {known}")
            asked = cells or [cell.cell for cell in ruleset.cells]
            done = tx.assessments.latest(asked)
            work += [Work(cell, None, None) for cell in dict.fromkeys(asked) if cell not in done]
    return work


def _do(context: Context, work: Work, *, dry_run: bool) -> Recomputed | None:
    """Assess a cell; nothing where another process did so meanwhile."""
    with context.database.read() as tx:
        now = present(context, tx)
        tried = try_again(now, tx, work)
    if dry_run:
        return tried.told
    with context.database.write() as tx:
        latest = tx.assessments.latest([work.cell]).get(work.cell)
        if _index(latest) != _index(work.before):
            return None
        return record_again(now, tx, tried)


def _index(row: AssessmentRow | None) -> int:
    return row.entry_index if row is not None else -1
