"""What severities add up to, in millionths, as (certain, possible). Low weighs 1, high 3."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, feed, outcome, pair, seen, signal, tally

JUNE = "2025-06-30"
ONE = 1_000_000


def weighed(within="P1Y", **bound):
    return seen(within, bounds={"weight": bound or {"at_least": 1}})


def weight(*items, as_of=JUNE, **bound):
    return pair(tally(weighed(**bound), as_of, *feed(), *items).weight)


def event(name, when="2025-06-01", **fields):
    return signal(name, when, event=name, **fields)


def test_each_event_adds_the_weight_of_its_severity():
    assert weight(*event("a", severity="low"), *event("b", severity="high")) == (4 * ONE, 4 * ONE)


def test_an_event_of_two_records_adds_the_heavier_once():
    items = (*signal("a", "2025-06-01", event="raid", severity="low"), *event("raid", severity="high"))
    assert weight(*items) == (3 * ONE, 3 * ONE)


def test_an_unstated_severity_is_any_of_them():
    assert weight(*event("a", severity="unstated")) == (ONE, 3 * ONE)


def test_what_may_lie_outside_or_may_not_match_adds_possibly():
    assert weight(*event("a", "2024", severity="high", reported="2025-01-01")) == (0, 3 * ONE)


def test_reports_that_may_be_of_one_event_surely_weigh_once():
    items = [item for name in "abc" for item in signal(name, "2025-06-01", severity="high")]
    assert weight(*items) == (3 * ONE, 9 * ONE)


def test_over_a_gap_weight_has_no_upper_bound():
    assert pair(tally(weighed(), JUNE, *event("a")).weight) == (ONE, None)


# Decay: halved every `half_life` days of age.


@pytest.mark.parametrize(("when", "left"), [("2025-06-30", 1), ("2025-05-31", 2), ("2025-05-01", 4)])
def test_weights_halve_with_every_half_life_of_age(when, left):
    assert weight(*event("a", when, severity="high"), at_least=1, half_life=30) == (3 * ONE // left, 3 * ONE // left)


def test_a_vague_date_weighs_surely_as_of_its_first_day_and_possibly_as_of_its_last():
    # 31 May to 30 June: a half-life old, or none
    assert weight(*event("a", "2025-05-31/2025-06-30"), at_least=1, half_life=30) == (ONE // 2, ONE)


def test_no_day_after_the_one_judged_makes_it_fresher_than_fresh():
    open_ended = event("a", "2025-06-30/..", reported="2025-06-30")
    assert weight(*open_ended, at_least=1, half_life=30) == (ONE, ONE)


# Bounds.


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"at_least": 3}, MET),
        ({"at_least": "3.000001"}, UNKNOWN),
        ({"at_least": 4}, UNKNOWN),
        ({"at_least": "4.000001"}, NOT_MET),
        ({"at_most": 4}, MET),
        ({"at_most": 3}, UNKNOWN),
        ({"at_most": "2.999999"}, NOT_MET),
    ],
)
def test_a_weight_of_three_to_four_against_bounds(bound, expected):
    items = (*event("a", severity="high"), *event("b", "2024", severity="low", reported="2025-01-01"))
    assert outcome(weighed(**bound), JUNE, *feed(), *items) is expected


def test_every_stated_bound_must_hold():
    items = (*event("a", severity="high"), *event("b", severity="high"))
    both = seen(bounds={"count": {"at_least": 2, "at_most": 2}, "weight": {"at_least": 6}, "origins": {"at_least": 3}})
    assert outcome(both, JUNE, *feed(), *items) is NOT_MET  # two origins
    assert outcome({**both, "origins": {"at_least": 2}}, JUNE, *feed(), *items) is MET
    assert outcome({**both, "count": {"at_most": 1}, "origins": None}, JUNE, *feed(), *items) is NOT_MET


def test_without_a_bound_one_is_asked_for():
    assert outcome(seen(), JUNE, *feed()) is NOT_MET
    assert outcome(seen(), JUNE, *feed(), *event("a")) is MET
