"""Survivors with a scenario each: added to the features, the scenarios notice all that they were found for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.workbench.mutation import Subject, measure_mutation
from assessor.workbench.solver.scenario import number_scenarios

if TYPE_CHECKING:
    from pathlib import Path


def test_scenarios_that_were_found_notice_what_they_were_found_for(harbours: Path) -> None:
    features = (harbours / "features",)
    before = measure_mutation(Subject(harbours, features, solves=True), jobs=1)
    kinds = [answer.kind for answer in before.answers]
    assert len(kinds) == len(before.survivors)
    assert kinds.count("noticed") > 10
    # a rule about the quays that asks for a strike, and one that asks for none: their order decides nothing
    assert [m.words for m in before.equivalent] == ["`quays-idle` came before `quays-work`"]
    # steps of confidence are not compared
    assert [m.words for m, a in zip(before.survivors, before.answers, strict=True) if a.kind == "open"] == [
        "there were no rule `peace-and-speed`"
    ]
    texts = [answer.scenario for answer in before.answers if answer.kind == "noticed"]
    feature = "\n".join(("Feature: Found\n", *number_scenarios(texts)))
    (features[0] / "found.feature").write_text(feature, encoding="utf-8")
    after = measure_mutation(Subject(harbours, features), jobs=1)
    assert after.killed == before.killed + kinds.count("noticed")
