"""The cookbook: what each page shows is checked, passes, and would fail if any of its rules were altered anywhere."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assessor.ruleset.conditions import HEADS, head_of, walk
from assessor.ruleset.load import load_ruleset
from assessor.scenarios.suite import read_suite, run_suite
from assessor.workbench.check import check_folder
from assessor.workbench.mutation import Subject, measure_mutation
from tests.docs.pages import DOCS, blocks_of, lay_out_files, prose_of, tables_in

FOLDER = DOCS / "cookbook"
INDEX = FOLDER / "README.md"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
LAST = date(2026, 4, 26)
OF_WORDS = {"undecided-dimension", "unused-indicator", "unused-amount", "unused-word", "never-concluded"}
"""What `rules check` says of the shared files on a page that does not use all of their words."""

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@pytest.fixture
def roads(tmp_path):
    def lay_out(page: Path) -> Path:
        folder: Path = tmp_path / page.stem
        lay_out_files(INDEX, folder)
        lay_out_files(page, folder)
        return folder / "roads"

    return lay_out


def told_on(page: Path) -> set[tuple[str, int, int, str]]:
    """Return what a page says is told of its files: file, line, column and message; a mark stands under its line."""
    told = set()
    for block in blocks_of(page, "yaml"):
        line = 0
        for number, text in enumerate(block.text.splitlines(), start=1):
            mark = re.match(r" *# *\^ (.+)", text)
            if mark is None:
                line = number
            else:
                told.add((str(block.file), line, text.index("^") + 1, mark[1]))
    return told


def test_a_mark_is_read_where_it_stands():
    told = told_on(FOLDER / "gaps.md")
    assert {(file, line, column) for file, line, column, _ in told} == {("roads/rules/pass.yaml", 6, 9)}


@pages
def test_all_that_check_warns_of_on_a_page_is_marked_and_all_that_is_marked_is_told(page, roads):
    folder = roads(page)
    shared = {folder.parent / str(block.file) for block in blocks_of(INDEX, "yaml")}
    told, warned = set(), set()
    for problem in check_folder(folder, LAST).problems:
        path = Path(problem.file)
        if path in shared:
            assert problem.code in OF_WORDS, problem
            continue
        said = str(problem).removeprefix(f"{problem.file}:{problem.line}:{problem.column}: ")
        placed = (str(path.relative_to(folder.parent)), problem.line, problem.column, said)
        told.add(placed)
        if problem.severity != "note":
            warned.add(placed)
    assert warned <= told_on(page) <= told


@pages
def test_every_scenario_of_a_page_passes(page, roads):
    suite = read_suite([roads(page) / "features"])
    assert not suite.problems
    for result in run_suite(suite):
        assert result.failure is None, f"{result.case.title}: {result.failure}"


@pages
def test_every_alteration_of_a_pages_rules_is_noticed(page, roads):
    folder = roads(page)
    mutation = measure_mutation(Subject(folder, (folder / "features",)), jobs=1)
    assert mutation.mutants
    assert [f"{mutant.cell}: {mutant.words}" for mutant in mutation.survivors] == []


def test_every_kind_of_condition_is_shown_on_a_page(roads):
    shown = set()
    for page in PAGES:
        ruleset = load_ruleset(roads(page)).require()
        for cell in ("pass", "tunnel"):
            for rule in ruleset.rules_of(cell).rules:
                shown |= {head_of(part) for part in walk(rule.condition)}
    assert shown == set(HEADS)


def test_every_word_of_the_shared_files_is_used_on_some_page(roads):
    codes = {"unused-indicator", "unused-amount", "never-concluded"}
    told = [{p.message for p in check_folder(roads(page), LAST).problems if p.code in codes} for page in PAGES]
    assert set.intersection(*told) == set()


def test_the_index_lists_every_page_by_its_title():
    rows = [row["page"] for table in tables_in(INDEX.read_text(encoding="utf-8")) for row in table]
    titles = {page.name: page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for page in PAGES}
    assert sorted(rows) == sorted(f"[{title}]({name})" for name, title in titles.items())


@pages
def test_a_page_ends_with_its_place_in_the_guide(page):
    *_, last = prose_of(page).strip().split("\n\n")
    assert last.startswith("Reference: ")
    assert "](../rule-authoring.md#" in last
