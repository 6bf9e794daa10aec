"""What is unknown, why, and what would settle it: an analyst can act on every one."""

from __future__ import annotations

import pytest

from assessor.domain.kleene import Kleene
from assessor.engine.unknowns import why_unknown
from tests.unit.engine.made import (
    UNKNOWN,
    channel,
    day,
    days,
    feed,
    finding,
    leaf,
    months,
    on,
    outcome,
    reading,
    reads,
    rule,
    ruleset,
    seen,
    signal,
    transition,
    verdict,
)
from tests.unit.engine.scenes import SCENES

JUNE = "2025-06-30"
NONE = {"count": {"at_most": 0}}
TWO = {"count": {"at_least": 2}}


def settles(condition, *items, as_of=JUNE):
    """Return what would settle a condition that is unknown."""
    found = leaf(condition, *items)
    assert found.outcome(day(as_of)) is UNKNOWN
    return why_unknown(found, day(as_of))[1]


@pytest.mark.parametrize("name", SCENES)
def test_whatever_is_unknown_says_what_would_settle_it(name):
    found = leaf(SCENES[name][0], *SCENES[name][1])
    for when in days("2024-12-20", "2026-01-10"):
        if found.outcome(when) is Kleene.UNKNOWN:
            reason, settle = why_unknown(found, when)
            assert reason
            assert settle


# Readings.


def test_a_stale_reading_asks_for_a_fresh_one():
    assert settles(reads({"above": 1}, "P3M"), *months("2025-01", 5)) == (
        "a reading of `x` for a period that ends from 2025-03-30 to 2025-06-30",
    )


def test_a_missing_period_asks_for_the_periods_that_are_compared():
    change = reads({"above": 1}, change={"from": "P1M", "as": "percent"})
    assert settles(change, *reading("2025-06", "5")) == ("readings of `x` for every period that the comparison uses",)


def test_of_several_indicators_those_that_lack_are_asked_for():
    across = {"readings": ["x", "y"], "across": "mean", "is": {"above": 1}, "max_age": "P3M"}
    assert settles(across, *reading("2025-06", "5", of="y")) == (
        "a reading of `x` for a period that ends from 2025-03-30 to 2025-06-30",
    )


# Signals.


def test_a_vague_date_asks_for_a_more_precise_one_and_that_settles_it():
    vague = signal("s", "2025", reported="2025-12-31")
    assert settles(seen("P1M"), *feed(), *vague) == ("a more precise date for `s`",)
    assert outcome(seen("P1M"), JUNE, *feed(), *signal("s", "2025-06-10", reported="2025-12-31")) is not UNKNOWN


def test_an_unstated_field_asks_for_the_tags_and_they_settle_it():
    assert settles(seen(direction="up"), *feed(), *signal("s", "2025-06-10", direction="unstated")) == (
        "tags of `s` that are unstated now",
    )
    assert outcome(seen(direction="up"), JUNE, *feed(), *signal("s", "2025-06-10", direction="down")) is not UNKNOWN


def test_both_are_asked_for_where_both_lack():
    vague = signal("s", "2025", direction="unstated", reported="2025-12-31")
    assert settles(seen("P1M", direction="up"), *feed(), *vague) == (
        "tags of `s` that are unstated now",
        "a more precise date for `s`",
    )


def test_a_gap_asks_for_what_the_feed_would_have_carried():
    gap = feed(gaps=["2025-06-05/2025-06-07"])
    assert settles(seen("P1M", bounds=NONE), *gap) == (
        "what feed `feed` would have carried from 2025-06-05 to 2025-06-07",
    )


def test_a_window_that_nobody_watches_asks_for_a_feed():
    assert settles(seen("P1M", bounds=NONE)) == ("a feed that watches this from 2025-05-31 to 2025-06-30",)


def test_reports_that_may_be_of_one_event_ask_for_event_ids_and_those_settle_it():
    two = (*signal("a", "2025-06-10"), *signal("b", "2025-06-10"))
    assert settles(seen(bounds=TWO), *feed(), *two) == ("event ids that say whether `a`, `b` are of one event",)
    apart = (*signal("a", "2025-06-10", event="raid"), *signal("b", "2025-06-10", event="theft"))
    assert outcome(seen(bounds=TWO), JUNE, *feed(), *apart) is not UNKNOWN


def test_an_unstated_dimension_asks_for_it_where_dimensions_are_counted():
    silent = signal("s", "2025-06-10", dimensions=["unstated"])
    assert settles(seen(bounds={"spread": {"at_least": 1}}), *feed(), *silent) == (
        "dimensions of `s` that are unstated now",
    )


