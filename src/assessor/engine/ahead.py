"""
The days after the one judged, once with nothing new, and again with whatever is supposed.

What comes later changes no day before it: the cells are folded to the horizon once, and what is supposed
is folded on from the first day that it touches. What nothing new means is `assessor.engine.carry`'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.additions import Additions
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.columns.nodes import change_days
from assessor.engine.describe import describe
from assessor.engine.histories.evaluate import fold_all
from assessor.engine.laid import lay
from assessor.engine.said import Said
from assessor.ruleset.conclusions import ConcludeQualifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from assessor.engine.evaluate import Evaluation
    from assessor.engine.supplied import Item


class Ahead:
    """
    What the verdict of a cell says on the days after the one judged.

    Attributes:
        today: The day judged.
        ready: The cell's conditions, carried to the horizon.
        said: What the verdict says on the day judged.
    """

    def __init__(self, evaluation: Evaluation, horizon: date) -> None:
        """Fold the cell that was evaluated, and what it reads, to a day after the one judged, with nothing new."""
        self.today, self.horizon = evaluation.as_of, horizon
        self._cell, self._ruleset = evaluation.cell, evaluation.ruleset
        quiet = keep_watching(evaluation.evidence, self.today)
        calendar = Calendar(evaluation.ruleset.framework.epoch, horizon)
        feeds = [version.key for version in quiet.feeds]
        prepared = {
            cell: carry(ready.over(lay(ready.case, quiet, feeds), calendar), self.today)
            for cell, ready in evaluation.timeline.prepared.items()
        }
        guess = {cell: fold.moves for cell, fold in evaluation.timeline.folds.items()}
        self._folded = fold_all(self._ruleset, prepared, {}, guess)
        self._additions = Additions(self._ruleset, self._folded, self._cell, self.today)
        self.ready = prepared[self._cell]
        self.said = self.nothing_new(self.today)

    def nothing_new(self, day: date) -> Said:
        """Return what the verdict says on a day if nothing new comes."""
        return Said.of(self._folded[self._cell], day)

    def changes(self) -> Iterator[date]:
        """Yield days after the one judged, among them each on which the verdict changes while nothing new comes."""
        folded = self._folded[self._cell]
        rules = folded.prepared.plan.rules_of(ConcludeQualifier)
        columns = [folded.states.which[1:], folded.sufficient, *(folded.outcomes(rule) for rule in rules)]
        days = (folded.prepared.calendar.days[number] for number in change_days(columns))
        return (day for day in days if day > self.today)

    def turned(self, day: date) -> tuple[str, ...]:
        """Return the conditions that turn on a day on which nothing new came, in words."""
        number = self.ready.calendar.number(day)
        return tuple(
            f"{describe(leaf.condition)}: {Kleene(int(column.outcomes[number])).word} then, nothing new having come"
            for leaf, column in zip(self.ready.leaves, self.ready.columns, strict=True)
            if column.outcomes[number] != column.outcomes[number - 1]
        )

    def supposing(self, asked: Iterable[tuple[Collection[Item], date]]) -> list[Said]:
        """Return what the verdict says, each time on a later day, if some items come, and nothing else new."""
        return self._additions.said((frozenset(items), day) for items, day in asked)
