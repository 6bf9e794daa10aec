"""A selector finds among the signals that could match it what it finds among all."""

from __future__ import annotations

from hypothesis import given
from pydantic import TypeAdapter

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.engine.case import Case
from assessor.engine.filed import Filed
from assessor.engine.matching import match
from assessor.ruleset.evidential import Selector
from tests.property.examples import examples
from tests.property.worlds import CELL, FRAMEWORK, evidence, known, selectors

SELECTOR: TypeAdapter[Selector] = TypeAdapter(Selector)


@examples(100)
@given(selectors, evidence(cells=True))
def test_no_signal_that_matches_is_passed_over(written, versions):
    case = Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known(versions))
    selector = SELECTOR.validate_python(written)
    possible = [told.signal.id for told in Filed(case.told, "1").possible(selector)]
    matching = {told.signal.id for told in case.told if match(selector, told, "1", case.framework) is not None}
    assert len(possible) == len({*possible})
    assert matching <= {*possible}
