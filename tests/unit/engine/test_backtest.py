"""Series of verdicts over a period: the days, what they amount to, and how far they agree with others."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.duration import parse_duration
from assessor.engine.backtest import INSUFFICIENT, Lag, Said, compare_with, days_of, summarise

FIRST = date(2024, 1, 1)


def series(text, every=10, first=FIRST):
    """A letter a verdict, so many days apart; `-` where none was issued."""
    return [Said(first + timedelta(every * n), INSUFFICIENT if s == "-" else s) for n, s in enumerate(text)]


@pytest.mark.parametrize(
    ("first", "last", "every", "days"),
    [
        ("2024-01-31", "2024-05-30", "P1M", ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2023-01-31", "2023-03-31", "P1M", ["2023-01-31", "2023-02-28", "2023-03-31"]),
        ("2024-02-29", "2026-03-01", "P1Y", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        ("2024-02-27", "2024-03-01", "P1D", ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]),
        ("2024-01-01", "2024-01-14", "P1W", ["2024-01-01", "2024-01-08"]),
        ("2024-01-01", "2024-01-01", "P1Y", ["2024-01-01"]),
    ],
)
def test_a_schedule_counts_each_day_from_the_first(first, last, every, days):
    found = days_of(date.fromisoformat(first), date.fromisoformat(last), parse_duration(every))
    assert [str(day) for day in found] == days


def test_time_in_a_state_goes_to_the_next_day_judged_and_the_last_day_counts_itself():
    found = summarise(series("AAB-B"))
    assert found.verdicts == 5
    assert dict(found.days_in) == {"A": 20, "B": 11, INSUFFICIENT: 10}


def test_changes_returns_and_the_shortest_stay():
    found = summarise(series("ABAACC"))
    assert (found.changes, found.returns, found.shortest) == (3, 1, 10)  # A-B-A is a return; B stood 10 days, A 20
    assert summarise(series("AB")).shortest is None
    assert summarise(series("A")).changes == 0


def test_age_is_told_for_how_long_what_is_said_had_stood():
    found = summarise(series("AAAB"))
    assert found.oldest == 20
    assert found.mean_age == 750  # (0 + 10 + 20 + 0) / 4


@given(st.text("AB-", min_size=1, max_size=30))
def test_time_in_all_states_is_the_whole_period(text):
    found = summarise(series(text))
    assert sum(found.days_in.values()) == 10 * (len(text) - 1) + 1
    assert found.returns <= max(found.changes - 1, 0)
    assert found.changes == sum(a != b for a, b in itertools.pairwise(text))


def test_kappa_of_fifty_grants():
    """The textbook table of two readers of fifty proposals: 20 both yes, 15 both no, 5 and 10 split; kappa is 0.4."""
    one = series("Y" * 25 + "N" * 25, every=1)
    other = series("Y" * 20 + "N" * 5 + "Y" * 10 + "N" * 15, every=1)
    found = compare_with({"c": one}, {"c": other})
    assert (found.compared, found.agreed) == (50, 35)
    assert found.confusion == {("Y", "Y"): 20, ("Y", "N"): 5, ("N", "Y"): 10, ("N", "N"): 15}
    assert found.kappa == Fraction(2, 5)


def test_kappa_is_one_for_equals_and_none_where_one_verdict_alone_was_given():
    assert compare_with({"c": series("AABB")}, {"c": series("AABB")}).kappa == 1
    assert compare_with({"c": series("AAAA")}, {"c": series("AAAA")}).kappa is None
    assert compare_with({"c": series("A")}, {"d": series("A")}).kappa is None


def test_a_reference_stands_until_its_next_verdict_and_nothing_before_it_is_compared():
    reference = [Said(date(2024, 1, 15), "A"), Said(date(2024, 2, 5), "B")]
    found = compare_with({"c": reference}, {"c": series("AAABBB")})  # 1, 11, 21, 31 January, 10, 20 February
    assert found.confusion == {("A", "A"): 1, ("A", "B"): 1, ("B", "B"): 2}


def test_lags_are_days_to_the_nearest_change_to_the_same_state():
    reference = [Said(FIRST, "A"), Said(date(2024, 2, 1), "B"), Said(date(2024, 6, 1), "A")]
    computed = [Said(FIRST, "A"), Said(date(2024, 1, 25), "B"), Said(date(2024, 6, 20), "A")]
    found = compare_with({"c": reference}, {"c": computed})
    assert found.lags == (Lag("c", date(2024, 2, 1), "B", -7), Lag("c", date(2024, 6, 1), "A", 19))
    assert found.median_lag == 6
    assert found.unasked == 0


def test_a_change_that_nothing_followed_has_no_lag_and_one_that_nobody_asked_for_is_counted():
    reference = [Said(FIRST, "A"), Said(date(2024, 2, 1), "B")]
    computed = [Said(FIRST, "A"), Said(date(2024, 3, 1), "C")]
    found = compare_with({"c": reference}, {"c": computed})
    assert found.lags == (Lag("c", date(2024, 2, 1), "B", None),)
    assert found.median_lag is None
    assert found.unasked == 1


def test_one_computed_change_stands_for_one_change_of_the_reference():
    reference = [
        Said(FIRST, "A"),
        Said(date(2024, 2, 1), "B"),
        Said(date(2024, 3, 1), "A"),
        Said(date(2024, 4, 1), "B"),
    ]
    computed = [Said(FIRST, "A"), Said(date(2024, 3, 20), "B")]
    days = [lag.days for lag in compare_with({"c": reference}, {"c": computed}).lags]
    assert days == [None, None, -12]
