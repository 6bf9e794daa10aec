"""
A fold that goes on from the day judged, once with nothing new, and again with whatever is supposed.

Supposed evidence is dated after the day judged, so the days up to it are folded once and for all. What
nothing new means is `assessor.engine.carry`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.describe import describe
from assessor.engine.prepare import prepare
from assessor.engine.upstream import Upstream
from assessor.ruleset.conclusions import ConcludeQualifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.engine.evaluate import Evaluation
    from assessor.engine.fold import DayRecord, Infers
    from assessor.engine.prepare import Prepared
    from assessor.engine.supply import Item

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a verdict says in its headline: the trajectory, absent where none is issued, and the qualifiers."""

    trajectory: str | None
    qualifiers: tuple[str, ...]

    @classmethod
    def of(cls, prepared: Prepared, record: DayRecord) -> Said:
        """Read it off a day of a fold."""
        if not record.sufficient:
            return cls(None, ())
        nodes = prepared.plan.after.rules
        held = dict.fromkeys(
            rule.then.qualifier
            for rule in prepared.plan.rules.rules
            if isinstance(rule.then, ConcludeQualifier) and record.after[nodes[rule.id]] == Kleene.MET
        )
        return cls(record.state, tuple(held))

    def __str__(self) -> str:
        if self.trajectory is None:
            return "insufficient evidence"
        return self.trajectory + (f" ({', '.join(self.qualifiers)})" if self.qualifiers else "")


class Ahead:
    """
    What the verdict of a cell says on the days after the one judged.

    Attributes:
        today: The day judged; `record`, its day of the fold; `said`, what the verdict says on it.
        ready: The cell with nothing new, from the day judged to the horizon.
    """

    def __init__(self, evaluation: Evaluation, engine: Infers, horizon: date) -> None:
        """Fold on with nothing new."""
        self.today, self.horizon = evaluation.as_of, horizon
        self._cell, self._engine = evaluation.cell, engine
        timeline, ruleset = evaluation.timeline, evaluation.ruleset
        calendar = Calendar(self.today, horizon)
        quiet = keep_watching(evaluation.evidence, self.today)
        ready = {
            cell: carry(prepare(ruleset.framework, ruleset.cell(cell), fold.plan, quiet, calendar), self.today)
            for cell, fold in timeline.folds.items()
        }
        self.ready = ready[self._cell]
        self._upstream = {cell: Upstream(cell, dict(read.states)) for cell, read in timeline.upstream.items()}
        self._begin = timeline.folds[self._cell]
        folds = {cell: fold.fork(self._upstream) for cell, fold in timeline.folds.items()}
        rows = {cell: one.rows() for cell, one in ready.items()}
        for number, day in enumerate(calendar.days[1:], 1):
            for cell, fold in folds.items():
                leaves, floor = rows[cell][number]
                self._upstream[cell].note(fold.step(day, leaves, floor=floor))
        self._days = folds[self._cell].days
        self.record = self._begin.last
        self.said = Said.of(self.ready, self.record)

    def nothing_new(self, day: date) -> Said:
        """Return what the verdict says on a later day if nothing new comes."""
        return Said.of(self.ready, self._days[(day - self.today).days])

    def turned(self, day: date) -> tuple[str, ...]:
        """Return the conditions that turn on a day on which nothing new came, in words."""
        number = (day - self.today).days
        return tuple(
            f"{describe(leaf.condition)}: {Kleene(int(column.outcomes[number])).word} then, nothing new having come"
            for leaf, column in zip(self.ready.leaves, self.ready.columns, strict=True)
            if column.outcomes[number] != column.outcomes[number - 1]
        )

    def supposing(self, items: Sequence[Item], day: date) -> Said:
        """Return what the verdict says on a later day if some items come, and nothing else new."""
        added = [version for item in items for version in item.versions]
        ready = carry(self.ready.varied(added=added), self.today)
        fold = self._begin.fork(self._upstream)
        rows = ready.rows()
        for number in range(1, (day - self.today).days + 1):
            leaves, floor = rows[number]
            fold.step(self.today + number * _DAY, leaves, floor=floor)
        return Said.of(ready, fold.last)
