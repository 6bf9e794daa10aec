"""Where an event lies against a window `(start, as of]`: surely inside, possibly inside, or outside."""

from __future__ import annotations

import pytest

from assessor.errors import EvidenceInvalidError
from tests.unit.engine.made import day, days, feed, leaf, pair, seen, signal, tally

INSIDE, MAYBE, OUTSIDE = (1, 1), (0, 1), (0, 0)


def count(when, within, as_of, reported=None):
    return pair(tally(seen(within), as_of, *feed(), *signal("s", when, reported=reported)).count)


# Windows are calendar arithmetic, start excluded, end included, month ends clipped.


@pytest.mark.parametrize(
    ("when", "within", "as_of", "expected"),
    [
        ("2025-03-31", "P1M", "2025-03-31", INSIDE),  # the as-of day itself
        ("2025-04-01", "P1M", "2025-03-31", OUTSIDE),  # the day after
        ("2025-02-28", "P1M", "2025-03-31", OUTSIDE),  # 31 March minus a month is 28 February, which is the start
        ("2025-03-01", "P1M", "2025-03-31", INSIDE),
        ("2024-02-29", "P1M", "2024-03-31", OUTSIDE),  # in a leap year the month ends on the 29th
        ("2024-03-01", "P1M", "2024-03-31", INSIDE),
        ("2025-02-28", "P1M", "2025-03-27", INSIDE),  # starts on 27 February
        ("2023-02-28", "P1Y", "2024-02-29", OUTSIDE),  # no 29 February 2023: clipped to the 28th
        ("2023-03-01", "P1Y", "2024-02-29", INSIDE),
        ("2025-06-23", "P1W", "2025-06-30", OUTSIDE),  # seven days: 24 to 30
        ("2025-06-24", "P1W", "2025-06-30", INSIDE),
        ("2025-06-29", "P1D", "2025-06-30", OUTSIDE),
    ],
)
def test_a_day_is_inside_iff_after_the_start_and_not_after_the_as_of_day(when, within, as_of, expected):
    assert count(when, within, as_of) == expected


@pytest.mark.parametrize(
    ("when", "within", "last_inside", "first_outside"),
    [
        ("2025-02-28", "P1M", "2025-03-27", "2025-03-28"),
        ("2025-03-31", "P1M", "2025-04-30", "2025-05-01"),  # 30 April reaches back to 30 March only
        ("2025-01-30", "P1M", "2025-02-28", "2025-03-01"),  # a month added, clipped, would end on 28 February already
        ("2024-02-29", "P1Y", "2025-02-28", "2025-03-01"),
        ("2024-08-31", "P6M", "2025-02-28", "2025-03-01"),
    ],
)
def test_the_day_of_exit_is_the_first_whose_window_starts_on_the_event_or_later(
    when, within, last_inside, first_outside
):
    assert count(when, within, last_inside) == INSIDE
    assert count(when, within, first_outside) == OUTSIDE


# A point event with span [lo, hi]: certainly inside iff lo > start and hi <= as of; possibly iff hi > start and
# lo <= as of. Here March 2025, window of a month.


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-02-28", OUTSIDE),  # it has not begun
        ("2025-03-01", MAYBE),  # it may have been on the first
        ("2025-03-30", MAYBE),  # it may be tomorrow
        ("2025-03-31", INSIDE),  # since 28 February, all of March
        ("2025-04-01", MAYBE),  # since 1 March: it may have been on the first, which is the start
        ("2025-04-29", MAYBE),
        ("2025-04-30", MAYBE),  # since 30 March: the 31st is left
        ("2025-05-01", OUTSIDE),
    ],
)
def test_a_month_is_inside_when_all_its_days_are_and_possibly_when_one_is(as_of, expected):
    assert count("2025-03", "P1M", as_of, reported="2025-06-01") == expected


def test_a_year_is_never_certain_inside_six_months():
    found = leaf(seen("P6M"), *feed(), *signal("s", "2025", reported="2026-03-01"))
    assert {pair(found.tally(d).count) for d in days("2025-01-01", "2026-06-29")} == {MAYBE}


