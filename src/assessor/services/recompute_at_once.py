"""
Recomputing with a change of knowledge: the cells that it makes due, assessed again in its own transaction.

So evidence and the verdicts that follow from it stand or fall together, up to a size: beyond it the
evidence is recorded first and the cells afterwards, one by one, since everybody else who writes waits for
the transaction. Evidence is never refused for a cell that cannot be assessed: that cell stays due.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assessor.engine.concern import names_read
from assessor.errors import AssessorError, StoreError
from assessor.services.assessment_name import Reference
from assessor.services.due import entries_after, find_due_by, reached_since
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import in_force
from assessor.services.reassess import Failed, Recomputed, Work, present, record_again, tell, today, try_again
from assessor.services.recompute import recompute
from assessor.services.recorded import read_recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from assessor.services.context import Context
    from assessor.services.due import Due
    from assessor.services.progress import Progress
    from assessor.services.publish_ruleset import PublishedRuleset
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction


_FOR_EVERY_CELL: Final = 100
"""What a cell costs beside its evidence, in items: measured on the doctrine's, most of which have hardly any."""


@dataclass(frozen=True, slots=True)
class Followed:
    """
    What came of a change of knowledge.

    Attributes:
        recomputed: The cells that were assessed again.
        failed: Those that could not be, and stay due.
    """

    recomputed: tuple[Recomputed, ...] = ()
    failed: tuple[Failed, ...] = ()


class AtOnce:
    """
    Recomputes with each change of knowledge that is made in its surroundings.

    Made for one request: a change that fails leaves behind what it would have told.

    Attributes:
        context: The surroundings.
    """

    def __init__(self, context: Context) -> None:
        """Take up the surroundings of a change, which say how many cells go into one transaction."""
        self.context = replace(context, then=self)
        self._recomputed: list[Recomputed] = []
        self._failed: list[Failed] = []
        self._left: list[str] = []

    def __call__(self, tx: WriteTransaction, entries: Sequence[int]) -> None:
        """Assess again the cells that some entries made due; what was assessed because of them before is told."""
        now = present(self.context, tx)
        self._recomputed += _told(tx, now, entries)
        due = find_due_by(tx, today(now), entries)
        if self._is_too_much(tx, due, today(now)):
            self._left += [one.cell for one in due]
            return
        for work in map(Work.of, due):
            try:
                tried = try_again(now, tx, work)
            except StoreError:
                raise
            except AssessorError as error:
                self._failed.append(Failed.of(work, error))
            else:
                self._recomputed.append(record_again(now, tx, tried))

    def _is_too_much(self, tx: ReadTransaction, due: Sequence[Due], day: date) -> bool:
        """Say whether assessing cells would hold the lock for too long: items of evidence times days."""
        size = 0
        for one in due:
            ruleset = in_force(tx, day, tx.log.size()).ruleset
            items = len(tx.touches.touching(names_read(ruleset, one.cell)))
            size += (items + _FOR_EVERY_CELL) * (day - ruleset.framework.epoch).days
            if size > self.context.most_at_once:
                return True
        return False

    def take(self, told: Progress = tell_nobody) -> Followed:
        """
        Return what came of the changes since this was asked last; what was too much at once is done before.

        Args:
            told: As in `recompute`.
        """
        if self._left:
            self._recomputed += recompute(self.context, self._left, told=told, failed=self._failed)
        followed = Followed(tuple(self._recomputed), tuple(self._failed))
        self._recomputed, self._failed, self._left = [], [], []
        return followed


def _told(tx: ReadTransaction, now: Context, entries: Sequence[int]) -> Iterator[Recomputed]:
    """Yield what was recorded because of entries that were recorded before, as it was told then."""
    if not entries or tx.log.size() == entries[-1] + 1:  # just recorded: nothing can follow from them yet
        return
    rules = in_force(tx, today(now), tx.log.size())
    for cell in reached_since(tx, rules, entries[0]):
        rows = tx.assessments.of_cell(cell)
        for row in rows:
            entry = tx.log.entry(row.entry_index) if row.entry_index > entries[-1] else None
            if entry is not None and not set(entries).isdisjoint(entry.cause.entries):
                before = max((r for r in rows if r.entry_index < row.entry_index), key=_rank, default=None)
                yield _tell_again(tx, rules, before, row)
                break


def _rank(row: AssessmentRow) -> tuple[date, datetime, int, int]:
    """Return by what the latest of assessments is told; see `AssessmentReader.latest`."""
    return (row.as_of, row.known_at, row.log_size, row.entry_index)


def _tell_again(
    tx: ReadTransaction, rules: PublishedRuleset, before: AssessmentRow | None, row: AssessmentRow
) -> Recomputed:
    known = entries_after(tx, rules, before) if before is not None else ()
    entries = tuple(index for index in known if index < row.log_size)
    told = tell(tx, before, entries, read_recorded(tx, Reference(row.entry_index)).assessment)
    restated = [one for one in tx.restatements.of_cell(row.cell) if one.entry_index == row.entry_index + 1]
    if not restated:
        return told
    return replace(told, restated=tuple(one.restated for one in restated), restated_by=row.entry_index + 1)
