"""
Which cells a change of evidence can reach: the graph of rules, cells and evidence, read against its edges.

Built once for a ruleset. Holds what could be affected; whether a verdict changes is for an evaluation to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.touch import ANY_CELL, Touch
from assessor.engine.concern import indicators_of
from assessor.engine.timeline import edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True)
class Dependents:
    """
    The edges of a ruleset, backwards.

    Attributes:
        cells: Its cells, in its order.
        by_name: The cells whose own rules a name reaches.
        readers: The cells that read a cell's trajectory.
    """

    cells: tuple[str, ...]
    by_name: Mapping[Touch, frozenset[str]]
    readers: Mapping[str, frozenset[str]]

    def affected(self, touched: Iterable[Touch]) -> tuple[str, ...]:
        """
        Return the cells that names reach, and those that read them, in the ruleset's order.

        Args:
            touched: What items touch, in their old versions and their new ones.
        """
        names = set(touched)
        if ANY_CELL in names:
            return self.cells
        found: set[str] = set()
        reached = {cell for name in names for cell in self.by_name.get(name, ())}
        while reached:
            found |= reached
            reached = {reader for cell in reached for reader in self.readers.get(cell, ())} - found
        return tuple(cell for cell in self.cells if cell in found)


def dependents_of(ruleset: Ruleset) -> Dependents:
    """Return what depends on what in a ruleset."""
    by_name: dict[Touch, set[str]] = {}
    readers: dict[str, set[str]] = {}
    cells = tuple(cell.cell for cell in ruleset.cells)
    for cell in cells:
        by_name.setdefault(Touch("cell", cell), set()).add(cell)
        for indicator in indicators_of(ruleset, cell):
            by_name.setdefault(Touch("indicator", indicator), set()).add(cell)
        for read, _ in edges(ruleset, cell):
            readers.setdefault(read, set()).add(cell)
    return Dependents(
        cells,
        {name: frozenset(reached) for name, reached in by_name.items()},
        {cell: frozenset(reading) for cell, reading in readers.items()},
    )
