"""Planted faults of every kind are all told, each by its kind and rule; sound rules have nothing told of them."""

from __future__ import annotations

import pytest

from assessor.workbench.solver.analysis.analyse import analyse
from tests.unit.workbench.small import finding, move, rule, seen, subject

SOUND = (
    finding("growth", seen(direction="up", within="P3M")),
    finding("loss", seen(direction="down", within="P3M")),
    move("starts", "Low", "Middle", {"finding": "growth"}),
    move("falls", "Middle", "Low", {"all": [{"finding": "loss"}, {"not": {"finding": "growth"}}]}),
    rule("good", seen(direction="up", dimension="d", within="P1Y"), dimension="d", status="good"),
    rule(
        "bad",
        {"all": [seen(dimension="d", within="P1Y"), {"not": seen(direction="up", dimension="d", within="P1Y")}]},
        dimension="d",
        status="bad",
    ),
    rule("q", seen(tags="t"), qualifier="odd"),
)
REACHED = {"trajectories": [{"id": s, "definition": s} for s in ("Low", "Middle")]}
NEVER = {"all": [seen(direction="up", tags="t"), {"not": seen(direction="up", tags="t", within="P2M")}]}


def told(*rules, **framework):
    found = analyse(subject(*rules, **(REACHED | framework)))
    assert not found.defects
    assert not found.open
    return {(one.kind, *one.rules) for one in found.told}


def test_of_sound_rules_nothing_is_told():
    assert told(*SOUND) == set()


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        (finding("f", NEVER), ("never-met", "f")),
        (rule("q2", NEVER, qualifier="odd"), ("never-met", "q2")),
        (finding("f", {"any": [seen(tags="u"), NEVER]}), ("never-met", "f")),
        (finding("f", {"any": [seen(tags="u"), {"not": seen(tags="u", within="P1M")}]}), ("always-met", "f")),
        (
            finding("f", {"all": [seen(tags="u"), {"reading": "x", "is": {"at_least": 5}, "max_age": "P3M"},
                                  {"reading": "x", "is": {"at_most": 4}, "max_age": "P3M"}]}),
            ("never-met", "f"),
        ),
        (move("leaps", "Low", "Middle", NEVER), ("unreachable", "leaps")),
        (finding("growth", seen(direction="up", within="P2M"), "g2"), ("covered", "g2", "growth")),
        (rule("q2", seen(at_least=2, tags="t"), qualifier="odd"), ("covered", "q2", "q")),
        (
            rule("late", seen(at_least=2, direction="up", dimension="d"), dimension="d", status="bad"),
            ("covered", "late", "good", "bad"),
        ),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told(planted, expected):
    assert expected in told(*SOUND, planted)


def test_a_trajectory_to_which_nothing_leads_is_told():
    assert told(*SOUND, trajectories=[{"id": s, "definition": s} for s in ("Low", "Middle", "High")]) == {
        ("unreachable", "High")
    }


def test_two_guards_open_at_once_are_told_with_a_scenario():
    leap = move("leaps", "Low", "High", seen(tags="t", within="P3M"))
    found = analyse(subject(*SOUND, leap))
    (one,) = (one for one in found.told if one.kind == "ambiguous")
    assert set(one.rules) == {"starts", "leaps"}
    assert not one.is_fault
    assert 'the rule "starts" is met' in one.scenario
    assert 'the rule "leaps" is met' in one.scenario


def test_statuses_that_their_order_alone_decides_are_told():
    assert ("overlap", "good", "worse") in told(
        *SOUND, rule("worse", seen(direction="down", dimension="d", within="P1Y"), dimension="d", status="bad")
    )


def test_a_signal_that_leaves_a_dimension_without_a_status_is_told():
    found = told(*SOUND, rule("only-up", seen(direction="up", dimension="e"), dimension="e", status="good"))
    assert found == {("gap", "e")}


def test_more_evidence_toward_the_goal_that_leads_away_from_it_is_told():
    slips = move("slips", "Middle", "Low", seen(direction="up", tags="u", within="P1M", at_least=2))
    assert ("non-monotone", "Middle") in told(*SOUND, slips)
