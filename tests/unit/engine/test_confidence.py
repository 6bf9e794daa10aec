"""Confidence is high, and steps down once for each of its reasons; rules add steps of their own."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import (
    channel,
    feed,
    judge,
    marked,
    months,
    on,
    reading,
    reads,
    rule,
    ruleset,
    seen,
    signal,
    source,
    transition,
    verdict,
)

D = "2025-01-05"
NO_DIMENSIONS: dict[str, object] = {"dimensions": []}
QUIET = channel("two")


def steps(*rules, as_of=D, items=(), cell=None):
    found = verdict(ruleset(*rules, cell=cell or NO_DIMENSIONS), as_of, *items)
    return found.confidence, [step.reason for step in found.confidence_steps]


def test_nothing_in_doubt_is_high():
    assert steps(items=QUIET) == ("high", [])


def test_alternatives_step_down():
    doubtful = channel("one", unknown=[f"{D}/{D}"])
    assert steps(transition("A-B", on("one")), items=doubtful) == (
        "moderate",
        ["unknown guards could have led to B"],
    )


def test_undetermined_dimensions_step_down_once():
    cell = {"dimensions": [{"id": "d", "title": "D"}, {"id": "e", "title": "E"}]}
    assert steps(cell=cell) == ("moderate", ["undetermined: d, e"])
    good = [rule(n, {"dimension": n, "status": "good"}, {"not": on("two")}) for n in ("d", "e")]
    assert steps(*good, cell=cell, items=QUIET) == ("high", [])


def test_a_dimension_that_is_not_due_does_not_step_down():
    review = {"id": "r", "title": "R", "date": "2025-07", "dimensions": ["d"]}
    cell = {"dimensions": [{"id": "d", "title": "D"}], "milestones": [review]}
    assert steps(cell=cell) == ("high", [])


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2025-04-30", ("high", [])), ("2025-05-01", ("moderate", ["stale: x (latest 2025-01)"]))],
)
def test_stale_indicators_that_a_rule_reads_step_down(as_of, expected):
    trend = rule("t", {"trend": "rising"}, reads({"above": 9}, "P3M"))
    assert steps(trend, as_of=as_of, items=months("2025-01", 5)) == expected


def test_a_stale_indicator_that_no_rule_reads_does_not():
    assert steps(as_of="2025-12-01", items=months("2025-01", 5)) == ("high", [])


# A single origin under the transition that made the state.


def moved(*items, **selector):
    return steps(transition("A-B", seen(**selector)), items=items)


def test_a_single_origin_steps_down():
    assert moved(*signal("s", D)) == ("moderate", ["a single origin, s-source, under the transition to B"])


def test_two_origins_do_not():
    assert moved(*signal("a", D), *signal("b", D)) == ("high", [])


def test_two_copies_of_one_report_are_a_single_origin():
    copies = [source(name, D, origin="wire")[0] for name in ("north", "south")]
    items = (*copies, *signal("a", D, sources=["north"]), *signal("b", D, sources=["south"]))
    assert moved(*items) == ("moderate", ["a single origin, wire, under the transition to B"])


def test_an_origin_that_the_tier_filter_refuses_does_not_stand_under_it():
    both = [source("first", D, 1)[0], source("second", D, 2)[0]]
    items = (*both, *signal("s", D, sources=["first", "second"]))
    assert moved(*items, tier=1)[1] == ["a single origin, first, under the transition to B"]
    assert moved(*items, tier=[1, 2])[1] == []


def test_the_initial_state_rests_on_no_origin():
    assert steps(transition("A-B", seen(direction="down")), items=(*feed(), *signal("s", D))) == ("high", [])


def test_it_is_the_transition_that_made_the_state_that_counts():
    # A to B on one origin; then B to C on two
    rules = (transition("A-B", seen("P1D", stage="one")), transition("B-C", seen("P1D", stage="two")))
    items = (*channel("one", met=["2025-01-02"]), *channel("two", met=["2025-01-04"]))
    second = signal("more", "2025-01-04", stage="two")
    assert steps(*rules, items=items)[1] == ["a single origin, two-2025-01-04-source, under the transition to C"]
    assert steps(*rules, items=(*items, *second))[1] == []


def test_the_origins_of_readings_count():
    rules = (transition("A-B", reads({"at_least": 5})),)
    one = (*source("office", "2025-01-31", 5), *reading("2024-12", "5"))
    assert steps(*rules, items=one)[1] == ["a single origin, office, under the transition to B"]
    assert steps(*rules, items=(*one, *reading("2024-11", "5", source="bureau")))[1] == []


# Look-ahead: a value of later vintage than its known from.


def test_look_ahead_steps_down():
    trend = rule("t", {"trend": "rising"}, reads({"above": 9}))
    revised = marked(reading("2024-12", "5"), look_ahead=True)
    assert steps(trend, items=revised) == (
        "moderate",
        ["values of later vintage than their publication (look-ahead): x"],
    )
    assert steps(trend, items=marked(reading("2024-12", "5"))) == ("high", [])


def test_look_ahead_of_a_period_that_has_not_ended_changes_nothing():
    # evidence after the day judged does not matter
    trend = rule("t", {"trend": "rising"}, reads({"above": 9}))
    later = marked(reading("2025-01", "7"), look_ahead=True)
    assert steps(trend, items=(*reading("2024-12", "5"), *later)) == ("high", [])


def test_the_support_keeps_what_the_look_ahead_rests_on():
    trend = rule("t", {"trend": "rising"}, reads({"above": 9}))
    items = (*marked(reading("2024-11", "5"), look_ahead=True), *reading("2024-12", "5"))
    later = marked(reading("2025-01", "7"), look_ahead=True)
    evaluation = judge(ruleset(trend, cell=NO_DIMENSIONS), D, *items, *later)
    assert {r.id for r in evaluation.support} == {"x/2024-11", "x/2024-12"}


# Rules, and the ladder.


def test_a_rule_steps_down_or_up_with_itself_as_the_reason():
    rules = ruleset(rule("doubt", {"confidence": "down"}, {"not": on("two")}), cell=NO_DIMENSIONS)
    found = verdict(rules, D, *QUIET)
    assert found.confidence == "moderate"
    assert [(s.step, s.reason, s.rule) for s in found.confidence_steps] == [("down", "rule", "doubt")]


def test_a_rule_that_is_unknown_takes_no_step():
    doubtful = rule("doubt", {"confidence": "down"}, on("one"))
    assert steps(doubtful, items=channel("one", unknown=[f"{D}/{D}"]))[0] == "high"


@pytest.mark.parametrize(
    ("ups", "downs", "level"),
    [
        (1, 0, "high"),
        (0, 1, "moderate"),
        (0, 2, "low"),
        (0, 5, "low"),
        (1, 2, "moderate"),
        (2, 2, "high"),
        (1, 5, "low"),
    ],
)
def test_steps_add_up_and_the_ladder_ends_at_low_and_at_high(ups, downs, level):
    always = {"not": on("two")}
    rules = [rule(f"up-{n}", {"confidence": "up"}, always) for n in range(ups)]
    rules += [rule(f"down-{n}", {"confidence": "down"}, always) for n in range(downs)]
    assert steps(*rules, items=QUIET)[0] == level
