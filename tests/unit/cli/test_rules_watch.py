"""`rules watch` tells what a save made of the rules, and of the scenarios that it touches."""

from __future__ import annotations

import json

import pytest

from assessor.cli import rules_watch
from tests.docs.pages import DOCS, lay_out_files

FEATURE = """\
Feature: The lake
  Scenario: Nothing is known
    Given the framework "lake"
    When cell "lake" is assessed as of 2025-06-01
    Then the trajectory is "Low"
"""


@pytest.fixture
def lake(tmp_path, monkeypatch):
    """A framework that is saved, once, while the command sleeps."""
    lay_out_files(DOCS / "checks.md", tmp_path)
    folder = tmp_path / "lake"
    (folder / "features").mkdir()
    (folder / "features" / "lake.feature").write_text(FEATURE, encoding="utf-8")
    rules = folder / "rules" / "lake.yaml"
    saved = rules.read_text(encoding="utf-8").replace("when: {finding: full}, then: {transition: High",
                                                      "when: {state: Low}, then: {transition: High")  # fmt: skip
    monkeypatch.setattr(rules_watch, "sleep", lambda _seconds: rules.write_text(saved, encoding="utf-8"))
    return folder


def test_a_save_is_told_with_the_scenario_that_it_breaks(run, lake):
    ended = run("rules", "watch", lake, "--rounds", "1")
    first, blank, changed, *middle, last = ended.out.splitlines()
    assert first.startswith("0 errors, 0 warnings; 1 of 1 scenarios run, 0 failed, in 0.")
    assert (blank, changed) == ("", f"changed: {lake / 'rules' / 'lake.yaml'}")
    assert "expected `Low`" in {line.strip() for line in middle}
    assert last.startswith("0 errors, 0 warnings; 1 of 1 scenarios run, 1 failed, in 0.")


def test_with_json_each_look_is_one_object_on_a_line(run, lake):
    looks = [json.loads(line) for line in run("rules", "watch", lake, "--rounds", "1", "--json").out.splitlines()]
    assert [(look["run"], len(look["failed"])) for look in looks] == [(1, 0), (1, 1)]
    assert looks[1]["changed"] == [str(lake / "rules" / "lake.yaml")]
    (failed,) = looks[1]["failed"]
    assert (failed["line"], failed["scenario"]) == (5, "Nothing is known")
