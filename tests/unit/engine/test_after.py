"""`after: X`: what came strictly after the last X, as far as both are known."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, feed, outcome, pair, seen, signal, tally

JUNE = "2025-06-30"


def after(within="P6M", bounds=None):
    """Return the condition that something up happened after the last thing down."""
    return {**seen(within, direction="up", bounds=bounds), "after": {"direction": "down"}}


def up(when, name="event", **fields):
    return signal(name, when, direction="up", event=name, **fields)


def down(when, name="anchor", **fields):
    return signal(name, when, direction="down", event=name, **fields)


def count(*items):
    return pair(tally(after(), JUNE, *feed(), *items).count)


@pytest.mark.parametrize(
    ("event", "anchor", "expected"),
    [
        ("2025-03-11", "2025-03-10", (1, 1)),
        ("2025-03-10", "2025-03-10", (0, 0)),  # the same day is not after: strictly
        ("2025-03-09", "2025-03-10", (0, 0)),
        ("2025-04-01", "2025-03", (1, 1)),  # beyond the last day of March, whichever it was
        ("2025-03-31", "2025-03", (0, 1)),  # it was after, unless both fell on the 31st
        ("2025-03-01", "2025-03", (0, 0)),  # on the first nothing of March can have come before
        ("2025-03", "2025-03-01", (0, 1)),
        ("2025-03", "2025-02-28", (1, 1)),
        ("2025-03", "2025-03", (0, 1)),
        ("2025-03-11/2025-04-01", "2025-03-10", (1, 1)),  # began after it
        ("2025-03-10/2025-04-01", "2025-03-10", (0, 1)),  # still went on after it
        ("2025-04-02", "2025-03-10/2025-04-01", (1, 1)),
        ("2025-04-01", "2025-03-10/2025-04-01", (0, 1)),
    ],
)
def test_it_is_surely_after_iff_beyond_the_last_day_the_other_can_have_been(event, anchor, expected):
    assert count(*up(event), *down(anchor)) == expected


def test_without_the_other_nothing_is_after_it():
    assert count(*up("2025-03-11")) == (0, 0)


def test_the_other_counts_in_the_same_window_alone():
    assert count(*up("2025-03-11"), *down("2024-12-30")) == (0, 0)  # 30 June less six months
    assert count(*up("2025-03-11"), *down("2024-12-31")) == (1, 1)


def test_it_is_the_last_of_several_that_it_must_come_after():
    several = (*down("2025-02-01", "first"), *down("2025-04-01", "last"))
    assert count(*up("2025-03-01"), *several) == (0, 0)
    assert count(*up("2025-04-02"), *several) == (1, 1)


def test_a_possible_later_one_takes_certainty_away():
    # the anchor of May may be none: then the event comes after that of March
    doubtful = signal("doubtful", "2025-05-01", direction="unstated", event="doubtful")
    assert count(*up("2025-04-01"), *down("2025-03-10"), *doubtful) == (0, 2)  # the doubtful may be an `up` itself
    assert count(*up("2025-04-01"), *down("2025-03-10")) == (1, 1)


# The watch test uses the anchored window: what is after the anchor must be watched, and what was before need not be.


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("2025-02-01/2025-02-10", NOT_MET),  # before the anchor: nothing in it could be after
        ("2025-03-10/2025-03-10", NOT_MET),  # on its day: not strictly after
        ("2025-03-11/2025-03-11", UNKNOWN),
        ("2025-06-30/2025-06-30", UNKNOWN),
    ],
)
def test_a_gap_matters_after_the_anchor_alone(gap, expected):
    ups, downs = feed("ups", directions=["up"], gaps=[gap]), feed("downs", directions=["down"])
    assert outcome(after(), JUNE, *ups, *downs, *down("2025-03-10")) is expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("2025-02-01/2025-02-10", MET),  # one more before the anchor changes nothing
        ("2025-04-20/2025-04-20", UNKNOWN),  # one more there would be the last
    ],
)
def test_an_anchor_that_nobody_could_see_may_be_the_last(gap, expected):
    ups, downs = feed("ups", directions=["up"]), feed("downs", directions=["down"], gaps=[gap])
    assert outcome(after(), JUNE, *ups, *downs, *down("2025-03-10"), *up("2025-04-01")) is expected


def test_where_nobody_watches_for_anchors_there_may_have_been_one_before():
    ups = feed("ups", directions=["up"])
    assert outcome(after(), JUNE, *ups, *up("2025-04-01")) is UNKNOWN


def test_a_doubtful_anchor_does_not_hide_one_that_nobody_could_see():
    # a gap in February, and something of 1 May that may be an anchor: if it is none, one of February may have been
    ups, downs = feed("ups", directions=["up"]), feed("downs", directions=["down"], gaps=["2025-02-01/2025-02-10"])
    doubtful = signal("doubtful", "2025-05-01", direction="unstated", event="doubtful")
    told = tally(after(), JUNE, *ups, *downs, *doubtful, *up("2025-04-01"))
    assert (told.count.certain, told.count.possible) == (0, None)
    assert outcome(after(), JUNE, *ups, *downs, *doubtful, *up("2025-04-01")) is UNKNOWN


def test_on_the_day_of_a_gap_nothing_is_after_an_anchor_that_never_was():
    ups, downs = feed("ups", directions=["up"], gaps=["2025-06-30/2025-07-31"]), feed("downs", directions=["down"])
    assert outcome(after(), JUNE, *ups, *downs) is NOT_MET
