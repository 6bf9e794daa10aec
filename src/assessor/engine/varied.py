"""
What the headline of a verdict says where evidence is varied, for many sets of variations that share parts.

What a condition makes of its days under a set rests on those parts of it that the condition sees, so it is worked out
once for each such choice; and what is said rests on the columns of conditions alone, so sets that give the same are
folded once, and what is left together. Holds the sharing; what a part is, and who sees it, is said by whoever varies.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from assessor.engine.columns import columns_of
from assessor.engine.histories.finals import final_verdicts
from assessor.engine.histories.worlds import DAYS_AT_ONCE, fold_worlds
from assessor.engine.said import Said

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import date

    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar, Column
    from assessor.engine.histories import DayVerdict
    from assessor.engine.histories.folded import Folded
    from assessor.engine.laid import Laid
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.ruleset.model import Ruleset

_Part = TypeVar("_Part", bound="Hashable")

FLOOR: Final = -1
"""Stands for the number of the condition that is the floor of signals."""


class Varied(ABC, Generic[_Part]):
    """Cells that were folded, and what the verdict of one of them says under sets of variations."""

    def __init__(self, ruleset: Ruleset, known: Mapping[str, Folded], cell: str) -> None:
        """Take up the fold of each cell, in the order of evaluation, and the cell that is asked about."""
        self._ruleset, self.known, self._cell = ruleset, known, cell
        self._cases: dict[tuple[str, frozenset[_Part]], Laid] = {}
        self._leaves: dict[tuple[str, int, frozenset[_Part]], Leaf] = {}
        self._columns: dict[tuple[str, int, frozenset[_Part]], Column] = {}
        self._said: dict[tuple[frozenset[tuple[str, int, bytes]], date], Said] = {}

    @abstractmethod
    def seen(self, ready: Prepared, parts: frozenset[_Part]) -> Mapping[int, frozenset[_Part]]:
        """Return of each condition of a cell that sees some parts of a set, by its number or `FLOOR`, those parts."""

    @abstractmethod
    def lay(self, case: Case, parts: frozenset[_Part]) -> Laid:
        """Return a case laid over its evidence under some variations."""

    def stays(self, leaf: Leaf, calendar: Calendar, parts: frozenset[_Part]) -> bool:  # noqa: ARG002 - none is known to
        """Return whether a condition is known to come out the same on each day under variations that it sees."""
        return False

    def columns(self, leaves: Sequence[Leaf], calendar: Calendar) -> list[Column]:
        """Return what conditions that see variations make of each day."""
        return columns_of(leaves, calendar)

    def said(self, asked: Iterable[tuple[frozenset[_Part], date]]) -> list[Said]:
        """Return what the verdict says under each set of variations, each on a day."""
        sets = list(asked)
        worlds = self._worlds([parts for parts, _ in sets])
        keys = [(self._changed(world), day) for world, (_, day) in zip(worlds, sets, strict=True)]
        new = {key: world for key, world in zip(keys, worlds, strict=True) if key not in self._said}
        names = list(new)
        for places, columns in fold_worlds(self._ruleset, self._cell, self.known, list(new.values())):
            for row, place in enumerate(places):
                self._said[names[place]] = Said.of(columns, names[place][1], row)
        return [self._said[key] for key in keys]

    def final_verdicts(self, sets: Sequence[frozenset[_Part]]) -> list[DayVerdict]:
        """Return the verdict on the last day under each set of variations."""
        worlds, known = self._worlds(sets), self.known[self._cell]
        found: dict[int, DayVerdict] = {}
        for places, columns in fold_worlds(self._ruleset, self._cell, self.known, worlds):
            ready = [self._before(worlds[place][self._cell], sets[place]) for place in places]
            found |= zip(places, final_verdicts(columns, ready, known), strict=True)
        return [found[place] for place in range(len(sets))]

    def _worlds(self, sets: Sequence[frozenset[_Part]]) -> list[dict[str, Prepared]]:
        """Return the cells with the columns that they would have under each set, before the evidence that they had."""
        seen = {cell: [self.seen(one.prepared, parts) for parts in sets] for cell, one in self.known.items()}
        for cell, some in seen.items():
            self._make(self.known[cell].prepared, {key: None for one in some for key in one.items()})
        return [
            {cell: self._under(one.prepared, seen[cell][place]) for cell, one in self.known.items()}
            for place in range(len(sets))
        ]

    def _changed(self, world: Mapping[str, Prepared]) -> frozenset[tuple[str, int, bytes]]:
        """Return the columns of a world that are not those that are known."""
        return frozenset(
            (cell, number, now.outcomes.tobytes())
            for cell, ready in world.items()
            for number, now in ready.differing(self.known[cell].prepared)
        )

    def _under(self, ready: Prepared, seen: Mapping[int, frozenset[_Part]]) -> Prepared:
        """Return a cell with the columns of conditions that see some parts, each of which was made."""
        made = {number: self._columns[ready.case.cell.cell, number, parts] for number, parts in seen.items()}
        columns = tuple(made.get(number, column) for number, column in enumerate(ready.columns))
        return replace(ready, columns=columns, floor_column=made.get(FLOOR, ready.floor_column))

    def _make(self, ready: Prepared, asked: Iterable[tuple[int, frozenset[_Part]]]) -> None:
        """Make what conditions come to under parts that they see, as far as it is not there."""
        cell = ready.case.cell.cell
        leaves = {**dict(enumerate(ready.leaves)), FLOOR: ready.floor}
        columns = {**dict(enumerate(ready.columns)), FLOOR: ready.floor_column}
        fresh: list[tuple[tuple[str, int, frozenset[_Part]], Leaf, Column]] = []
        for number, parts in asked:
            key, leaf, known = (cell, number, parts), leaves[number], columns[number]
            if key in self._columns or leaf is None or known is None:
                continue
            if self.stays(leaf, ready.calendar, parts):
                self._columns[key] = known
            else:
                fresh.append((key, self._leaf(ready, number, parts), known))
        at_once = max(DAYS_AT_ONCE // ready.calendar.length, 1)
        for begin in range(0, len(fresh), at_once):
            some = fresh[begin : begin + at_once]
            made = self.columns([leaf for _, leaf, _ in some], ready.calendar)
            self._columns |= {key: one.taking(known) for (key, _, known), one in zip(some, made, strict=True)}

    def _before(self, ready: Prepared, parts: frozenset[_Part]) -> Prepared:
        """Return a cell whose columns are those under some variations with its conditions before the evidence then."""
        seen = self.seen(self.known[ready.case.cell.cell].prepared, parts)
        leaves = (self._leaf(ready, n, seen[n]) if n in seen else leaf for n, leaf in enumerate(ready.leaves))
        return replace(ready, case=self._laid(ready.case, parts).case, leaves=tuple(leaves))

    def _leaf(self, ready: Prepared, number: int, parts: frozenset[_Part]) -> Leaf:
        """Return a condition of a cell before evidence under some variations that it sees; made once."""
        key = (ready.case.cell.cell, number, parts)
        if key not in self._leaves:
            leaf = ready.floor if number == FLOOR else ready.leaves[number]
            assert leaf is not None  # noqa: S101 - a floor that is not there sees nothing
            self._leaves[key] = leaf.under(self._laid(ready.case, parts))
        return self._leaves[key]

    def _laid(self, case: Case, parts: frozenset[_Part]) -> Laid:
        key = (case.cell.cell, parts)
        if key not in self._cases:
            self._cases[key] = self.lay(case, parts)
        return self._cases[key]
