"""Problems are values that sort in file order, and suggestions come from what is known."""

from __future__ import annotations

import pytest

from assessor.ruleset.problems import Problem, did_you_mean


def test_a_problem_reads_as_compilers_write_them():
    problem = Problem("rules/doctrine/rules/border.yaml", 14, 5, "unknown key `whne`", "shape-unknown-key")
    assert str(problem) == "rules/doctrine/rules/border.yaml:14:5: unknown key `whne`"


def test_a_warning_says_that_it_is_one():
    assert str(Problem("a.yaml", 1, 2, "never met", "x", "warning")) == "a.yaml:1:2: warning: never met"


def test_problems_sort_by_line_and_column_as_numbers():
    places = [("b", 1, 1), ("a", 10, 2), ("a", 9, 30), ("a", 10, 1)]
    problems = sorted(Problem(file, line, column, "m", "c") for file, line, column in places)
    assert [(p.file, p.line, p.column) for p in problems] == [("a", 9, 30), ("a", 10, 1), ("a", 10, 2), ("b", 1, 1)]


@pytest.mark.parametrize(
    ("word", "known", "end"),
    [
        ("swb-encountres", ["ofac-designations", "swb-encounters"], ", did you mean `swb-encounters`?"),
        ("advancing", ["Advancing", "Contested"], ", did you mean `Advancing`?"),
        ("STALLING", ["stalling", "Advancing"], ", did you mean `stalling`?"),
        ("xyzzy", ["swb-encounters"], ""),
        ("", ["a"], ""),
        ("a", [], ""),
        ("x" * 1_000_000, ["x" * 1_000_000], ""),
    ],
)
def test_the_nearest_known_word_is_suggested(word, known, end):
    assert did_you_mean(word, known) == end


@pytest.mark.parametrize("word", ["swb-encountres", "swb-encounter", "wsb-encounters", "SWB-encountersx"])
def test_among_very_many_known_words_the_nearest_is_still_found(word):
    known = [f"{end}-number-{n}" for n in range(1_000) for end in ("swb", "finding")]
    assert did_you_mean(word, [*known, "swb-encounters"]) == ", did you mean `swb-encounters`?"


@pytest.mark.parametrize("words", [["border-calm", "border-cald", "border-cale"], ["border-Cal", "Border-cal"]])
def test_the_order_in_which_words_are_known_does_not_matter(words):
    assert did_you_mean("border-cal", words) == did_you_mean("border-cal", words[::-1]) != ""
