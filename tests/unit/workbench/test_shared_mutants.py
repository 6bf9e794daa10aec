"""Rules that judge several cells are altered once, in all of them; a scenario about any of them notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.ruleset.model import CellRules, Ruleset, SharedRules
from assessor.scenarios.library import Library
from assessor.scenarios.suite import read_suite
from assessor.workbench.killing import Jury
from assessor.workbench.mutants import mutate
from assessor.workbench.solver.kills import answer_mutant
from tests.unit.workbench.small import CELL, FRAMEWORK, finding, move, rule, seen

if TYPE_CHECKING:
    from pathlib import Path

SHARED = (
    finding("growth", seen(direction="up", within="P3M")),
    finding("many", seen(direction="up", within="P3M", at_least=2)),
    move("starts", "Low", "Middle", {"finding": "growth"}),
    rule("q", {"finding": "many"}, qualifier="odd"),
)
OWN = (rule("good", seen(tags="t"), dimension="d", status="good"),)
FEATURE = """Feature: Three cells

  Scenario: Growth starts the second
    Given the framework "small"
    And everything is watched from 2023-01-01
    And these signals on cell "2"
      | id | date       | direction |
      | s1 | 2024-02-01 | up        |
    When cell "{cell}" is assessed as of 2024-02-01
    Then the trajectory is "{state}"
"""


def three(*own, shared=SHARED):
    """Return three cells that the same rules judge, and the third by rules of its own too."""
    return Ruleset(
        framework=Framework.model_validate(FRAMEWORK),
        cells=tuple(Cell.model_validate(CELL | {"cell": cell}) for cell in "123"),
        rules=(
            SharedRules.model_validate({"cells": "all", "rules": list(shared)}),
            *((CellRules.model_validate({"cell": "3", "rules": list(own)}),) if own else ()),
        ),
    )


def words_of(ruleset, *cells):
    return [mutant.words for mutant in mutate(ruleset, *cells)]


def test_three_cells_have_as_many_mutants_as_one():
    assert words_of(three(), *"123") == words_of(three(), "1")
    assert {mutant.cells for mutant in mutate(three(), *"123")} == {("1", "2", "3")}


def test_rules_of_one_cell_are_altered_beside_those_of_all():
    ruleset = three(*OWN)
    found = list(mutate(ruleset, *"123"))
    assert sorted(m.words for m in found) == sorted(words_of(ruleset, "3"))
    assert {m.cells for m in found if m.rule == "good"} == {("3",)}
    assert {m.cells for m in found if m.rule == "growth"} == {("1", "2", "3")}


def test_a_mutant_alters_every_cell_and_what_is_left_is_as_it_was():
    ruleset = three(*OWN)
    gone = next(m for m in mutate(ruleset, *"123") if m.words == "there were no rule `q`").of(ruleset)
    assert [[r.id for r in gone.rules_of(cell).rules] for cell in "123"] == [
        ["growth", "many", "starts"],
        ["growth", "many", "starts"],
        ["growth", "many", "starts", "good"],
    ]


def test_a_rule_is_not_taken_away_where_one_cell_alone_would_miss_it():
    reads = rule("good", {"finding": "growth"}, dimension="d", status="good")
    only = (SHARED[0], SHARED[1], SHARED[3])
    assert "there were no rule `growth`" in words_of(three(shared=only), *"123")
    assert "there were no rule `growth`" not in words_of(three(reads, shared=only), *"123")


def test_two_statuses_of_one_file_each_change_places_in_the_cell_that_has_both():
    common = rule("calm", {"not": {"finding": "growth"}}, dimension="d", status="bad")
    found = [m for m in mutate(three(*OWN, shared=(*SHARED, common)), *"123") if "came before" in m.words]
    assert [(m.words, m.cells) for m in found] == [("`good` came before `calm`", ("3",))]


def jury(ruleset: Ruleset, folder: Path, cell: str, state: str) -> Jury:
    (folder / "one.feature").write_text(FEATURE.format(cell=cell, state=state))
    return Jury(ruleset, read_suite([folder]).cases, Library(folder))


def test_a_scenario_about_the_second_cell_notices(tmp_path):
    ruleset = three()
    never = next(m for m in mutate(ruleset, *"123") if m.words == "there were no rule `starts`")
    assert jury(ruleset, tmp_path, "2", "Middle").notices(never)
    assert not jury(ruleset, tmp_path, "1", "Low").notices(never)


def test_the_solver_is_asked_of_one_of_the_cells_that_are_alike():
    ruleset = three()
    altered = next(m for m in mutate(ruleset, *"123") if m.words == "there were no rule `q`")
    answer = answer_mutant(ruleset, altered)
    assert answer.kind == "noticed"
    assert 'cell "1" is assessed' in answer.scenario
