"""`assessor rules test` on features that pass, fail, and cannot be run."""

from __future__ import annotations

import json
import os
from xml.etree import ElementTree as ET

import pytest

from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE
from tests.unit.bdd.test_plugin import FAILING


@pytest.fixture(autouse=True)
def harbours(tmp_path, monkeypatch):
    lay_out_files(GUIDE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "harbours"


def test_what_passes_ends_with_0(run):
    done = run("rules", "test", "harbours")
    assert done.code == 0
    assert "6 passed, 0 failed" in done.out


def test_what_fails_ends_with_3_and_is_told_with_its_reasons(run, harbours):
    (harbours / "features" / "b.feature").write_text(FAILING)
    done = run("rules", "test", "harbours", "--junit", "out.xml")
    assert done.code == 3
    assert "b.feature:5: It is open" in done.out
    root = ET.parse("out.xml").getroot()  # noqa: S314 - we wrote it
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("7", "1")
    (failure,) = suite.iter("failure")
    assert "expected `Open`" in (failure.text or "")


def test_as_json_a_failure_has_its_tree(run, harbours):
    (harbours / "features" / "b.feature").write_text(FAILING)
    done = run("rules", "test", "harbours/features/b.feature", "--json")
    assert done.code == 3
    (told,) = json.loads(done.out)["scenarios"]
    assert (told["failure"]["line"], told["failure"]["expected"], told["failure"]["found"]) == (
        5,
        "`Open`",
        "`Limited`",
    )
    assert told["failure"]["why"][0]["parts"]


def test_with_an_error_in_one_file_no_scenario_runs(run, harbours):
    (harbours / "features" / "b.feature").write_text(FAILING.replace("the trajectory is", "it is"))
    done = run("rules", "test", "harbours")
    assert done.code == 4
    assert "b.feature:5:1: no step reads" in done.out
    assert "no scenario was run" in done.out


def test_where_rules_cannot_be_read_no_scenario_runs_and_each_problem_is_told_once(run, harbours):
    rules = harbours / "rules" / "north.yaml"
    rules.write_text(rules.read_text().replace("about: channel", "about: chanel"))
    done = run("rules", "test", "harbours")
    assert (done.code, done.out) == (4, "")
    assert done.err.count("did you mean `channel`") == 1
    assert "\nharbours/rules/north.yaml:5:12: " in done.err
    assert run("rules", "test", "harbours", "--json").data["error"]["code"] == "ruleset-invalid"


def test_a_framework_that_is_nowhere_is_told_at_the_step_that_names_it(run, harbours):
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace('framework "harbours"\n', 'framework "harbors"\n'))
    done = run("rules", "test", "harbours")
    assert done.code == 3
    assert "did you mean `harbours`" in " ".join(done.out.split())
    assert "5 passed, 1 failed" in done.out


def test_a_very_long_step_is_cut_where_it_fails(run, harbours):
    feature = harbours / "features" / "north.feature"
    text = feature.read_text()
    feature.write_text(text.replace('the state of the fold is "Closed"', f'the state of the fold is "{"x" * 900_000}"'))
    done = run("rules", "test", "harbours")
    assert done.code == 3
    assert len(done.out) < 20_000


@pytest.mark.parametrize("name", ["features/a.feature", "rules/a.yaml"])
def test_what_never_ends_is_not_read(run, harbours, name):
    os.mkfifo(harbours / name)
    done = run("rules", "test", "harbours")
    assert done.code == 4
    assert f"{name}:1:1: is no file that can be read to its end" in done.out + done.err


def test_a_draft_is_tested_in_place_of_the_framework_of_its_name(run, tmp_path):
    lay_out_files(GUIDE, tmp_path / "draft")
    rules = tmp_path / "draft" / "harbours" / "rules" / "north.yaml"
    rules.write_text(rules.read_text().replace("count: {at_least: 2}", "count: {at_least: 3}"))
    done = run("rules", "test", "harbours", "--rules", "draft/harbours")
    assert done.code == 3
    assert "expected `Limited`" in done.out


def test_a_name_chooses(run):
    assert "2 passed, 0 failed" in run("rules", "test", "harbours", "--named", "forty SHIPS").out
    assert run("rules", "test", "harbours", "--named", "nothing of the kind").code == 1


def test_a_path_that_is_none_is_told(run):
    done = run("rules", "test", "nowhere")
    assert done.code == 1
    assert "`nowhere` does not exist" in done.err


def test_steps_are_listed_by_what_is_asked(run):
    done = run("rules", "steps", "qualifier")
    assert "Then there are no qualifiers" in done.out
    assert "these readings" not in done.out
