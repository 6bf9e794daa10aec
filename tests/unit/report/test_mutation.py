"""What no scenario notices, as it is printed: told by rule, with scenarios that can be pasted as they stand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assessor.cli.output import show_page
from assessor.report.mutation import render_mutation

SCENARIO = """  Scenario: Not so if in opens, the window of all that is loaded and unloaded were P7M instead of P6M
    Given the framework "harbours"
    And these signals on cell "north"
      | id | date       | tier | stage   | direction | dimension | tags     | origin           | event           |
      | s1 | 2025-01-01 | 5    | outcome | opening   | channel   | dredging | a-report-of-ours | the-deep-channel |
    When cell "north" is assessed as of 2025-07-15
    Then the rule "opens" is not met
"""


@dataclass(frozen=True)
class Mutant:
    words: str
    cells: tuple[str, ...] = ("north",)
    rule: str = "opens"


@dataclass(frozen=True)
class Answer:
    kind: str
    scenario: str = ""
    why: str = ""


@dataclass(frozen=True)
class Found:
    survivors: tuple[Mutant, ...]
    answers: tuple[Answer, ...] = ()
    framework: str = "harbours"
    cells: tuple[str, ...] = ("north",)
    cases: int = 7
    mutants: int = 10

    @property
    def killed(self) -> int:
        return self.mutants - len(self.survivors)

    @property
    def distinct(self) -> int:
        return self.mutants - sum(answer.kind == "equivalent" for answer in self.answers)


FOUND = Found(
    survivors=(
        Mutant("in `opens`, the window were P7M instead of P6M"),
        Mutant("`shuts` came before `opens`"),
        Mutant("in `opens`, sources of tier 5 counted too"),
    ),
    answers=(Answer("noticed", SCENARIO), Answer("equivalent"), Answer("open", why="the search was given up")),
)


@pytest.mark.parametrize("columns", [30, 80, 200])
def test_a_scenario_is_printed_as_it_is_to_be_pasted(columns, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(columns))
    show_page(render_mutation(FOUND))
    assert SCENARIO in capsys.readouterr().out


def test_what_is_equivalent_stands_apart_and_does_not_count(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "120")
    show_page(render_mutation(FOUND))
    missed, _, same = capsys.readouterr().out.partition("Nothing within the solver's bound tells from the rules")
    assert "the window were P7M instead of P6M" in missed
    assert "not found out: the search was given up" in missed
    assert "`shuts` came before `opens`" not in missed
    assert "`shuts` came before `opens`" in same
    assert "7 of 9 alterations of the rules of cell north, 1 equivalent one left out, are noticed" in same
    assert same.rstrip().endswith("7 scenarios, 77.8 %")


def test_alterations_that_read_alike_are_told_once(capsys):
    words = "in `opens`, the sum were taken, not the mean"
    show_page(render_mutation(Found(survivors=(Mutant(words), Mutant(words)))))
    out = capsys.readouterr().out
    assert out.count("the sum were taken, not the mean (in 2 places, one at a time)") == 1
