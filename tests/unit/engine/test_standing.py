"""The floor of data: below it no trajectory is issued, and the fold goes on underneath."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import channel, feed, finding, on, path, rule, ruleset, seen, signal, transition, verdict

GOOD = rule("good", {"dimension": "d", "status": "good"}, on("two"))
ANY_DAY = {"not": on("three")}  # met on every day under its feed


def floor(signals=0, dimensions=0, within="P1M"):
    return {"signals": signals, "within": within, "dimensions": dimensions}


def test_below_the_floor_there_is_no_trajectory_qualifier_or_trend():
    rules = ruleset(
        rule("q", {"qualifier": "odd"}, ANY_DAY),
        rule("t", {"trend": "rising"}, ANY_DAY),
        finding("f", ANY_DAY),
        standing=floor(signals=1),
    )
    found = verdict(rules, "2025-02-10", *channel("three"))
    assert (found.standing, found.trajectory, found.qualifiers, found.trend) == ("insufficient", None, (), None)
    assert found.findings[0].outcome == "met"  # what is concluded underneath is still told


@pytest.mark.parametrize(
    ("as_of", "standing"),
    [
        ("2025-02-09", "insufficient"),
        ("2025-02-10", "sufficient"),
        ("2025-03-09", "sufficient"),
        ("2025-03-10", "insufficient"),
    ],
)
def test_the_floor_counts_events_in_its_window(as_of, standing):
    items = (*signal("a", "2025-02-10", event="a"), *signal("b", "2025-02-10", event="b"))
    assert verdict(ruleset(standing=floor(signals=2)), as_of, *items).standing == standing


@pytest.mark.parametrize(
    "other",
    [
        signal("b", "2025", event="b", reported="2025-12-31"),  # possibly inside
        signal("b", "2025-02-10", event="a"),  # the same event
        signal("b", "2025-02-10", event="b", impacts=[{"cell": "2"}]),  # another cell
    ],
)
def test_only_certain_events_of_the_cell_reach_it(other):
    items = (*feed(), *signal("a", "2025-02-10", event="a"), *other)
    assert verdict(ruleset(standing=floor(signals=2)), "2025-02-10", *items).standing == "insufficient"


def test_dimensions_with_a_status_are_asked_for_too():
    rules = ruleset(GOOD, standing=floor(dimensions=1))
    assert verdict(rules, "2025-01-05", *channel("two", met=["2025-01-05"])).standing == "sufficient"
    assert verdict(rules, "2025-01-05", *channel("two")).standing == "insufficient"


def test_last_supported_gives_the_last_day_above_the_floor_and_its_state():
    rules = ruleset(transition("A-B", on("one")), standing=floor(signals=1, within="P1W"))
    found = verdict(rules, "2025-03-01", *channel("one", met=["2025-01-10"]))
    assert (str(found.last_supported.day), found.last_supported.state) == ("2025-01-16", "B")
    assert verdict(rules, "2025-01-16", *channel("one", met=["2025-01-10"])).last_supported is None
    assert verdict(rules, "2025-03-01", *channel("one")).last_supported is None  # there was none


def test_the_fold_goes_on_underneath():
    # B since the 3rd, when nothing was issued; what is issued from the 20th on is B
    rules = ruleset(transition("A-B", on("one")), standing=floor(signals=2, within="P1M"))
    items = (*channel("one", met=["2025-01-03"]), *signal("late", "2025-01-20", stage="two"))
    below, above = (verdict(rules, day, *items) for day in ("2025-01-19", "2025-01-20"))
    assert (below.trajectory, above.trajectory) == (None, "B")
    assert path(below) == path(above) == [("2025-01-01", "A"), ("2025-01-03", "B")]


def test_the_reason_says_what_is_there_and_what_is_needed():
    rules = ruleset(GOOD, standing=floor(signals=2, dimensions=1))
    found = verdict(rules, "2025-01-05", *channel("two"), *signal("a", "2025-01-05", stage="three"))
    assert found.standing_reason == (
        "1 certain event(s) within P1M, 2 are needed; 0 dimension(s) with a status, 1 are needed"
    )
    empty = ruleset(standing=floor(signals=2))
    assert verdict(empty, "2025-01-05").standing_reason == "the ruleset has no rules for cell 1"
    above = ruleset(finding("f", seen()))
    assert verdict(above, "2025-01-05").standing_reason == ""
