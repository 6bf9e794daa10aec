"""Absence is relative to a watch: "none" is sure only where somebody would have seen one."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, feed, holds, outcome, pair, seen, signal, tally

JUNE = "2025-06-30"
NONE = {"count": {"at_most": 0}}


def none(*items, within="P1M", as_of=JUNE, **selector):
    """Return whether nothing such happened in the month to the end of June: since 30 May, the 31st included."""
    return outcome(seen(within, bounds=NONE, **selector), as_of, *items)


def test_without_a_feed_nothing_bounds_what_happened():
    assert none() is UNKNOWN
    assert pair(tally(seen("P1M"), JUNE, *signal("s", "2025-06-01")).count) == (1, None)


def test_under_a_watch_seeing_none_is_none():
    assert none(*feed()) is MET


def test_what_was_seen_is_no_less_sure_for_not_being_watched():
    assert outcome(seen("P1M"), JUNE, *signal("s", "2025-06-01")) is MET
    assert none(*signal("s", "2025-06-01")) is NOT_MET


@pytest.mark.parametrize(
    ("since", "to", "expected"),
    [
        ("2025-05-31", "2025-06-30", MET),  # the first and the last day of the window
        ("2025-06-01", "2025-06-30", UNKNOWN),
        ("2025-05-31", "2025-06-29", UNKNOWN),
    ],
)
def test_a_window_outside_a_watch_on_one_day_is_not_watched(since, to, expected):
    assert none(*feed(since=since, to=to)) is expected


def test_watches_that_follow_each_other_without_a_day_between_watch_as_one():
    first = feed("first", to="2025-06-10")
    assert none(*first, *feed("second", since="2025-06-11")) is MET
    assert none(*first, *feed("second", since="2025-06-12")) is UNKNOWN


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("2025-05-01/2025-05-30", MET),  # ends on the start, which is outside
        ("2025-05-01/2025-05-31", UNKNOWN),
        ("2025-06-15/2025-06-15", UNKNOWN),
        ("2025-06-30/2025-07-05", UNKNOWN),
        ("2025-07-01/2025-07-05", MET),
    ],
)
def test_a_window_that_touches_a_gap_has_no_upper_bound(gap, expected):
    assert none(*feed(gaps=[gap])) is expected


def test_a_gap_is_not_filled_by_another_feed_of_the_same():
    # each brings what the other does not: neither says that it sees all
    assert none(*feed("one", gaps=["2025-06-15/2025-06-15"]), *feed("two")) is UNKNOWN


# A feed declares what it carries; a gap reaches only filters for what the feed carries.

CARRIED = {"directions": "direction", "dimensions": "dimension", "tiers": "tier", "stages": "stage"}


@pytest.mark.parametrize(
    ("carries", "value", "other"),
    [("directions", "up", "down"), ("dimensions", "d", "e"), ("tiers", 1, 2), ("stages", "act", "talk")],
)
def test_a_feed_watches_and_its_gap_reaches_only_what_it_carries(carries, value, other):
    wanted = {CARRIED[carries]: value}
    carrying = {carries: [value]}
    assert none(*feed(**carrying), **wanted) is MET
    assert none(*feed(**{carries: [other]}), **wanted) is UNKNOWN
    assert none(*feed(**carrying)) is UNKNOWN  # a filter on nothing asks for what nobody carries, too
    everything = feed("everything")
    assert none(*everything, *feed(gaps=["2025-06-15/2025-06-15"], **carrying), **wanted) is UNKNOWN
    assert none(*everything, *feed(gaps=["2025-06-15/2025-06-15"], **{carries: [other]}), **wanted) is MET


def test_a_feed_of_other_cells_watches_nothing_here():
    assert none(*feed(cells=["2"])) is UNKNOWN
    assert none(*feed(cells=["1", "2"])) is MET
    assert none(*feed(), *feed("other", cells=["2"], gaps=["2025-06-15/2025-06-15"])) is MET


def test_feeds_may_share_the_watch_of_what_a_filter_admits():
    up, down = feed("ups", directions=["up"]), feed("downs", directions=["down"])
    assert none(*up, direction=["up", "down"]) is UNKNOWN
    assert none(*up, *down, direction=["up", "down"]) is MET


def test_every_combination_of_what_a_filter_admits_must_be_watched():
    # ups by primary sources and downs by the press: nobody watches the press for ups
    feeds = (*feed("ups", directions=["up"], tiers=[1]), *feed("downs", directions=["down"], tiers=[2]))
    assert none(*feeds, direction=["up", "down"], tier=[1, 2]) is UNKNOWN
    assert none(*feeds, *feed("rest", tiers=[2]), direction="up", tier=[1, 2]) is MET


def test_not_over_a_gap_is_unknown():
    # turned round, what is unknown stays unknown: silence is no all-clear
    quiet = {"not": seen("P1M")}
    assert holds(quiet, JUNE, *feed()) == "met"
    assert holds(quiet, JUNE, *feed(gaps=["2025-06-15/2025-06-15"])) == "unknown"
    assert holds(quiet, JUNE, *feed(gaps=["2025-06-15/2025-06-15"]), *signal("s", "2025-06-01")) == "not met"


def test_origins_have_no_upper_bound_over_a_gap_and_dimensions_that_of_the_cell():
    told = tally(seen("P1M"), JUNE, *signal("s", "2025-06-01", dimensions=["d"]))
    assert pair(told.origins) == (1, None)
    assert pair(told.spread) == (1, 2)
