"""
The folds of a cell and of the cells it reads, stepped together.

Cells are evaluated in strata under the same cut, in the order of `assessor.engine.strata`. Holds the stepping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.columns import Calendar
from assessor.engine.fold import Fold
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from assessor.engine.strata import evaluation_order
from assessor.engine.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from assessor.domain.known import Evidence
    from assessor.engine.fold import Infers
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True)
class Timeline:
    """
    One or more cells folded from the epoch to a day.

    Attributes:
        prepared: The columns of each cell.
        folds: The fold of each cell, in the order of evaluation.
        upstream: Their trajectories as others read them.
    """

    prepared: Mapping[str, Prepared]
    folds: Mapping[str, Fold]
    upstream: Mapping[str, Upstream]

    def days_alike(self, prepared: Mapping[str, Prepared]) -> int:
        """Return on how many days, from the first, the same cells prepared otherwise come out as here."""
        return min(ready.days_alike(self.prepared[cell]) for cell, ready in prepared.items())

    def go_on(self, prepared: Mapping[str, Prepared], done: int, engine: Infers) -> Timeline:
        """
        Return the folds of these cells prepared otherwise, gone on with after the days that are alike.

        Args:
            done: On how many days they come out as here; one at least.
            engine: What is asked for all of it.
        """
        length = next(iter(prepared.values())).calendar.length
        if done == length == len(next(iter(self.folds.values())).days):
            self.ask_again(engine)
            return Timeline(prepared, self.folds, self.upstream)
        upstream = {cell: known.fork(done) for cell, known in self.upstream.items()}
        folds = {cell: fold.fork(done, engine, upstream) for cell, fold in self.folds.items()}
        return _fold_on(prepared, folds, upstream, done)

    def ask_again(self, engine: Infers) -> None:
        """Ask an engine for every step that the folds took."""
        for fold in self.folds.values():
            fold.ask_again(engine)


def prepare_all(
    ruleset: Ruleset,
    evidence: Evidence,
    cells: Iterable[str],
    as_of: date,
    earlier: Mapping[str, Prepared] | None = None,
) -> dict[str, Prepared]:
    """
    Prepare cells, and all they read, from the epoch to `as_of`, in the order of evaluation.

    Args:
        as_of: The day judged; not before the epoch.
        earlier: Cells as they were prepared before by the same ruleset; what differs is evaluated again.
    """
    calendar = Calendar(ruleset.framework.epoch, as_of)
    known = earlier or {}
    return {
        cell: prepare(
            ruleset.framework,
            ruleset.cell(cell),
            compile_plan(ruleset.rules_of(cell)),
            evidence,
            calendar,
            earlier=known.get(cell),
        )
        for cell in evaluation_order(ruleset, cells)
    }


def refold(ruleset: Ruleset, prepared: Mapping[str, Prepared], engine: Infers) -> Timeline:
    """Fold prepared cells, given in the order of evaluation."""
    upstream = {cell: Upstream(cell) for cell in prepared}
    folds = {
        cell: Fold(
            ready.plan,
            engine,
            epoch=ruleset.framework.epoch,
            initial=ruleset.framework.initial,
            dimensions_needed=ruleset.framework.standing.dimensions,
            upstream=upstream,
        )
        for cell, ready in prepared.items()
    }
    return _fold_on(prepared, folds, upstream, 0)


def _fold_on(
    prepared: Mapping[str, Prepared], folds: Mapping[str, Fold], upstream: Mapping[str, Upstream], done: int
) -> Timeline:
    """Step folds together over the days that are not done."""
    days = next(iter(prepared.values())).days
    rows = {cell: ready.rows() for cell, ready in prepared.items()}
    for number in range(done, len(days)):
        for cell, fold in folds.items():
            leaves, floor = rows[cell][number]
            upstream[cell].note(fold.step(days[number], leaves, floor=floor))
    return Timeline(prepared, folds, upstream)
