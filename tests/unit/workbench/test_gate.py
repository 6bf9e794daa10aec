"""Rules are published once every step of the gate lets them pass, or somebody answers for a warning; else never."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assessor.audit.bodies import read_body
from assessor.errors import EntryInvalidError, RulesetConflictError, RulesetRefusedError
from assessor.ruleset.load import load_ruleset
from assessor.services.backtest_rules import choose_ruleset
from assessor.services.initialise import initialise
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import publish_ruleset, rulesets
from assessor.services.rebuild import compare, rebuild
from assessor.services.verify_log import verify_log
from assessor.workbench.gate import StepResult, Subject, features_of, gate, pass_gate
from assessor.workbench.gate.rules import try_impact
from tests.docs.pages import DOCS, lay_out_files
from tests.harbour_log import EPOCH, found, judge_harbour, open_harbour, sound_rules, stricter_rules
from tests.unit.cli.record import change

PAGE = DOCS / "checks.md"
FEATURE = """\
Feature: The lake
  Scenario: Nothing is known
    Given the framework "lake"
    When cell "lake" is assessed as of 2025-06-01
    Then the standing is "{standing}"
"""


@pytest.fixture
def lake(tmp_path):
    """The framework of the page of checks, of which there is nothing to say."""
    lay_out_files(PAGE, tmp_path)
    return tmp_path / "lake"


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        initialise(context, "assessor.example/lake")
        yield context


def subject(context, folder, **more):
    ruleset = load_ruleset(folder).require()
    return Subject(context, folder, ruleset, EPOCH, date(2026, 2, 1), tell_nobody, **more)


def write_feature(folder, standing="sufficient"):
    (folder / "features").mkdir(exist_ok=True)
    (folder / "features" / "lake.feature").write_text(FEATURE.format(standing=standing), encoding="utf-8")


def size_of(context):
    with context.database.read() as tx:
        return tx.log.size()


def entry_of(context, index):
    with context.database.read() as tx:
        return read_body(tx.log.entry(index))


def outcomes(steps):
    return {one.step: one.outcome for one in steps}


def test_what_passes_is_published_with_a_report_of_every_step(context, lake):
    write_feature(lake)
    gated = pass_gate(subject(context, lake))
    assert outcomes(gated.steps) == {
        "check": "passed", "analysis": "left out", "features": "passed", "coverage": "left out", "impact": "passed",
    }  # fmt: skip
    body = entry_of(context, gated.published.entry_index)
    assert (body["gate"], body.keys() & {"reason", "author"}) == ("passed", set())
    with context.database.read() as tx:
        report = json.loads(tx.content.get(body["report"]).data)
    assert (report["version"], report["framework"]) == (1, "lake")
    assert [step["step"] for step in report["steps"]] == ["check", "analysis", "features", "coverage", "impact"]
    assert report["steps"][2]["counts"] == {"scenarios": 1, "failed": 0}


def test_a_warning_needs_a_reason_and_an_author_which_are_recorded(context, lake):
    before = size_of(context)
    with pytest.raises(RulesetRefusedError, match="features warned: no feature is about it"):
        pass_gate(subject(context, lake))
    with pytest.raises(RulesetRefusedError, match="give --reason and --author"):
        pass_gate(subject(context, lake), reason="nobody wrote one yet")
    assert size_of(context) == before
    gated = pass_gate(subject(context, lake), reason="nobody wrote one yet", author="author-1")
    body = entry_of(context, gated.published.entry_index)
    assert (body["gate"], body["reason"], body["author"]) == ("warned", "nobody wrote one yet", "author-1")
    (one,) = rulesets(context)
    assert one.gate is not None
    assert one.gate.told == "warned: nobody wrote one yet (author-1)"


def test_a_reason_where_nothing_warns_is_not_recorded(context, lake):
    write_feature(lake)
    gated = pass_gate(subject(context, lake), reason="not needed", author="author-1")
    assert "reason" not in entry_of(context, gated.published.entry_index)


def test_a_reason_that_no_entry_may_hold_is_refused(context, lake):
    before = size_of(context)
    with pytest.raises(EntryInvalidError, match="reason"):
        pass_gate(subject(context, lake), reason="two\nlines", author="author-1")
    assert size_of(context) == before


def test_a_failing_feature_is_gone_through_with_by_nobody(context, lake):
    write_feature(lake, "insufficient")
    before = size_of(context)
    with pytest.raises(RulesetRefusedError, match="features failed: 1 of 1 scenarios fail") as refused:
        pass_gate(subject(context, lake), reason="it will be right", author="author-1")
    assert "impact" not in str(refused.value)  # no step is taken after one that failed
    assert size_of(context) == before


def test_a_feature_that_cannot_be_read_fails(context, lake):
    write_feature(lake)
    with (lake / "features" / "lake.feature").open("a", encoding="utf-8") as file:
        file.write("    Then the lake is blue\n")
    with pytest.raises(RulesetRefusedError, match="features failed: they cannot be read"):
        pass_gate(subject(context, lake), reason="it will be right", author="author-1")


def test_a_warning_of_the_check_is_told_by_its_place_within_the_folder(context, lake):
    write_feature(lake)
    framework = lake / "framework.yaml"
    unused = "  - {id: inflow, title: Inflow, unit: m3, polarity: none, cadence: P1M, lag: P1W}\n"
    framework.write_text(framework.read_text(encoding="utf-8") + unused, encoding="utf-8")
    gated = pass_gate(subject(context, lake), reason="read next month", author="author-1")
    check = gated.steps[0]
    assert check.outcome == "warned"
    assert "the first, framework.yaml:14:10: indicator `inflow`" in check.told
    assert check.counts["unused-indicator"] == check.counts["warnings"] == 1
    with context.database.read() as tx:
        report = tx.content.get(entry_of(context, gated.published.entry_index)["report"]).data
    assert str(lake).encode() not in report


@pytest.mark.parametrize(("floor", "outcome"), [(0, "passed"), (100, "warned")])
def test_coverage_is_held_against_the_floor(context, lake, floor, outcome):
    write_feature(lake)
    gated = pass_gate(subject(context, lake, floor=floor), reason="one scenario is a start", author="author-1")
    (coverage,) = (one for one in gated.steps if one.step == "coverage")
    assert (coverage.outcome, coverage.counts["floor"]) == (outcome, floor)
    assert 0 <= coverage.counts["percent"] < 100


def test_the_impact_is_told_and_never_stops_anybody(tmp_path):
    with open_harbour(tmp_path / "harbour.db") as harbour:
        found(harbour)
        judge_harbour(harbour)
        folder = tmp_path / "sound"
        shutil.copytree(Path(__file__).parents[2] / "fixtures" / "rulesets" / "sound", folder)
        stricter = replace(subject(harbour, folder), ruleset=stricter_rules())
        impact = try_impact(stricter)
    assert (impact.outcome, impact.counts["recorded_moved"], impact.counts["recorded"]) == ("passed", 1, 1)
    assert impact.told.startswith("1 of 1 recorded assessments and ")


def test_the_solver_is_asked_where_it_is_asked_for_and_what_is_at_fault_needs_an_answer(context, lake):
    write_feature(lake)
    (sound,) = (one for one in pass_gate(subject(context, lake, analyses=True)).steps if one.step == "analysis")
    assert (sound.outcome, sound.counts["cells"], sound.counts["faults"]) == ("passed", 1, 0)
    rules = next((lake / "rules").glob("*.yaml"))
    both = "{all: [{finding: full}, {not: {finding: full}}]}"
    never = f"  - {{id: never, when: {both}, then: {{qualifier: in flood}}, because: it cannot be}}\n"
    rules.write_text(rules.read_text(encoding="utf-8") + never, encoding="utf-8")
    with pytest.raises(RulesetRefusedError, match=r"analysis warned: [1-9].* faults?, .*`never`"):
        pass_gate(subject(context, lake, analyses=True))


def test_a_further_step_takes_its_place(context, lake, monkeypatch):
    write_feature(lake)

    def analyse(one):
        return StepResult("analysis", "failed", f"{one.ruleset.framework.framework} contradicts itself")

    monkeypatch.setattr(gate, "STEPS", (gate.STEPS[0], analyse, *gate.STEPS[1:]))
    with pytest.raises(RulesetRefusedError, match="analysis failed: lake contradicts itself"):
        pass_gate(subject(context, lake))


def test_what_is_published_already_does_not_go_through_again(context, lake, monkeypatch):
    write_feature(lake)
    first = pass_gate(subject(context, lake)).published
    monkeypatch.setattr(gate, "STEPS", ())
    again = pass_gate(subject(context, lake))
    assert (again.steps, again.published.repeated, again.published.entry_index) == ((), True, first.entry_index)


def test_features_are_those_of_the_folder_or_those_beside_rules(tmp_path):
    framework = tmp_path / "rules" / "lake"
    framework.mkdir(parents=True)
    assert features_of(framework) is None
    beside = tmp_path / "features"
    beside.mkdir()
    assert features_of(framework) is None  # a folder without a feature
    (beside / "a.feature").touch()
    assert features_of(framework) == beside
    own = framework / "features"
    own.mkdir()
    (own / "b.feature").touch()
    assert features_of(framework) == own
    elsewhere = tmp_path / "lake"
    elsewhere.mkdir()
    assert features_of(elsewhere) is None


def versioned(rules, version):
    return rules.model_copy(update={"framework": rules.framework.model_copy(update={"version": version})})


def test_a_version_is_one_content_and_may_be_published_for_another_day(context):
    publish_ruleset(context, versioned(sound_rules(), "1"), EPOCH)
    publish_ruleset(context, versioned(sound_rules(), "1"), date(2025, 6, 1))
    before = size_of(context)
    with pytest.raises(RulesetConflictError, match=r"version `1` is published with other content \(entry 1\)"):
        publish_ruleset(context, versioned(stricter_rules(), "1"), date(2025, 7, 1))
    assert size_of(context) == before
    publish_ruleset(context, versioned(stricter_rules(), "2"), date(2025, 7, 1))
    with context.database.read() as tx:
        chosen = choose_ruleset(tx, "2", EPOCH, tx.log.size())
    assert chosen.ruleset == versioned(stricter_rules(), "2")


def test_the_same_rules_without_a_version_are_told_apart_by_their_content(context):
    publish_ruleset(context, sound_rules(), EPOCH)
    publish_ruleset(context, stricter_rules(), EPOCH)
    assert len({one.digest for one in rulesets(context)}) == 2


def test_the_report_is_part_of_the_record(context, lake, tmp_path):
    write_feature(lake)
    index = pass_gate(subject(context, lake)).published.entry_index
    rebuild(context)
    assert compare(context).difference is None
    assert verify_log(context).fault is None
    report = entry_of(context, index)["report"]
    change(tmp_path / "log.db", ("UPDATE content SET data = ? WHERE digest = ?", (b"{}", report)))
    fault = verify_log(context).fault
    assert fault is not None
    assert report in str(fault)