def test_a_year_is_certain_inside_a_year_on_its_last_day_alone():
    found = leaf(seen("P1Y"), *feed(), *signal("s", "2025", reported="2026-03-01"))
    sure = [d for d in days("2025-01-01", "2026-12-31") if pair(found.tally(d).count) == INSIDE]
    assert sure == [day("2025-12-31")]


# Not after `reported`, the earliest publication.


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-03-09", MAYBE),
        ("2025-03-10", INSIDE),  # reported on the 10th: it happened from the 1st to the 10th
        ("2025-04-09", MAYBE),
        ("2025-04-10", OUTSIDE),  # since 10 March: what is left of March is after the report
    ],
)
def test_it_happened_no_later_than_it_was_reported(as_of, expected):
    assert count("2025-03", "P1M", as_of, reported="2025-03-10") == expected


def test_reported_on_the_first_possible_day_leaves_that_day():
    assert count("2025", "P1D", "2025-01-01", reported="2025-01-01") == INSIDE


@pytest.mark.parametrize("when", ["2025-03-02", "2025-03-02/2025-04-01", "2025-03-02/.."])
def test_reported_before_it_could_have_happened_is_an_error(when):
    with pytest.raises(EvidenceInvalidError, match=r"signal `s`: .*first published 2025-03-01, before it happened"):
        leaf(seen(), *signal("s", when, reported="2025-03-01"))


# An interval counts once: certainly if its certain part overlaps, which ends with the report.


@pytest.mark.parametrize(
    ("when", "reported", "as_of", "expected"),
    [
        ("2025-02-10/2025-04-20", "2025-05-01", "2025-02-09", OUTSIDE),
        ("2025-02-10/2025-04-20", "2025-05-01", "2025-02-10", INSIDE),
        ("2025-02-10/2025-04-20", "2025-05-01", "2025-03-15", INSIDE),  # began long before the window, still goes on
        ("2025-02-10/2025-04-20", "2025-05-01", "2025-04-26", INSIDE),  # since 19 April: it ended on the 20th
        ("2025-02-10/2025-04-20", "2025-05-01", "2025-04-27", OUTSIDE),
        ("2025-02-10/2025-12-31", "2025-03-01", "2025-03-07", INSIDE),  # since 28 February: going on when reported
        ("2025-02-10/2025-12-31", "2025-03-01", "2025-03-08", MAYBE),  # after the report nobody knows
        ("2025-02-10/..", "2025-03-01", "2025-03-07", INSIDE),
        ("2025-02-10/..", "2025-03-01", "2035-01-01", MAYBE),  # an open end goes on possibly
        ("2025-02-10/", "2025-03-01", "2025-02-10", INSIDE),
        ("2025-02-10/", "2025-03-01", "2025-02-17", MAYBE),  # an unknown end may have been the first day
        ("2025-02/2025-05-10", "2025-06-01", "2025-02-27", MAYBE),  # it may begin on the 28th
        ("2025-02/2025-05-10", "2025-06-01", "2025-02-28", INSIDE),
        ("2025-02-10/2025-05", "2025-06-01", "2025-05-07", INSIDE),  # since 30 April: it ended on 1 May or later
        ("2025-02-10/2025-05", "2025-06-01", "2025-05-08", MAYBE),  # since 1 May: it may have ended then
        ("2025-02/..", "2025-02-15", "2025-02-14", MAYBE),
        ("2025-02/..", "2025-02-15", "2025-02-15", INSIDE),  # reported as going on: it had begun by then
        ("../2025-02-10", "2025-03-01", "2025-01-05", INSIDE),
    ],
)
def test_an_interval_is_inside_a_week_if_it_surely_went_on_on_one_of_its_days(when, reported, as_of, expected):
    assert count(when, "P1W", as_of, reported=reported) == expected


def test_a_new_version_closes_an_open_end():
    assert count("2025-02-10/..", "P1W", "2025-06-01", reported="2025-03-01") == MAYBE
    assert count("2025-02-10/2025-04-01", "P1W", "2025-06-01", reported="2025-03-01") == OUTSIDE
