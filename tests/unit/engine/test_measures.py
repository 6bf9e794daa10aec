"""Readings on a day: what is taken, how old it may be, and what is unknown. Indicator x keeps one digit, y none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.engine.thresholds import scaled
from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, day, leaf, months, outcome, reading, reads, source

APRIL = "2025-04-30"


def taken(condition, as_of, *items):
    """Return the value taken, or None where it is unknown."""
    found = leaf(condition, *items)
    return found.take(found.indicators[0], day(as_of), 0).value


def why(condition, as_of, *items):
    found = leaf(condition, *items)
    return found.take(found.indicators[0], day(as_of), 0).missing


# For *as of*, a reading is dated by the end of its period.


def test_a_reading_is_of_the_last_day_of_its_period():
    march = reading("2025-03", "5")
    assert outcome(reads({"at_least": 5}), "2025-03-30", *march) is UNKNOWN
    assert outcome(reads({"at_least": 5}), "2025-03-31", *march) is MET


def test_publication_belongs_to_known_at_alone():
    # published in May, and known by now: on the last of March it is what March was
    late = (*source("office", "2025-05-20", 5), *reading("2025-03", "5", published="2025-05-20"))
    assert outcome(reads({"at_least": 5}), "2025-03-31", *late) is MET


def test_the_latest_is_that_of_the_latest_period_whatever_the_order_of_arrival():
    items = (*months("2025-01", 1, 2, 3),)
    assert taken(reads({"at_least": 0}), "2025-03-31", *items) == 3
    assert taken(reads({"at_least": 0}), "2025-03-31", *reversed(items)) == 3
    assert taken(reads({"at_least": 0}), "2025-03-30", *items) == 2


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"at_least": 5}, MET),
        ({"above": 5}, NOT_MET),
        ({"at_most": 5}, MET),
        ({"below": 5}, NOT_MET),
        ({"at_least": 4, "below": 6}, MET),
        ({"above": 5, "at_most": 9}, NOT_MET),
    ],
)
def test_thresholds_are_inclusive_or_strict_as_they_say(bound, expected):
    assert outcome(reads(bound), APRIL, *reading("2025-04", "5")) is expected


# Maximum age runs from the period's end, inclusive.


@pytest.mark.parametrize(
    ("period", "max_age", "last_fresh", "first_stale"),
    [
        ("2025-03", "P30D", "2025-04-30", "2025-05-01"),  # 31 March and thirty days
        ("2025-02", "P1M", "2025-03-31", "2025-04-01"),  # a month before 29, 30 and 31 March is 28 February, clipped
        ("2025-03", "P1M", "2025-04-30", "2025-05-01"),
        ("2024-02", "P1Y", "2025-02-28", "2025-03-01"),  # ended on 29 February, which 2025 does not have
        ("2025-03-10", "P1W", "2025-03-17", "2025-03-18"),
    ],
)
def test_a_reading_is_fresh_on_the_last_day_of_its_age_and_stale_the_day_after(
    period, max_age, last_fresh, first_stale
):
    found = reads({"at_least": 5}, max_age)
    assert outcome(found, last_fresh, *reading(period, "5")) is MET
    assert outcome(found, first_stale, *reading(period, "5")) is UNKNOWN
    assert why(found, first_stale, *reading(period, "5")) == (
        f"the latest reading of `x`, {period}, is stale since {first_stale}"
    )


# Missing, stale and suppressed are unknown, never false.


@pytest.mark.parametrize("status", ["missing", "suppressed"])
def test_a_reading_without_a_value_is_unknown_and_hides_the_one_before(status):
    items = (*reading("2025-03", "5"), *reading("2025-04", status=status))
    assert outcome(reads({"at_least": 5}), "2025-04-29", *items) is MET
    assert outcome(reads({"at_least": 5}), APRIL, *items) is UNKNOWN
    assert outcome(reads({"below": 5}), APRIL, *items) is UNKNOWN


def test_no_reading_at_all_is_unknown():
    assert outcome(reads({"at_least": 5}), APRIL) is UNKNOWN
    assert why(reads({"at_least": 5}), APRIL) == "no reading of `x` for a period that ended by 2025-04-30"


# A missing period in a change, sum or streak is unknown unless the others decide.


def test_a_streak_holds_iff_every_period_of_it_keeps_the_threshold():
    three = reads({"at_least": 5}, streak=3)
    assert outcome(three, APRIL, *months("2025-02", 5, 6, 7)) is MET
    assert outcome(three, APRIL, *months("2025-02", 4, 6, 7)) is NOT_MET
    assert outcome(three, APRIL, *months("2025-01", 4, 5, 6, 7)) is MET  # the fourth is not asked


def test_a_missing_period_leaves_a_streak_unknown_unless_another_breaks_it():
    three = reads({"at_least": 5}, streak=3)
    assert outcome(three, APRIL, *months("2025-02", 5, None, 7)) is UNKNOWN
    assert outcome(three, APRIL, *months("2025-02", 4, None, 7)) is NOT_MET
    assert outcome(three, APRIL, *months("2025-02", 5, None, 4)) is NOT_MET


def test_a_streak_of_stale_readings_is_unknown_even_where_it_is_broken():
    # what is stale says nothing of now
    assert outcome(reads({"at_least": 5}, "P1M", streak=2), "2025-07-01", *months("2025-03", 4, 4)) is UNKNOWN


@pytest.mark.parametrize(("take", "expected"), [("sum", 12), ("mean", 4)])
def test_the_last_periods_are_summed_or_averaged(take, expected):
    condition = reads({"at_least": 1}, take=take, periods=3)
    assert taken(condition, APRIL, *months("2025-01", 9, 3, 4, 5)) == expected
    assert taken(condition, APRIL, *months("2025-02", 3, None, 5)) is None
    assert "missing or suppressed" in why(condition, APRIL, *months("2025-02", 3, None, 5))


def test_a_mean_is_exact_and_no_rounding_decides():
    third = reads({"at_least": "0.333333333333"}, take="mean", periods=3)
    below = reads({"below": "0.333333333334"}, take="mean", periods=3)
    assert outcome(third, APRIL, *months("2025-02", 0, 0, 1)) is MET
    assert outcome(below, APRIL, *months("2025-02", 0, 0, 1)) is MET


@pytest.mark.parametrize(("kind", "expected"), [("difference", -2), ("percent", -20)])
def test_a_change_compares_with_the_same_taken_earlier(kind, expected):
    condition = reads({"below": 0}, change={"from": "P2M", "as": kind})
    assert taken(condition, APRIL, *months("2025-02", 10, 99, 8)) == expected


def test_a_change_from_a_missing_period_is_unknown():
    condition = reads({"below": 0}, change={"from": "P2M", "as": "difference"})
    assert outcome(condition, APRIL, *months("2025-03", 99, 8)) is UNKNOWN
    assert outcome(condition, APRIL, *reading("2025-02", status="suppressed"), *months("2025-03", 99, 8)) is UNKNOWN


def test_sums_over_periods_compare_with_the_same_periods_a_year_earlier():
    condition = reads({"at_most": -50}, take="sum", periods=3, change={"from": "P1Y", "as": "percent"})
    lasts = months("2024-01", 900, 10, 20, 30, 900)  # February to April 2024: 60
    now = months("2025-01", 900, 5, 10, 15)  # February to April 2025: 30
    assert taken(condition, APRIL, *lasts, *now) == -50
    assert outcome(condition, APRIL, *lasts, *now) is MET
    assert taken(condition, APRIL, *months("2024-01", 900, None, 20, 30), *now) is None


def test_a_streak_of_changes_steps_back_period_by_period():
    falling = reads({"below": 0}, streak=2, change={"from": "P1M", "as": "difference"})
    assert outcome(falling, APRIL, *months("2025-02", 9, 8, 7)) is MET
    assert outcome(falling, APRIL, *months("2025-02", 8, 9, 7)) is NOT_MET
    assert outcome(falling, APRIL, *months("2025-03", 8, 7)) is UNKNOWN


@pytest.mark.parametrize("base", ["0", "-4"])
def test_a_base_of_zero_or_below_has_no_percentage(base):
    items = (*reading("2025-03", base), *reading("2025-04", "5"))
    percent = reads({"above": 0}, change={"from": "P1M", "as": "percent"})
    assert outcome(percent, APRIL, *items) is UNKNOWN
    assert why(percent, APRIL, *items) == f"`x` has no percentage of a base of {base}"
    assert outcome(reads({"above": 0}, change={"from": "P1M", "as": "difference"}), APRIL, *items) is MET


def test_ratios_are_compared_exactly():
    # 1 of 3 is a fall of two thirds: more than 66.666666 percent, less than 66.666667
    third = (*reading("2025-03", "3"), *reading("2025-04", "1"))
    percent = {"change": {"from": "P1M", "as": "percent"}}
    assert outcome(reads({"at_most": "-66.666666"}, **percent), APRIL, *third) is MET
    assert outcome(reads({"at_most": "-66.666667"}, **percent), APRIL, *third) is NOT_MET


# Decimals scaled to integers by the indicator's precision; excess digits round half to even.


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.25", 2), ("0.35", 4), ("-0.25", -2), ("0.251", 3), ("0.2500000001", 3), ("7", 70), ("0.05", 0), ("0.15", 2)],
)
def test_excess_digits_round_half_to_even(text, expected):
    assert scaled(Decimal(text), 1) == expected


def test_a_value_is_compared_as_kept_and_the_threshold_as_written():
    # 0.25 is kept as 0.2
    quarter = reading("2025-04", "0.25")
    assert outcome(reads({"at_most": "0.2"}), APRIL, *quarter) is MET
    assert outcome(reads({"at_least": "0.21"}), APRIL, *quarter) is NOT_MET


def test_the_largest_value_is_kept_to_the_last_digit():
    assert scaled(Decimal("999999999999999.999999999999"), 9) == 10**24
    assert scaled(Decimal("999999999999999.123456789499"), 9) == 999999999999999123456789
