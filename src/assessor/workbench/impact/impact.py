"""
What a draft would change: "14 of 3,120 recorded assessments", and which days of which cells, each with why.

Nothing is recorded. Days are compared as they are known now; recorded assessments each at their own cut.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from assessor.audit import digest
from assessor.domain.quoting import quote
from assessor.errors import RulesetConflictError, RulesetNotFoundError, UsageError
from assessor.services.by_parts import work_by_parts
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import in_force, write_ruleset
from assessor.workbench.impact.cell import Asked, Reign, judge_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.services.progress import Progress
    from assessor.store.unit_of_work import ReadTransaction
    from assessor.workbench.impact.moved import CellImpact

_FEWEST_CELL_DAYS: Final = 100_000
"""Days of all cells together, below which one process is quicker than several."""


@dataclass(frozen=True, slots=True)
class Impact:
    """
    What a draft would change.

    Attributes:
        ruleset: The draft's digest.
        effective_from: From which day on it would judge; `until` is the last day compared.
        states: The trajectories that either can say, in the draft's order.
        new: Cells that no ruleset in force judged; `gone`, those that the draft does not have.
    """

    framework: str
    ruleset: str
    effective_from: date
    until: date
    log_size: int
    states: tuple[str, ...]
    cells: tuple[CellImpact, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def recorded(self) -> int:
        """How many assessments are recorded of the days compared."""
        return sum(one.recorded for one in self.cells)

    @property
    def recorded_moved(self) -> int:
        """How many of them would change."""
        return sum(len(one.assessments) for one in self.cells)

    @property
    def days(self) -> int:
        """How many days of all cells are compared."""
        return sum(one.days for one in self.cells)

    @property
    def days_moved(self) -> int:
        """How many of them would change."""
        return sum(one.days_moved for one in self.cells)


def measure_impact(
    context: Context,
    draft: Ruleset,
    *,
    effective_from: date | None = None,
    cells: Sequence[str] = (),
    told: Progress = tell_nobody,
) -> Impact:
    """
    Judge the past by a draft, beside the rules that were in force on each day.

    Args:
        effective_from: From which day on the draft would judge; else from its epoch.
        cells: Which; all where empty.
        told: Called with the cells done, and how many there are.

    Raises:
        RulesetConflictError: The log is of another framework.
        RulesetNotFoundError: Nothing was in force on any of the days.
        UsageError: A cell is none of the draft's, or the first day lies in the future.
    """
    first = max(effective_from or draft.framework.epoch, draft.framework.epoch)
    with context.database.read() as tx:
        size, moment = tx.log.size(), context.clock()
        last = moment.astimezone(UTC).date()
        _check(tx, draft, cells, first, last)
        reigns = tuple(_reigns(tx, first, last, size))
        if not reigns:
            raise RulesetNotFoundError(f"no ruleset was in force from {first} to {last}: there is nothing to compare")
        judged = {cell.cell for reign in reigns for cell in reign.ruleset.cells}
        named = [cell.cell for cell in draft.cells if not cells or cell.cell in cells]
        asked = Asked(draft, tuple(cell for cell in named if cell in judged), reigns, size, moment)
        days = len(asked.cells) * (last - first).days
        fewest = 0 if days >= _FEWEST_CELL_DAYS else len(asked.cells) + 1
        found: list[CellImpact] = []
        work = work_by_parts(context.database, tx, partial(judge_cell, asked), len(asked.cells), fewest=fewest)
        with closing(work) as parts:
            for one in parts:
                found.append(one)
                told(len(found), len(asked.cells))
    earlier = (term.id for reign in reigns for term in reign.ruleset.framework.trajectories)
    return Impact(
        framework=draft.framework.framework,
        ruleset=digest(write_ruleset(draft)),
        effective_from=first,
        until=last,
        log_size=size,
        states=tuple(dict.fromkeys((*(term.id for term in draft.framework.trajectories), *earlier))),
        cells=tuple(found),
        new=tuple(cell for cell in named if cell not in judged),
        gone=tuple(sorted(judged - {cell.cell for cell in draft.cells})) if not cells else (),
    )


def _check(tx: ReadTransaction, draft: Ruleset, cells: Sequence[str], first: date, last: date) -> None:
    for row in tx.rulesets.all():
        if row.framework != draft.framework.framework:
            raise RulesetConflictError(
                f"this log is of framework {quote(row.framework)} (entry {row.entry_index}), and the draft of "
                f"{quote(draft.framework.framework)}; name the log of its framework with --db"
            )
    for cell in cells:
        if not draft.has_cell(cell):
            raise UsageError(f"cell {quote(cell)} is not in the draft")
    if first > last:
        raise UsageError(f"the draft would judge from {first} on, and no day after {last} has come: nothing can change")


def _reigns(tx: ReadTransaction, first: date, last: date, size: int) -> Iterator[Reign]:
    """Yield which published ruleset judges which of the days, in order; days that none judges are left out."""
    begins = {first, *(row.effective_from for row in tx.rulesets.all() if first < row.effective_from <= last)}
    days = sorted(begins)
    for begin, end in zip(days, [*(day - timedelta(days=1) for day in days[1:]), last], strict=True):
        if tx.rulesets.in_force(begin, size) is not None:
            yield Reign(in_force(tx, begin, size).ruleset, begin, end)
