"""Pairs of transitions that evidence could open on the same day are found, and those it could not are not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from assessor.ruleset.load import load_ruleset
from tests.unit.ruleset.flaws import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

TEN_SHIPS = "{reading: arrivals, is: {at_least: 10}, max_age: P3M, reason: The pilot is paid.}"
FIVE_SHIPS = "{reading: arrivals, is: {at_most: 5}, max_age: P3M, reason: The pilot is not paid.}"
FEW_LEFT = "{reading: departures, is: {at_most: 5}, max_age: P3M, reason: Nobody leaves.}"
BELOW_TEN = "{reading: arrivals, is: {below: 10}, max_age: P3M, reason: The pilot is not paid.}"
TEN_AT_MOST = "{reading: arrivals, is: {at_most: 10}, max_age: P3M, reason: The pilot is not paid.}"
FIFTEEN = "{reading: arrivals, is: {at_most: 15}, max_age: P3M, reason: Not many.}"
STRIKE = "{signals: {tags: strike}, within: P1Y, reason: It is remembered.}"
BACK = """cell: harbour
rules:
  - {id: closes, when: %s, then: {transition: idle, from: busy}, because: nothing comes}
"""


def codes(folder: Path, guard: str) -> list[str]:
    shutil.copytree(FIXTURES / "sound", folder / "f", dirs_exist_ok=True)
    (folder / "f" / "rules" / "later.yaml").write_text(BACK % guard, encoding="utf-8")
    return [problem.code for problem in load_ruleset(folder / "f").problems]


@pytest.mark.parametrize(
    "guard",
    [
        "{not: {finding: ships-come}}",
        f"{{not: {TEN_SHIPS}}}",  # what the finding asks, under its own words
        FIVE_SHIPS,  # no count is ten and five
        "{held: P2W, condition: {not: {finding: ships-come}}, reason: Two weeks.}",  # what was so every day is so today
        BELOW_TEN,  # and none is ten and below ten
        f"{{all: [{STRIKE}, {{not: {{finding: ships-come}}}}]}}",
        f"{{any: [{FIVE_SHIPS}, {{all: [{STRIKE}, {{not: {TEN_SHIPS}}}]}}]}}",
        f"{{all: [{{state: busy, for: P1M, reason: A month of it.}}, {STRIKE}]}}",  # a day is no month
        "{score: {ships-come: -1}, at_least: 0, reason: Without them.}",
    ],
)
def test_guards_that_rule_each_other_out_are_passed(tmp_path: Path, guard: str) -> None:
    assert "alternation" not in codes(tmp_path, guard)


@pytest.mark.parametrize(
    "guard",
    [
        "{finding: ships-come}",
        STRIKE,
        FEW_LEFT,  # another measure
        TEN_AT_MOST,  # ten ships are ten at least and at most
        FIFTEEN,  # twelve ships are ten and fifteen at most
        f"{{any: [{{not: {{finding: ships-come}}}}, {STRIKE}]}}",
        f"{{all: [{{state: busy, reason: x}}, {STRIKE}]}}",
        "{score: {ships-come: -1}, at_least: -1, reason: In any case.}",
        "{held: P2W, condition: {finding: ships-come}, reason: Two weeks.}",
        "{not: {held: P2W, condition: {finding: ships-come}, reason: Two weeks.}}",  # they came today
    ],
)
def test_guards_that_can_hold_together_are_told(tmp_path: Path, guard: str) -> None:
    assert "alternation" in codes(tmp_path, guard)


COUNTED = "{signals: {tags: %s}, within: P1Y, %s, reason: It is remembered.}"


@pytest.mark.parametrize(
    ("there", "back", "is_told"),
    [
        (("strike", "count: {at_least: 1}"), ("strike", "count: {at_most: 0}"), False),
        (("strike", "count: {at_least: 3}"), ("strike", "count: {at_most: 2}"), False),
        (("strike", "count: {at_least: 3}"), ("strike", "count: {at_most: 3}"), True),
        (("strike", "count: {at_least: 3}"), ("strike", "origins: {at_most: 2}"), True),  # three of two origins
        (("strike", "count: {at_least: 1}"), ("storm", "count: {at_most: 0}"), True),
    ],
)
def test_counts_of_the_same_that_leave_no_number_rule_each_other_out(tmp_path: Path, there, back, is_told) -> None:
    shutil.copytree(FIXTURES / "sound", tmp_path / "f")
    rules = f"""cell: ferry
rules:
  - {{id: out, when: {COUNTED % there}, then: {{transition: busy, from: idle}}, because: out}}
  - {{id: home, when: {COUNTED % back}, then: {{transition: idle, from: busy}}, because: home}}
"""
    (tmp_path / "f" / "rules" / "ferry.yaml").write_text(rules, encoding="utf-8")
    told = [problem.code for problem in load_ruleset(tmp_path / "f").problems]
    assert ("alternation" in told) is is_told
