"""Planted faults of every kind are all told, each by its kind and rule; sound rules have nothing told of them."""

from __future__ import annotations

import pytest

from assessor.workbench.solver.analysis.analyse import analyse
from assessor.workbench.solver.confirming import run_scenario
from assessor.workbench.solver.scenario import Scenario
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
ALL = {"trajectories": [{"id": s, "definition": s} for s in ("Low", "Middle", "High")]}
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
    one = subject(*SOUND, planted, **REACHED)
    found = analyse(one)
    assert not found.defects
    assert not found.open
    (fault,) = (told for told in found.told if (told.kind, *told.rules) == expected)
    assert fault.is_fault
    assert "signals at most" in fault.bound
    assert f"{planted['id']}" in fault.scenario
    assert run_text(fault.scenario, one) == ""


def run_text(text, one):
    """Return why a pasted scenario fails; empty where it passes."""
    first, *lines = text.splitlines()
    place = next(n for n, line in enumerate(lines) if line.lstrip().startswith("When"))
    title, when = first.partition(": ")[2], lines[place].strip().removeprefix("When ")
    given, keyword = [], ("Given ", "And ")
    for line in lines[:place]:
        bare = line.strip()
        if bare.startswith(keyword):
            given.append(bare.partition(" ")[2])
        else:
            given[-1] += f"\n{bare}"
    expects = tuple(line.strip().partition(" ")[2] for line in lines[place + 1 :] if line.strip())
    return run_scenario(Scenario(title, tuple(given), when, expects), one.ruleset).why


def test_what_rules_itself_out_is_told_with_the_part_that_is_missing():
    found = analyse(subject(*SOUND, move("leaps", "Low", "Middle", NEVER), **REACHED))
    (fault,) = found.told
    assert "where all else in it is met, `not (at least 1 event(s) up, tagged t within P2M)` is not" in fault.words
    assert "| up        | t    |" in fault.scenario
    assert 'the rule "leaps" is not met' in fault.scenario


def test_two_guards_of_a_state_that_others_lead_to_can_be_open_at_once():
    moves = (
        move("starts", "Low", "Middle", seen(direction="up")),
        move("climbs", "Middle", "High", seen(tags="t")),
        move("falls", "Middle", "Low", seen(tags="u")),
    )
    assert ("ambiguous", "climbs", "falls") in told(*moves, **ALL)


def test_a_part_of_a_guard_is_asked_too():
    leaps = move("leaps", "Low", "Middle", {"any": [seen(tags="t"), NEVER]})
    assert ("never-met", "leaps") in told(*SOUND, leaps)


def test_what_takes_more_signals_than_a_scenario_shows_is_not_found_out():
    found = analyse(subject(*SOUND, finding("f", seen(at_least=100_000)), **REACHED))
    assert found.open == (
        "whether `f` is ever met: it takes more than the 2,000 signals that a scenario is written with",
    )
    assert not found.defects


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


def test_guards_there_and_back_that_are_open_together_are_told_with_both_days():
    starts, falls = (
        move("starts", "Low", "Middle", seen(direction="up")),
        move("falls", "Middle", "Low", seen(tags="t")),
    )
    one = subject(starts, falls, **REACHED)
    found = analyse(one)
    (told,) = (told for told in found.told if told.kind == "alternation")
    assert told.rules == ("starts", "falls")
    assert not told.is_fault
    assert told.scenario.count("the state changed on") == 2
    assert run_text(told.scenario, one) == ""


def test_guards_there_and_back_that_rule_each_other_out_are_not_told():
    up = seen(direction="up")
    starts, falls = move("starts", "Low", "Middle", up), move("falls", "Middle", "Low", {"not": up})
    assert "alternation" not in {kind for kind, *_ in told(starts, falls)}


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
