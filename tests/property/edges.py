"""
Worlds on the edge: rules whose bounds are what the evidence just reaches, so that single items hold the verdict.

Rules drawn by themselves seldom care for a single item; here one of them is drawn after the evidence.
"""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from assessor.domain.cell import Cell
from assessor.domain.evidence import Reading
from assessor.domain.framework import Framework
from assessor.engine.case import Case
from assessor.engine.tally import SignalsLeaf
from assessor.errors import EvidenceInvalidError
from assessor.ruleset.evidential import Signals
from assessor.ruleset.model import CellRules, Ruleset
from tests.property.worlds import (
    CELL,
    FLOORLESS,
    FRAMEWORK,
    LAST,
    evidence,
    known,
    rules_of_a_cell,
    selectors,
    signal_leaves,
    trees,
)

PLACES = ("q", "f0", "t0")
"""The rules that it can be: of the qualifier, of a finding that the qualifier reads, of the first transition."""


@st.composite
def worlds_on_the_edge(draw):
    """Return rules and evidence: one condition is met by all that it counts, or by the latest reading, and no more."""
    versions = draw(evidence())
    near = edges(draw, versions)
    assume(near)
    edge = draw(st.sampled_from(near))
    when = draw(st.sampled_from([edge, {"all": [edge]}, {"held": "P3D", "condition": edge}, {"not": {"not": edge}}]))
    if draw(st.integers(0, 7)) == 7:
        when = {"any": [when, draw(trees(signal_leaves, ()))]}
    place = draw(st.sampled_from(PLACES))
    rules = [rule | ({"when": when} if rule["id"] == place else {}) for rule in draw(rules_of_a_cell())]
    if place == "f0":
        rules = [rule | ({"when": {"finding": "f0"}} if rule["id"] == "q" else {}) for rule in rules]
    ruleset = Ruleset(
        framework=Framework.model_validate(FRAMEWORK | {"standing": FLOORLESS}),
        cells=(Cell.model_validate(CELL),),
        rules=(CellRules.model_validate({"cell": "1", "rules": rules}),),
    )
    return ruleset, versions


def edges(draw, versions):
    """Return the conditions that are met on the last day, and hang on each item that they look at."""
    found: list = []
    case = Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known(versions))
    for asked in ({"signals": draw(selectors), "within": "P1Y"}, {"signals": {}, "within": "P1Y"}):
        count = count_of(case, asked)
        if count.certain:
            found.append(asked | {"count": {"at_least": count.certain}})
        elif count.possible == 0:  # which a feed says
            found.append(asked | {"count": {"at_most": 0}})
    readings = [v.item for v in versions if isinstance(v.item, Reading) and v.item.value is not None]
    fresh = [r for r in readings if r.period.span.lo.month > 1]
    found += [
        {"reading": r.indicator, "is": {"at_least": str(r.value), "at_most": str(r.value)}, "max_age": "P3M"}
        for r in fresh
        if all(r.period.span.lo >= other.period.span.lo for other in readings if other.indicator == r.indicator)
    ]
    return found


def count_of(case, asked):
    try:
        leaf = SignalsLeaf(Signals.model_validate(asked | {"count": {"at_least": 1}}), case)
        return leaf.tally(LAST).count
    except EvidenceInvalidError:  # generated dates of one report may share no day
        assume(False)
        raise
