"""The log of a scenario says what the scenario judges in memory, whatever was done to its evidence."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assessor.errors import StepInvalidError
from assessor.scenarios.library import Library
from assessor.scenarios.run import do_step
from assessor.scenarios.steps import STEPS
from assessor.scenarios.world import World
from assessor.services.assessment_name import Reference
from assessor.services.recorded import read_recorded
from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.scenarios.tables import Table

DREDGED: Table = [
    ["id", "date", "tier", "stage", "direction", "dimension", "tags"],
    ["a", "2025-03-01", "2", "outcome", "advancing", "channel", "dredging"],
    ["b", "2025-04-01", "2", "outcome", "advancing", "channel", "dredging"],
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    lay_out_files(GUIDE, tmp_path)
    with closing(World(Library(tmp_path))) as world:
        do(world, 'the framework "harbours"')
        do(world, "everything is watched from 2023-01-01")
        do(world, 'these signals on cell "north"', DREDGED)
        do(world, 'the readings of "calls" from 2025-03 are "12 39"')
        yield world


def do(world: World, sentence: str, table: Table | None = None, *, keyword: str = "when") -> None:
    meant = STEPS.find(keyword, sentence)
    assert meant is not None, sentence
    do_step(world, meant, table)


def assert_alike(world: World, day: str) -> None:
    """Assess and record, and compare the whole of it with what the scenario judges."""
    do(world, f'cell "north" is assessed and recorded as of 2025-05-31 and known at {day}')
    with world.record.context.database.read() as tx:
        recorded = read_recorded(tx, Reference(world.said.last("north").entry_index)).assessment
    judged = world.last.evaluation
    assert recorded.verdict == judged.verdict
    assert recorded.read_set.digest == judged.read_digest
    assert {(r.kind, r.id, r.version) for r in recorded.support} == {(r.kind, r.id, r.version) for r in judged.support}


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        ('the signal "b" is retracted on 2025-06-10', None),
        ('the signal "b" is corrected on 2025-06-10', [["tags"], ["strike"]]),
        ('the reading of "calls" for 2025-04 is revised to "40" on 2025-06-10', None),
        ('the source "source-of-b" is regraded to tier 5 on 2025-06-10', None),
        ("the last batch of evidence is withdrawn on 2025-06-10", None),
        (
            'these signals on cell "north" become known on 2025-06-10',
            [["id", "date", "stage", "dimension", "tags"], ["c", "2025-05-12", "incident", "quays", "strike"]],
        ),
    ],
)
@pytest.mark.parametrize("is_early", [False, True])
def test_before_and_after_each_change_both_say_the_same(
    world: World, is_early: bool, sentence: str, table: Table | None
) -> None:
    if is_early:  # the log is founded with the change in it
        do(world, sentence, table)
    assert_alike(world, "2025-05-31")
    before = world.last.evaluation.read_digest
    if not is_early:
        do(world, sentence, table)
    assert_alike(world, "2025-06-10")
    assert world.last.evaluation.read_digest != before
    do(world, "the log verifies", keyword="then")


def test_what_was_withdrawn_can_be_told_again_and_cited_no_more(world: World) -> None:
    do(world, 'the reading of "calls" for 2025-04 is revised to "40" on 2025-06-10')
    with pytest.raises(StepInvalidError, match="`calls/2025-04` was changed"):
        do(world, "the last batch of evidence is withdrawn on 2025-06-10")
    told = [["id", "date", "stage", "dimension"], ["c", "2025-05-12", "incident", "quays"]]
    do(world, 'these signals on cell "north" become known on 2025-06-11', told)
    do(world, "the last batch of evidence is withdrawn on 2025-06-12")
    with pytest.raises(StepInvalidError, match="retracted already"):
        do(world, 'the signal "c" is retracted on 2025-06-13')
    cites = [["id", "date", "source"], ["d", "2025-05-12", "source-of-c"]]
    with pytest.raises(StepInvalidError, match="source `source-of-c` is not known"):
        do(world, 'these signals on cell "north" become known on 2025-06-13', cites)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ('the signal "b" is retracted on 2025-06-09', "the log is at 2025-06-10 already"),
        ("what is due is recomputed on 2025-06-09", "the log is at 2025-06-10 already"),
        ('without the signal "b"', "what is recorded stays"),
        ("nothing is watched from 2025-03-01 until 2025-03-31", "what is recorded stays"),
        ('cell "north" is assessed and recorded as of 2019-06-09', "the timeline begins on"),
        ('cell "east" is assessed and recorded as of 2025-06-09', "there is no cell `east`"),
        ('cell "north" is assessed and recorded as of 2025-06-09 and known at 2025-06-08', "nothing was known of that"),
    ],
)
def test_what_a_log_cannot_take_is_told(world: World, sentence: str, told: str) -> None:
    do(world, 'cell "north" is assessed and recorded as of 2025-06-10')
    with pytest.raises(StepInvalidError, match=told):
        do(world, sentence)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ('the log holds 1 entries of type "assessment:record"', "did you mean `assessment:recorded`"),
        ('the last entry is of type "recorded"', "there is no type of entry `recorded`"),
        ('the assessment of cell "north" as of 2025-06-09 is not restated', r"was recorded \(there are: 2025-06-10\)"),
        ('the assessment of cell "north" as of 2025-06-10 is restated as "Closing"', "did you mean `Closed`"),
        ('cell "east" was assessed again as of 2025-06-10 because of "b"', "there is no cell `east`"),
    ],
)
def test_a_slip_in_what_is_expected_of_a_log_is_told(world: World, sentence: str, told: str) -> None:
    do(world, 'cell "north" is assessed and recorded as of 2025-06-10')
    with pytest.raises(StepInvalidError, match=told):
        do(world, sentence, keyword="then")


def test_where_nothing_is_recorded_a_log_is_expected_to_say_nothing(world: World) -> None:
    with pytest.raises(StepInvalidError, match="record first"):
        do(world, "the log verifies", keyword="then")


def test_a_log_goes_away_with_its_scenario(world: World) -> None:
    do(world, 'cell "north" is assessed and recorded as of 2025-06-10')
    folder = Path(world.record.context.database.name).parent
    assert folder.is_dir()
    world.close()
    assert not folder.exists()
