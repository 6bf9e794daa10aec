"""What is refused in a feature file, each at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.scenarios.feature import read_feature

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """Feature: A feature
  Scenario: One
    Given the framework "doctrine"
    When cell "11" is assessed as of 2026-04-26
    Then the standing is "insufficient"
"""


def problems_of(folder: Path, text: str | bytes) -> list[tuple[int, str, str]]:
    path = folder / "a.feature"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    cases, problems = read_feature(path)
    assert problems or cases
    return [(p.line, p.code, p.message) for p in problems]


def test_a_good_one_has_nothing(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("Then the standing", "Then the standin", 5, "unknown-step"),
        ("Then the standing is", "And the standing is", 5, "unknown-step"),
        ('    Then the standing is "insufficient"\n', "", 2, "expects-nothing"),
        ("Feature: A feature\n", "", 1, "feature-form"),
        ('"doctrine"\n', '"doctrine"\n      | a |\n      | b |\n', 3, "step-table"),
        ("    When cell", '    Given these signals on cell "11"\n    When cell', 4, "step-table"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, old: str, new: str, line: int, code: str) -> None:
    assert old in GOOD
    assert (line, code) in [found[:2] for found in problems_of(tmp_path, GOOD.replace(old, new))]


def test_what_is_no_feature_is_told_in_words(tmp_path: Path) -> None:
    ((line, code, message),) = problems_of(tmp_path, GOOD + "    @@@\n")
    assert (code, "#" in message, "(" in message) == ("feature-form", False, False)
    assert "such as `Scenario:`, its colon with it" in message
    assert line > 1


def test_two_scenarios_of_one_name_would_hide_one_another(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("  Scenario") :]
    assert [found[:2] for found in problems_of(tmp_path, twice)] == [(2, "scenario-twice"), (6, "scenario-twice")]


def test_an_expectation_under_given_is_told_where_it_belongs(tmp_path: Path) -> None:
    ((_, _, message),) = problems_of(tmp_path, GOOD.replace("Given the", 'Given the standing is "x"\n    And the'))[:1]
    assert "it stands under Then" in message


def test_an_outline_is_a_case_for_each_row(tmp_path: Path) -> None:
    path = tmp_path / "a.feature"
    rows = "\n    Examples:\n      | day        |\n      | 2026-04-26 |\n      | 2026-04-27 |\n"
    path.write_text(GOOD.replace("Scenario:", "Scenario Outline:").replace("2026-04-26", "<day>") + rows)
    cases, problems = read_feature(path)
    assert problems == ()
    assert [case.title for case in cases] == ["One [2026-04-26]", "One [2026-04-27]"]
    assert [case.steps[1].text[-10:] for case in cases] == ["2026-04-26", "2026-04-27"]


def test_a_column_that_the_examples_lack_is_told(tmp_path: Path) -> None:
    rows = "\n    Examples:\n      | tag |\n      | 1   |\n"
    text = GOOD.replace("Scenario:", "Scenario Outline:").replace("2026-04-26", "<day>") + rows
    assert problems_of(tmp_path, text)[0][2] == "`<day>` is no column of the examples"


def test_an_outline_without_rows_runs_nothing(tmp_path: Path) -> None:
    text = GOOD.replace("Scenario:", "Scenario Outline:") + "\n    Examples:\n      | day |\n"
    assert [code for _, code, _ in problems_of(tmp_path, text)] == ["no-example"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"# nothing but this", b"x" * 3_000_000, b"Feature: empty\n"])
def test_what_is_no_feature_is_told(tmp_path: Path, data: bytes) -> None:
    assert problems_of(tmp_path, data)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    _, problems = read_feature(tmp_path / "gone.feature")
    assert [p.code for p in problems] == ["feature-unreadable"]
