"""
Which cells a change of evidence can reach: the graph of rules, cells and evidence, read against its edges.

Built once for a ruleset. Holds what could be affected; whether a verdict changes is for an evaluation to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.touch import ANY_CELL, Touch
from assessor.engine.concern import indicators_of
from assessor.engine.strata import edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True)
class Dependents:
    """
    The edges of a ruleset, backwards.

    Attributes:
        cells: Its cells, in its order.
        places: The place of each in that order.
        by_name: The cells whose own rules a name reaches.
        readers: The cells that read a cell's trajectory.
    """

    cells: tuple[str, ...]
    places: Mapping[str, int]
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
        return tuple(sorted(found, key=self.places.__getitem__))


def dependents_of(ruleset: Ruleset) -> Dependents:
    """Return what depends on what in a ruleset."""
    by_name: dict[Touch, set[str]] = {}
    readers: dict[str, set[str]] = {}
    cells = tuple(cell.cell for cell in ruleset.cells)
    alike: dict[int, tuple[frozenset[str], tuple[tuple[str, bool], ...]]] = {}  # cells share rules, which stay the same
    for cell in cells:
        rules = id(ruleset.rules_of(cell).rules)
        if rules not in alike:
            alike[rules] = (frozenset(indicators_of(ruleset, cell)), edges(ruleset, cell))
        indicators, read = alike[rules]
        by_name.setdefault(Touch("cell", cell), set()).add(cell)
        for indicator in indicators:
            by_name.setdefault(Touch("indicator", indicator), set()).add(cell)
        for other, _ in read:
            readers.setdefault(other, set()).add(cell)
    return Dependents(
        cells,
        {cell: place for place, cell in enumerate(cells)},
        {name: frozenset(reached) for name, reached in by_name.items()},
        {cell: frozenset(reading) for cell, reading in readers.items()},
    )
