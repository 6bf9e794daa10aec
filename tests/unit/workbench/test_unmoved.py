"""What a change of rules touches beside outcomes: the origins under a transition that was taken."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.domain.evidence import Feed, Signal, Source
from assessor.engine.histories import histories_of
from assessor.engine.plan import compile_plan
from assessor.scenarios.judge import Question
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.mutants import mutate
from assessor.workbench.unmoved import Change
from tests.property.worlds import known, versions_of
from tests.unit.workbench.small import finding, move, seen, small

DAY = date(2024, 6, 1)
HALTED = finding("halted", seen(direction="up", tier=[1], within="P1Y"))
RULESET = small(HALTED, move("starts", "Low", "Middle", {"finding": "halted"}))
MORE_TIERS = "in `halted`, sources of tier 2 counted too"


def told(*tiers):
    """Return one act a tier, all on one day, each told by a source of its own."""
    feed = Feed.model_validate({"id": "feed", "title": "Feed", "watches": [{"from": "2020-01-01"}]})
    sources = [Source(id=f"s{tier}", title="s", tier=tier, published=date(2024, 3, 1)) for tier in tiers]
    impact = {"cell": "1", "direction": "up", "dimensions": ["d"], "severity": "low", "stage": "act", "aspect": "one"}
    signals = [
        Signal.model_validate(
            {"id": f"g{tier}", "title": "g", "date": "2024-03-01", "sources": [f"s{tier}"], "event": f"e{tier}"}
            | {"impacts": [impact]}
        )
        for tier in tiers
    ]
    return known(versions_of([feed, *sources, *signals]))


@pytest.mark.parametrize(("tiers", "spared"), [((1,), True), ((1, 2), False)])
def test_a_second_origin_under_a_move_shows_in_confidence_alone(tiers, spared):
    """By one act of tier 1 the state moves either way; where one of tier 2 counts it is a second origin."""
    seen_by_all = told(*tiers)
    (mutant,) = [one for one in mutate(RULESET, "1") if one.words == MORE_TIERS]
    answer = ReusingJudge().asked(Question(RULESET, seen_by_all, "1", DAY))
    fresh = histories_of(mutant.of(RULESET), seen_by_all, ("1",), DAY).of("1")
    was = answer.histories.of("1")
    assert was.moves == fresh.moves
    assert was.of_finding("halted") == fresh.of_finding("halted")
    assert (was.at(DAY) == fresh.at(DAY)) == spared
    change = Change("1", compile_plan(RULESET.rules_of("1")), compile_plan(mutant.of(RULESET).rules_of("1")))
    assert change.spares(answer) == spared
