"""
What the headline of a verdict says without some of its evidence, for many sets that share items.

What a condition makes of its days without some items depends on those that it sees, so it is worked out once for each
such part of a set; and what is said depends on the columns of conditions alone, so sets that give the same columns are
folded once. Holds the sharing; what is evaluated is `assessor.engine.histories`' business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.domain.known import Evidence
from assessor.engine.ahead import Said
from assessor.engine.columns import column
from assessor.engine.columns.nodes import is_equal
from assessor.engine.histories.evaluate import fold_all
from assessor.engine.laid import lay

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.known import ItemKey
    from assessor.engine.columns import Column
    from assessor.engine.histories.evaluate import Histories
    from assessor.engine.prepare import Leaf, Prepared

_FLOOR = -1
_Changed = frozenset[tuple[str, int, bytes]]


class Removals:
    """Histories, and what a cell's verdict says on their last day without signals, readings or feeds."""

    def __init__(self, known: Histories, cell: str, day: date) -> None:
        """Take up histories that are known, and the cell and day that are asked about."""
        self._known, self._cell, self._day = known, cell, day
        self._columns: dict[tuple[str, int, frozenset[ItemKey]], Column] = {}
        self._said: dict[_Changed, Said] = {frozenset(): Said.of(known.folded[cell], day)}

    def said(self, gone: frozenset[ItemKey]) -> Said:
        """Return what the verdict says without some items."""
        prepared = {cell: self._without(folded.prepared, gone) for cell, folded in self._known.folded.items()}
        changed = frozenset(
            (cell, number, now.outcomes.tobytes())
            for cell, ready in prepared.items()
            for number, now, was in _pairs(ready, self._known.folded[cell].prepared)
            if now is not was
        )
        if changed not in self._said:
            folded = fold_all(self._known.ruleset, prepared, self._known.folded)
            self._said[changed] = Said.of(folded[self._cell], self._day)
        return self._said[changed]

    def _without(self, ready: Prepared, gone: frozenset[ItemKey]) -> Prepared:
        """Return a cell with the columns that it would have, before the evidence that it had."""
        columns = list(ready.columns)
        for number in ready.seeing(gone):
            columns[number] = self._column(ready, number, ready.leaves[number], columns[number], gone)
        floor = ready.floor_column
        if ready.floor is not None and floor is not None:
            floor = self._column(ready, _FLOOR, ready.floor, floor, gone)
        return replace(ready, columns=tuple(columns), floor_column=floor)

    def _column(self, ready: Prepared, number: int, leaf: Leaf, known: Column, gone: frozenset[ItemKey]) -> Column:
        """Return what a leaf makes of each day without those that it sees: the same column, where it is alike."""
        seen = gone & leaf.matched
        key = (ready.case.cell.cell, number, seen)
        if not seen:
            return known
        if key not in self._columns:
            versions = {k: v for k, v in ready.case.evidence.versions.items() if k not in seen}
            made = column(leaf.under(lay(ready.case, Evidence(versions), seen)), ready.calendar)
            self._columns[key] = known if is_equal(made.outcomes, known.outcomes) else made
        return self._columns[key]


def _pairs(now: Prepared, was: Prepared) -> list[tuple[int, Column, Column]]:
    pairs = [(number, *pair) for number, pair in enumerate(zip(now.columns, was.columns, strict=True))]
    if now.floor_column is not None and was.floor_column is not None:
        pairs.append((_FLOOR, now.floor_column, was.floor_column))
    return pairs
