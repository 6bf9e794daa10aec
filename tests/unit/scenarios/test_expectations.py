"""Every expectation of the vocabulary passes where it is so, and fails where it is not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from assessor.errors import StepInvalidError
from assessor.resources import resource_dir
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.library import Library
from assessor.scenarios.run import do_step
from assessor.scenarios.steps import STEPS
from assessor.scenarios.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.scenarios.tables import Table

STATES = [["from", "state"], ["2025-01-20", "Pre-execution"], ["2025-02-20", "Contested"], ["2025-10-31", "Advancing"]]
FEWER = STATES[:-1]

SO: list[tuple[str, str]] = [
    # of cell 11 as of 2026-04-26, as the dossier and docs/cell-11.md have it; first what is so, then what is not
    ('the trajectory is "Advancing"', 'the trajectory is "Contested"'),
    ('the trajectory is not "Contested"', 'the trajectory is not "Advancing"'),
    ('the state of the fold is "Advancing"', 'the state of the fold is "Contested"'),
    ('the standing is "sufficient"', 'the standing is "insufficient"'),
    ('the qualifiers are "with bilateral friction"', "there are no qualifiers"),
    ('the trend is "Improving with episodic shocks"', 'the trend is "unknown"'),
    ('the confidence is "low"', 'the confidence is "high"'),
    ("there are no alternatives", 'the alternatives are "Contested"'),
    ('dimension "world-cup-security" is "undetermined"', 'dimension "usmca-recalibration" is "advancing"'),
    (
        'dimension "world-cup-security" is undetermined because it is "not due"',
        'dimension "world-cup-security" is undetermined because it is "stale"',
    ),
    (
        'dimension "border-and-fentanyl" names "swb-encounters" as stale',
        'dimension "world-cup-security" names "swb-encounters" as stale',
    ),
    ("every undetermined dimension says what would settle it", ""),
    ('the rule "partner-objects" is met', 'the rule "partner-objects" is unknown'),
    ("3 tensions are active", "2 tensions are active"),
    ("every active tension has evidence on each side", ""),
    ('the verdict rests on "chihuahua-incident"', 'the verdict rests on "chihuahua-incident" and "nothing"'),
    ('"nothing" and "less" are not read', '"chihuahua-incident" are not read'),
    ('"chihuahua-incident" count as one event', '"chihuahua-incident" and "nothing" count as one event'),
    ('it was "Contested" from 2025-03 until 2025-09', 'it was "Contested" from 2025-03 until 2025-11'),
    (
        'it was "Contested" from 2025-03-01 until 2025-10-30, then "Advancing"',
        'it was "Contested" from 2025-03-01 until 2025-10-29, then "Advancing"',
    ),
    ("the history of states is", "the history of states is"),
]


@cache
def judged() -> World:
    world = World(Library(resource_dir("rules")))
    do(world, "given", 'the framework "doctrine" with its evidence')
    do(world, "when", 'cell "11" is assessed as of 2026-04-26 and known at 2026-04-26')
    return world


def do(world: World, keyword: str, sentence: str, table: Table | None = None) -> None:
    meant = STEPS.find(keyword, sentence)
    assert meant is not None, sentence
    do_step(world, meant, table)


@pytest.mark.parametrize(("so", "not_so"), SO, ids=[so for so, _ in SO])
def test_what_is_so_passes_and_what_is_not_fails(so: str, not_so: str) -> None:
    world = judged()
    do(world, "then", so, STATES)
    if not_so:
        with pytest.raises(ExpectationFailedError):
            do(world, "then", not_so, FEWER)


def test_a_slip_in_a_name_is_no_failed_expectation() -> None:
    for sentence in (
        'the trajectory is "Advansing"',
        'the qualifiers are "with bilateral frictions"',
        'the trend is "Improved"',
        'the standing is "enough"',
        'dimension "world-cup" is "undetermined"',
        'the finding "none" is met',
        'the rule "none" is met',
        'the tension "none" is met',
        'it was "Contested" from 2019 until 2020',
    ):
        with pytest.raises(StepInvalidError):
            do(judged(), "then", sentence)


def test_a_failure_carries_what_explains_the_verdict() -> None:
    with pytest.raises(ExpectationFailedError) as caught:
        do(judged(), "then", 'the trajectory is "Contested"')
    assert caught.value.expected == "`Contested`"
    assert caught.value.found == "`Advancing`"
    assert any(part.rule for part in caught.value.why)


def test_where_nothing_was_judged_nothing_is_expected(tmp_path: Path) -> None:
    world = World(Library(tmp_path))
    do(world, "given", 'the framework "doctrine"')
    with pytest.raises(StepInvalidError, match="judge a cell first"):
        do(world, "then", 'the trajectory is "Contested"')
