"""Which items the rules of a cell could ever read, through the cells it reads too."""

from __future__ import annotations

import pytest

from assessor.domain.cell import Cell
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Carries, Feed, Impact, Reading, Signal, Source, Watched
from assessor.domain.framework import Framework
from assessor.engine.concern import concerns
from assessor.ruleset.model import CellRules, Ruleset
from tests.property.worlds import CELL, EPOCH, FRAMEWORK

QUALIFIER = {"then": {"qualifier": "odd"}, "because": "b"}


def rules(cell, when):
    return CellRules.model_validate({"cell": cell, "rules": [{"id": f"r{cell}", "when": when, **QUALIFIER}]})


RULESET = Ruleset(
    framework=Framework.model_validate(FRAMEWORK),
    cells=tuple(Cell.model_validate({**CELL, "cell": name}) for name in "123"),
    rules=(
        rules("1", {"trajectory_of": "2", "is": "B"}),
        rules("2", {"not": {"reading": "x", "is": {"above": 1}, "max_age": "P3M"}}),
        rules("3", {"readings": ["x", "y"], "across": "mean", "is": {"above": 1}, "max_age": "P3M"}),
    ),
)


def signal(*cells):
    impacts = tuple(Impact(cell=cell) for cell in cells)
    return Signal(id="s", title="s", date=parse_edtf("2024-03"), sources=("x",), impacts=impacts)


def reading(indicator):
    return Reading(indicator=indicator, period=parse_edtf("2024-03"), status="missing", unit="u", source="x")


def feed(*cells):
    carries = Carries(cells=cells) if cells else Carries()
    return Feed(id="f", title="f", watches=(Watched(since=EPOCH),), carries=carries)


@pytest.mark.parametrize(
    ("item", "cells"),
    [
        (signal("1"), "1"),
        (signal("2"), "12"),
        (signal("3"), "3"),
        (signal(), ""),
        (signal("9"), ""),
        (reading("x"), "123"),
        (reading("y"), "3"),
        (reading("z"), ""),
        (feed(), "123"),
        (feed("2"), "12"),
        (feed("9"), ""),
        (Source(id="x", title="x", tier=1, published=EPOCH), ""),
    ],
)
def test_an_item_concerns_the_cells_whose_rules_could_read_it(item, cells):
    assert [cell for cell in "123" if concerns(RULESET, cell, [item])] == list(cells)


def test_of_several_items_one_is_enough():
    assert concerns(RULESET, "3", [signal("9"), reading("y")])
    assert not concerns(RULESET, "3", [])
