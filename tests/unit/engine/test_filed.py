"""Every signal that a selector matches, surely or possibly, is among those that it looks at."""

from __future__ import annotations

from datetime import date
from itertools import product

from pydantic import TypeAdapter

from assessor.domain.cell import Cell
from assessor.domain.evidence import Item, Signal, Source
from assessor.domain.framework import Framework
from assessor.engine.case import Case
from assessor.engine.filed import Filed
from assessor.engine.matching import match
from assessor.ruleset.evidential import Selector
from tests.property.worlds import CELL, FRAMEWORK, known, versions_of

DIRECTIONS = ("up", "down", "unstated")
DIMENSIONS = (["d"], ["e"], ["d", "e"], ["unstated"])


def case():
    """Return a cell with a signal of each direction and set of dimensions, and one that tells of another cell."""
    items: list[Item] = [Source(id="s", title="s", tier=1, published=date(2025, 1, 1))]
    for number, (direction, dimensions) in enumerate(product(DIRECTIONS, DIMENSIONS)):
        impact = {"cell": "1", "direction": direction, "dimensions": dimensions}
        there = {"cell": "2", "direction": "up", "dimensions": ["d"]}
        told = {"id": f"g{number}", "title": "g", "date": "2024-03-01", "sources": ["s"]}
        items.append(Signal.model_validate(told | {"impacts": [impact, there]}))
    return Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known(versions_of(items)))


def test_each_selector_looks_at_all_that_it_matches_and_at_no_other_direction_or_dimension():
    cell = case()
    filed = Filed(cell.told, "1")
    for direction, dimension in product((None, "up", ["up", "down"]), (None, "d", ["d", "e"])):
        asked = {"direction": direction, "dimension": dimension}
        written = {key: value for key, value in asked.items() if value is not None}
        selector = TypeAdapter(Selector).validate_python(written)
        matching = [one.signal.id for one in cell.told if match(selector, one, "1", cell.framework) is not None]
        assert sorted(one.signal.id for one in filed.possible(selector)) == sorted(matching)
