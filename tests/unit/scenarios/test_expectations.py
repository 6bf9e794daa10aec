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
    ('the trend is "Improving with episodic shocks"', "there is no trend"),
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
    ('the finding "networks-strike-back" is met', 'the finding "breakdown" is unknown'),
    (
        'the rule "partner-objects" fires on "chihuahua-incident"',
        'the rule "breaks-down" fires on "chihuahua-incident"',
    ),
    (
        'the rule "breaks-down" is held back by "tagged cooperation-halt"',
        'the rule "partner-objects" is held back by ""',
    ),
    ('what is unknown names "is stale since 2025-12-01"', 'what is unknown names "nobody watched"'),
    ('the tension "disruption-and-regeneration" is met', 'the tension "disruption-and-regeneration" is not met'),
    ('the evidence "chihuahua-incident" is decisive', 'the evidence "nothing" is decisive'),
    (
        'the confidence is lowered by the rule "partner-side-thin"',
        'the confidence is lowered by the rule "breaks-down"',
    ),
    (
        'the state changed on 2025-02-20 by the rule "measures-bind"',
        'the state changed on 2025-02-21 by the rule "advances"',
    ),
    (
        'in the branch "drifts" with nothing new the trajectory is "Advancing"',
        'in the branch "drifts" with nothing new the trajectory is "Contested"',
    ),
    (
        'in the branch "drifts" with "cooperation-ends" coming true the trajectory is "Contested"',
        'in the branch "settles" with "review-closes-route" coming true the trajectory is "Contested"',
    ),
]

OF_NOTHING: list[tuple[str, str]] = [
    # of the same cell by rules alone: nobody watches, so every guard is unknown, and nothing is issued
    ("there are no qualifiers", 'the qualifiers are "with bilateral friction"'),
    ('the alternatives are "Advancing", "Contested" and "Reversing"', "there are no alternatives"),
    ("there is no trend", 'the trend is "unknown"'),
]

HELD_BELOW = {
    # what cannot be both so and not so of the shipped cell is held by tests of its own below
    "both assessments have the same verdict",
    "every undetermined dimension says what would settle it",
    "every active tension has evidence on each side",
}


@cache
def judged() -> World:
    world = World(Library(resource_dir("rules")))
    do(world, "given", 'the framework "doctrine" with its evidence')
    do(world, "when", 'cell "11" is assessed as of 2026-04-26 and known at 2026-04-26')
    return world


@cache
def judged_of_nothing() -> World:
    world = World(Library(resource_dir("rules")))
    do(world, "given", 'the framework "doctrine"')
    do(world, "when", 'cell "11" is assessed as of 2025-07-01')
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
        'in the branch "none" with nothing new the trajectory is "Contested"',
        'in the branch "drifts" with nothing new the trajectory is "Contsted"',
        'in the branch "drifts" with "none" coming true the trajectory is "Contested"',
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


@pytest.mark.parametrize(("so", "not_so"), OF_NOTHING, ids=[so for so, _ in OF_NOTHING])
def test_where_nothing_is_known_the_same_holds(so: str, not_so: str) -> None:
    do(judged_of_nothing(), "then", so)
    with pytest.raises(ExpectationFailedError):
        do(judged_of_nothing(), "then", not_so)


def test_every_expectation_is_seen_to_fail() -> None:
    failing = [not_so for _, not_so in (*SO, *OF_NOTHING) if not_so]
    unseen = {
        step.pattern.text
        for step in STEPS.steps
        if step.role == "expectation" and not any(step.pattern.match(s) is not None for s in failing)
    }
    assert unseen == HELD_BELOW


def test_two_verdicts_that_differ_are_told() -> None:
    world = World(Library(resource_dir("rules")))
    do(world, "given", 'the framework "doctrine" with its evidence')
    for day in ("2025-02-15", "2025-07-01"):
        do(world, "when", f'cell "11" is assessed as of {day}')
    with pytest.raises(ExpectationFailedError):
        do(world, "then", "both assessments have the same verdict")
    do(world, "when", 'cell "11" is assessed as of 2025-07-01')
    do(world, "then", "both assessments have the same verdict")


def test_what_every_one_of_none_has_is_not_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExpectationFailedError, match="no active tension"):
        do(judged_of_nothing(), "then", "every active tension has evidence on each side")
    nothing = judged_of_nothing().last.evaluation.verdict.model_copy(update={"dimensions": ()})
    monkeypatch.setitem(judged_of_nothing().last.evaluation.__dict__, "verdict", nothing)
    with pytest.raises(ExpectationFailedError, match="no undetermined dimension"):
        do(judged_of_nothing(), "then", "every undetermined dimension says what would settle it")
