"""Rules for all cells stand with each of them, in the order of file names, as if written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.engine.plan import compile_plan
from assessor.ruleset import limits, references
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.references_cycles import check_finding_cycles
from assessor.services.publish_ruleset import read_ruleset, write_ruleset
from tests.unit.ruleset.flaws import FIXTURES, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.problems import Problem

SHARED = """
cells: all
rules:
  - id: shared
    when: {signals: {direction: better}, within: P1Y, reason: A year holds every season.}
    then: {transition: busy, from: [idle]}
    because: "{latest.title}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay_out(FIXTURES / "sound", tmp_path / "framework")
    return tmp_path / "framework"


def rules_of(folder: Path) -> dict[str, list[str]]:
    ruleset = load_ruleset(folder).require()
    return {cell.cell: [rule.id for rule in ruleset.rules_of(cell.cell).rules] for cell in ruleset.cells}


def test_they_judge_each_cell_in_their_place_among_its_own(folder: Path) -> None:
    before = rules_of(folder)
    (folder / "rules" / "g-shared.yaml").write_text(SHARED, encoding="utf-8")
    assert rules_of(folder) == {
        "ferry": [*before["ferry"], "shared"],
        "harbour": ["shared", *before["harbour"]],
        "lighthouse": ["shared"],
    }


def test_the_ruleset_is_that_of_copies(folder: Path) -> None:
    shared = folder / "rules" / "z-shared.yaml"
    shared.write_text(SHARED, encoding="utf-8")
    once = load_ruleset(folder).require()
    shared.unlink()
    for cell in ("ferry", "harbour", "lighthouse"):
        copy = SHARED.replace("cells: all", f"cell: {cell}")
        (folder / "rules" / f"z-{cell}.yaml").write_text(copy, encoding="utf-8")
    copies = load_ruleset(folder).require()
    assert {c.cell: once.rules_of(c.cell) for c in once.cells} == {c.cell: copies.rules_of(c.cell) for c in once.cells}


def test_the_document_holds_them_once_and_says_the_same_when_it_is_read(folder: Path) -> None:
    (folder / "rules" / "g-shared.yaml").write_text(SHARED, encoding="utf-8")
    ruleset = load_ruleset(folder).require()
    document = write_ruleset(ruleset)
    assert document.count(b'"id":"shared"') == 1
    read = read_ruleset(document)
    assert read == ruleset
    assert {c.cell: read.rules_of(c.cell) for c in read.cells} == {c.cell: ruleset.rules_of(c.cell) for c in read.cells}


def test_a_document_that_repeats_them_for_each_cell_is_read_as_before(folder: Path) -> None:
    (folder / "rules" / "g-shared.yaml").write_text(SHARED, encoding="utf-8")
    ruleset = load_ruleset(folder).require()
    each = tuple(ruleset.rules_of(cell.cell) for cell in ruleset.cells)
    repeated = read_ruleset(write_ruleset(ruleset.model_copy(update={"rules": each})))
    assert tuple(repeated.rules_of(cell.cell) for cell in repeated.cells) == each


def test_an_outlook_stays_with_its_cell_beside_shared_rules(folder: Path) -> None:
    alone = load_ruleset(folder).require()
    before = {c.cell: alone.rules_of(c.cell).branches for c in alone.cells}
    assert any(before.values())
    (folder / "rules" / "a-shared.yaml").write_text(SHARED, encoding="utf-8")
    ruleset = load_ruleset(folder).require()
    assert {c.cell: ruleset.rules_of(c.cell).branches for c in ruleset.cells} == before


def test_cells_that_share_all_their_rules_share_what_is_compiled(folder: Path) -> None:
    for path in (folder / "rules").iterdir():
        path.unlink()
    for path in (folder / "outlook").iterdir():
        path.unlink()
    (folder / "rules" / "shared.yaml").write_text(SHARED, encoding="utf-8")
    ruleset = load_ruleset(folder).require()
    assert compile_plan(ruleset.rules_of("ferry")) is compile_plan(ruleset.rules_of("lighthouse"))


def test_conditions_are_counted_as_they_are_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (folder / "rules").iterdir():
        path.unlink()
    (folder / "rules" / "shared.yaml").write_text(SHARED, encoding="utf-8")
    monkeypatch.setattr(limits, "MOST_CONDITIONS", 1)
    assert "too-many-conditions" not in {problem.code for problem in load_ruleset(folder).problems}


def test_of_cells_that_shared_rules_cannot_tell_apart_one_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (folder / "rules").iterdir():
        path.unlink()
    for path in (folder / "cells").iterdir():
        path.unlink()
    for cell, dimension in (("a", "deck"), ("b", "deck"), ("c", "hull"), ("d", "hull")):
        text = f"cell: {cell}\ntitle: {cell}\ndimensions: [{{id: {dimension}, title: {dimension}}}]\n"
        (folder / "cells" / f"{cell}.yaml").write_text(text, encoding="utf-8")
    rules = SHARED.replace("direction: better", "direction: better, dimension: deck")
    (folder / "rules" / "shared.yaml").write_text(rules, encoding="utf-8")
    own = SHARED.replace("cells: all", "cell: d").replace("shared", "own")
    (folder / "rules" / "own.yaml").write_text(own, encoding="utf-8")
    checked: list[str] = []

    def noting(rules: list[PlacedRule]) -> Iterator[Problem]:
        checked.extend({placed.cell for placed in rules})
        return check_finding_cycles(rules)

    monkeypatch.setattr(references, "check_finding_cycles", noting)
    messages = [problem.message for problem in load_ruleset(folder).errors if "deck" in problem.message]
    assert sorted(checked) == ["a", "c", "d"]  # `b` is as `a`; `d` is as `c`, but for a rule of its own
    assert [message.partition(";")[0] for message in messages] == ["rule `shared`: unknown dimension `deck`"]


def test_an_id_that_a_cell_has_already_is_told(folder: Path) -> None:
    (folder / "rules" / "z-shared.yaml").write_text(SHARED.replace("shared", "sails"), encoding="utf-8")
    (problem,) = load_ruleset(folder).errors
    assert "rule `sails`" in problem.message
