"""What acts supply, and what they refuse, on the harbours of the rule authors' guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.errors import StepInvalidError
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.library import Library
from assessor.scenarios.run import do_step
from assessor.scenarios.steps import STEPS
from assessor.scenarios.world import World
from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.scenarios.tables import Table

STRIKE: Table = [
    ["id", "date", "tier", "stage", "dimension", "tags"],
    ["s", "2025-05-12", "2", "incident", "quays", "strike"],
]
LONG = "so long a name of a state that whoever cuts it at sixty characters "


@pytest.fixture
def world(tmp_path: Path) -> World:
    lay_out_files(GUIDE, tmp_path)
    return World(Library(tmp_path))


def do(world: World, keyword: str, sentence: str, table: Table | None = None) -> None:
    meant = STEPS.find(keyword, sentence)
    assert meant is not None, sentence
    do_step(world, meant, table)


def begin(world: World) -> None:
    do(world, "given", 'the framework "harbours"')
    do(world, "given", "everything is watched from 2023-01-01")
    do(world, "given", 'these signals on cell "north"', STRIKE)


def finds(world: World, outcome: str, known: str) -> None:
    do(world, "when", f'cell "north" is assessed as of 2025-05-20 and known at {known}')
    do(world, "then", f'the finding "work-stopped" is {outcome}')


def test_a_retraction_counts_from_the_day_on_which_it_is_made(world: World) -> None:
    begin(world)
    do(world, "when", 'the signal "s" is retracted on 2025-06-10')
    finds(world, "met", "2025-06-09")
    finds(world, "not met", "2025-06-10")


def test_a_correction_says_what_its_row_says_and_leaves_the_rest(world: World) -> None:
    begin(world)
    do(world, "when", 'the signal "s" is corrected on 2025-06-10', [["tags"], ["dredging"]])
    finds(world, "met", "2025-06-09")
    finds(world, "not met", "2025-06-10")
    do(world, "when", 'the signal "s" is corrected on 2025-06-12', [["tags"], ["strike"]])
    finds(world, "met", "2025-06-12")


def test_a_revised_reading_counts_from_the_day_on_which_it_is_revised(world: World) -> None:
    begin(world)
    do(world, "given", 'the readings of "calls" from 2025-04 are "39"')
    do(world, "when", 'the reading of "calls" for 2025-04 is revised to "40" on 2025-06-10')
    for known, outcome in (("2025-06-09", "not met"), ("2025-06-10", "met")):
        do(world, "when", f'cell "north" is assessed as of 2025-05-31 and known at {known}')
        do(world, "then", f'the finding "ships-return" is {outcome}')


def test_a_regraded_source_counts_as_of_its_tier(world: World) -> None:
    begin(world)
    cleared: Table = [
        ["id", "date", "tier", "stage", "direction", "dimension", "tags"],
        ["a", "2025-03-01", "2", "outcome", "advancing", "channel", "dredging"],
        ["b", "2025-04-01", "2", "outcome", "advancing", "channel", "dredging"],
    ]
    do(world, "given", 'these signals on cell "north"', cleared)
    do(world, "when", 'the source "source-of-b" is regraded to tier 5 on 2025-06-10')
    for known, outcome in (("2025-06-09", "met"), ("2025-06-10", "not met")):
        do(world, "when", f'cell "north" is assessed as of 2025-05-31 and known at {known}')
        do(world, "then", f'the finding "channel-cleared" is {outcome}')


def test_in_a_gap_nothing_is_absent_for_certain(world: World) -> None:
    do(world, "given", 'the framework "harbours"')
    do(world, "given", "everything is watched from 2023-01-01")
    do(world, "given", "nothing is watched from 2025-05-01 until 2025-05-10")
    finds(world, "unknown", "2025-05-20")


@pytest.mark.parametrize(
    ("sentence", "table", "told"),
    [
        ("everything is watched from 2025-02-01 until 2025-01-01", None, "ends on 2025-01-01"),
        ('the signal "t" is retracted on 2025-06-10', None, "did you mean `s`|no signal `t`"),
        ('the signal "s" is retracted on 2025-05-01', None, "is known from 2025-05-12 already"),
        ('the signal "s" is corrected on 2025-06-10', [["date"], ["2025-13"]], "signal `s`"),
        ('the signal "s" is corrected on 2025-06-10', [["tags"], ["strikes"]], "did you mean `strike`"),
        ('the signal "s" is corrected on 2025-06-10', [["tag"], ["strike"]], "did you mean `tags`"),
        ('these signals on cell "north"', [["date", "tags"], ["2025-06/..", "strike"]], "say under `reported`"),
        ('these signals on cell "north"', [["date", "tier"], ["2025-06-01", "two"]], "no whole number"),
        ('these signals on cell "east"', STRIKE, "there is no cell `east`"),
        ('the readings of "call" from 2025-04 are "39"', None, "did you mean `calls`"),
        ('the framework "harbours"', None, "about `harbours` already"),
    ],
)
def test_what_cannot_be_supplied_is_told(world: World, sentence: str, table: Table | None, told: str) -> None:
    begin(world)
    with pytest.raises(StepInvalidError, match=told):
        do(world, "given", sentence, table)


def test_names_that_differ_far_behind_are_not_the_same(world: World, tmp_path: Path) -> None:
    framework = tmp_path / "harbours" / "framework.yaml"
    text = framework.read_text().replace("under strike", f"{LONG} one")
    framework.write_text(text)
    for rules in (tmp_path / "harbours" / "rules").glob("*.yaml"):
        rules.write_text(rules.read_text().replace("under strike", f"{LONG} one"))
    declared = f"qualifiers:\n  - {{id: {LONG} two, definition: Another of the same beginning.}}\n"
    framework.write_text(framework.read_text().replace("qualifiers:\n", declared))
    begin(world)
    do(world, "when", 'cell "north" is assessed as of 2025-05-20')
    do(world, "then", f'the qualifiers are "{LONG} one"')
    with pytest.raises(ExpectationFailedError):
        do(world, "then", f'the qualifiers are "{LONG} two"')


def test_a_folder_by_another_name_than_its_framework_is_refused(world: World, tmp_path: Path) -> None:
    (tmp_path / "harbours").rename(tmp_path / "ports")
    with pytest.raises(StepInvalidError, match="folder `ports` holds the framework `harbours`"):
        do(world, "given", 'the framework "ports"')


def test_readings_need_no_tier_that_the_framework_has_not(world: World, tmp_path: Path) -> None:
    codebook = tmp_path / "harbours" / "codebook.yaml"
    codebook.write_text(codebook.read_text().replace("  - {tier: 5, id: data,", "  - {tier: 3, id: data,"))
    do(world, "given", 'the framework "harbours"')
    do(world, "given", 'the readings of "calls" from 2025-04 are "39"')
    do(world, "when", 'cell "north" is assessed as of 2025-06-30')
    do(world, "then", 'the finding "ships-return" is not met')