def test_an_impact_that_may_match_too_asks_for_its_tags():
    impacts = [{"aspect": "work"}, {"aspect": "shape", "direction": "unstated", "dimensions": ["e"]}]
    both = signal("s", "2025-06-10", impacts=impacts)
    assert settles(seen(direction="up", bounds={"spread": {"at_least": 2}}), *feed(), *both) == (
        "tags of `s` that are unstated now",
    )


def test_an_unstated_severity_asks_for_it_where_severities_are_added():
    silent = signal("s", "2025-06-10", severity="unstated")
    assert settles(seen(bounds={"weight": {"at_least": 2}}), *feed(), *silent) == (
        "the severity of `s` that is unstated now",
    )


def test_a_vague_date_matters_where_weights_fade():
    month = signal("s", "2025-06")
    fading = seen(bounds={"weight": {"at_least": 1, "half_life": 30}})
    assert settles(fading, *feed(), *month) == ("a more precise date for `s`",)
    assert settles(fading, *feed(), *signal("s", "2025-06", severity="unstated"))[0] == (
        "the severity of `s` that is unstated now"
    )


def test_a_vague_anchor_is_asked_for_and_not_the_event_that_is_precise():
    condition = {**seen("P6M", direction="up"), "after": {"direction": "down"}}
    anchor = signal("anchor", "2025-03", direction="down", reported="2025-05-01")
    assert settles(condition, *feed(), *signal("event", "2025-03-20"), *anchor) == ("a more precise date for `anchor`",)


def test_a_gap_in_the_watch_for_anchors_is_told():
    condition = {**seen("P6M", direction="up"), "after": {"direction": "down"}}
    feeds = (*feed("ups", directions=["up"]), *feed("downs", directions=["down"], gaps=["2025-04-01/2025-04-02"]))
    items = (*feeds, *signal("event", "2025-03-20"), *signal("anchor", "2025-03-10", direction="down"))
    assert settles(condition, *items) == ("what feed `downs` would have carried from 2025-04-01 to 2025-04-02",)


def test_of_many_vague_signals_the_first_five_are_named():
    many = [item for n in range(7) for item in signal(f"s{n}", "2025", event=f"e{n}", reported="2025-12-31")]
    found = leaf(seen("P1M"), *feed(), *many)
    reason, settle = why_unknown(found, day(JUNE))
    assert len(settle) == 5
    assert reason.endswith("and 2 more")


# In a verdict.

D = "2025-01-05"
OPEN = channel("three", unknown=[f"{D}/{D}"])


def test_an_unknown_names_the_rules_it_leaves_open():
    rules = ruleset(
        finding("f", on("three")),
        rule("q", {"qualifier": "odd"}, {"finding": "f"}),
        rule("decided", {"trend": "rising"}, {"any": [on("three"), on("one")]}),
    )
    (found,) = verdict(rules, D, *OPEN, *channel("one", met=[D])).unknowns
    assert found.rules == ("f", "q")
    assert found.condition == "at least 1 event(s) stage three within P1D"
    assert "feed `three-feed` has a gap" in found.reason
    assert found.settle == ("what feed `three-feed` would have carried from 2025-01-05 to 2025-01-05",)


def test_guards_out_of_other_states_are_not_asked():
    rules = ruleset(transition("B-C", on("three")))
    assert verdict(rules, D, *OPEN).unknowns == ()
    assert [u.rules for u in verdict(ruleset(transition("A-B", on("three"))), D, *OPEN).unknowns] == [("A-B",)]


def test_another_cell_that_is_not_issued_is_told():
    rules = ruleset(
        finding("f", {"trajectory_of": "2", "is": "B"}),
        others={"2": []},
        standing={"signals": 1, "within": "P1M", "dimensions": 0},
    )
    (found,) = verdict(rules, D).unknowns
    assert found.condition == "trajectory of cell 2 is B"
    assert found.settle == ("what settles cell 2",)


def test_a_window_that_was_not_held_throughout_waits_for_time_to_pass():
    rules = ruleset(finding("f", {"held": "P3D", "condition": on("one")}))
    (found,) = verdict(rules, D, *channel("one", met=["2025-01-05"])).unknowns
    assert found.settle == ("the passing of time without a change",)


def test_what_is_known_leaves_nothing_open():
    rules = ruleset(finding("f", on("one")), transition("A-B", on("one")))
    assert verdict(rules, D, *channel("one")).unknowns == ()
