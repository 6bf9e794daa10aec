"""
Whether an item could ever be read for a cell, by the rules that judge it.

Holds the question for the cell and for those that it reads; at no particular day, and of items
that may not have been known: that is how one finds the verdicts that an item came too late for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence import Feed, Reading, Signal
from assessor.domain.touch import ANY_CELL, Touch
from assessor.engine.strata import evaluation_order
from assessor.ruleset.conditions import walk
from assessor.ruleset.evidential import Reading as ReadingCondition
from assessor.ruleset.evidential import Readings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.evidence import Item
    from assessor.ruleset.model import Ruleset


def names_read(ruleset: Ruleset, cell: str) -> frozenset[Touch]:
    """
    Return the names by which evidence reaches the evaluation of a cell, through the cells it reads too.

    Whatever an evaluation reads touches one of them, or is a source that such an item comes from.
    Of a cell that the ruleset does not have, none.
    """
    if not ruleset.has_cell(cell):
        return frozenset()
    cells = evaluation_order(ruleset, (cell,))
    indicators = (Touch("indicator", name) for one in cells for name in indicators_of(ruleset, one))
    return frozenset((ANY_CELL, *(Touch("cell", one) for one in cells), *indicators))


def concerns(ruleset: Ruleset, cell: str, items: Iterable[Item]) -> bool:
    """
    Return whether the rules of a cell, or of cells it reads, could read one of some items.

    Args:
        cell: A cell of the ruleset.
        items: Signals, readings and feeds; a source is read through those that cite it.
    """
    cells = set(evaluation_order(ruleset, (cell,)))
    indicators = {name for one in cells for name in indicators_of(ruleset, one)}
    return any(_concerns(item, cells, indicators) for item in items)


def _concerns(item: Item, cells: set[str], indicators: set[str]) -> bool:
    match item:
        case Signal():
            return any(impact.cell in cells for impact in item.impacts)
        case Reading():
            return item.indicator in indicators
        case Feed():
            return item.carries.cells is None or not cells.isdisjoint(item.carries.cells)
        case _:
            return False


def indicators_of(ruleset: Ruleset, cell: str) -> Iterable[str]:
    """Yield the indicators that the rules of a cell read, as often as they do."""
    for rule in ruleset.rules_of(cell).rules:
        for part in walk(rule.condition):
            if isinstance(part, ReadingCondition):
                yield part.reading
            elif isinstance(part, Readings):
                yield from part.readings
