"""`rules coverage`, `show RULE`, `table` and `graph`: what they are asked for, how they end, what they write."""

from __future__ import annotations

import json

import pytest

from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE


@pytest.fixture
def harbours(tmp_path, monkeypatch):
    lay_out_files(GUIDE, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "harbours"


def test_below_the_floor_it_ends_with_3_and_tells_all_the_same(run, harbours):
    percent = run("rules", "coverage", harbours / "features", "--json").data["percent"]
    assert 0 < percent < 100
    assert run("rules", "coverage", harbours / "features", "--at-least", percent).code == 0
    below = run("rules", "coverage", harbours / "features", "--at-least", percent + 1)
    assert below.code == 3
    assert "pier-repaired (harbours, cell south), harbours/rules/south.yaml:" in below.out


def test_what_is_missing_adds_up_with_the_numbers(run, harbours):
    data = run("rules", "coverage", harbours / "features", "--json").data
    every = data["kinds"].pop("all")
    assert len(data["missing"]) == every["goals"] - every["asserted"]
    assert every["goals"] == sum(kind["goals"] for kind in data["kinds"].values())
    assert {goal["level"] for goal in data["missing"]} == {"come to", "untried"}


def test_each_framework_has_a_number_of_its_own(run, harbours):
    data = run("rules", "coverage", harbours / "features", "--json").data
    assert data["by_framework"] == {"harbours": data["kinds"]["all"]}


def test_a_kind_without_goals_has_no_share(run, harbours):
    for outlook in (harbours / "outlook").iterdir():
        outlook.unlink()
    told = run("rules", "coverage", harbours / "features")
    assert [line.split() for line in told.out.splitlines() if line.startswith("branches")] == [
        ["branches", "0", "0", "0", "-"]
    ]


def test_a_page_that_could_not_be_written_is_told_before_anything_runs(run, harbours):
    assert run("rules", "coverage", harbours / "nowhere", "--page", "covered.txt").code == 2


def test_a_rule_is_told_by_its_name_and_a_slip_by_the_nearest(run, harbours):
    told = run("rules", "show", "all-ships", "--rules", harbours).out
    assert told.splitlines()[0] == "rule all-ships, as it judges cell north"
    assert "then the trajectory moves from Limited to Open" in told
    slip = run("rules", "show", "all-shops", "--rules", harbours)
    assert (slip.code, "did you mean `all-ships`" in slip.err) == (2, True)
    both = run("rules", "show", "all-ships", "--rules", harbours, "--as-of", "2025-05-01")
    assert (both.code, "give one of them" in both.err) == (2, True)


def test_a_cell_without_rules_has_no_tables_and_an_unknown_one_is_refused(run, harbours):
    (harbours / "rules" / "south.yaml").unlink()
    assert run("rules", "table", "south", "--rules", harbours).out == "no rule judges cell south\n"
    assert run("rules", "table", "nord", "--rules", harbours).code == 2


@pytest.mark.parametrize(
    ("ending", "begins"), [(".svg", "<svg "), (".dot", "digraph rules {"), (".mmd", "flowchart LR")]
)
def test_a_graph_is_written_as_its_ending_says(run, harbours, ending, begins):
    to = harbours / f"rules{ending}"
    assert run("rules", "graph", "north", "--rules", harbours, "--to", to).code == 0
    assert to.read_text().startswith(begins)


def test_a_graph_of_another_ending_is_refused_and_without_a_file_it_is_printed(run, harbours):
    assert run("rules", "graph", "north", "--rules", harbours, "--to", "rules.png").code == 2
    assert run("rules", "graph", "north", "--rules", harbours).out.startswith("flowchart LR\n")
    told = run("rules", "graph", "north", "--rules", harbours, "--json")
    assert [move["rule"] for move in json.loads(told.out)["moves"]] == ["first-ships", "all-ships"]
