"""Two engines that disagree: an entry says so with its inputs, and no verdict is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.engine.inference import NativeEngine, StepMemo
from assessor.errors import EnginesDisagreeError
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.show_log import show_log
from tests.lying_engine import LyingEngine


def test_a_disagreement_is_recorded_though_its_inputs_are_outcomes_and_no_plain_numbers(tmp_path):
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(tmp_path / "log.db"), "tester") as opened:
        assessor = replace(opened, engines=Engines(NativeEngine(), LyingEngine(), StepMemo()))
        initialise(assessor, "log.example/1")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        with pytest.raises(EnginesDisagreeError):
            assess(assessor, "11", known_at="2026-04-26")
        *_, last = show_log(assessor, 0, 10)
        assert (last.index, last.type) == (2, "engines:disagreed")
        assert {type(value) for value in last.body["inputs"]} == {int}
        honest, liar = (answer["outcomes"] for answer in last.body["answers"])
        assert (honest[0] == liar[0], honest[1:] == liar[1:]) == (False, True)
        with assessor.database.read() as tx:
            assert tx.assessments.of_cell("11") == []
