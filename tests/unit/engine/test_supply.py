"""Readings and events made to turn a condition: the nearest value that does, and one event for each that lacks."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.domain.evidence import Reading, Signal
from assessor.domain.kleene import Kleene
from assessor.engine.supply import supply
from tests.unit.engine.made import feed, leaf, months, reads, seen, signal

TODAY = date(2025, 4, 30)


def value_of(condition, *items, wanted=Kleene.MET):
    (way,) = supply(leaf(condition, *items), (0, wanted), TODAY)
    return [version.item.value for item in way.items for version in item.versions if isinstance(version.item, Reading)]


@pytest.mark.parametrize(
    ("bound", "wanted", "value"),
    [
        ({"at_least": 5}, Kleene.MET, "5.0"),
        ({"above": 5}, Kleene.MET, "5.1"),
        ({"at_most": 2}, Kleene.MET, "2.0"),
        ({"below": 2}, Kleene.MET, "1.9"),
        ({"at_least": 3}, Kleene.NOT_MET, "2.9"),
        ({"at_most": 4}, Kleene.NOT_MET, "4.1"),
    ],
)
def test_the_latest_goes_to_the_threshold_and_no_further(bound, wanted, value):
    assert [str(v) for v in value_of(reads(bound, "P2M"), *months("2025-01", 4, 4, 4, 4), wanted=wanted)] == [value]


def test_a_sum_counts_what_is_there_already():
    condition = reads({"at_least": 20}, "P2M", take="sum", periods=3)
    assert value_of(condition, *months("2025-02", 4, 4, 4)) == [12]


def test_a_change_in_percent_is_of_its_own_base():
    condition = reads({"at_most": -50}, "P2M", change={"from": "P3M", "as": "percent"})
    assert value_of(condition, *months("2025-01", 9, 8, 7, 6)) == [4]


def test_a_streak_takes_as_many_readings_as_it_lacks():
    condition = reads({"at_least": 5}, "P3M", streak=3)
    assert value_of(condition, *months("2025-01", 1, 1, 6, 6)) == [6]
    assert value_of(condition, *months("2025-01", 1, 1, 1, 6)) == [6, 6]


def test_a_percentage_of_what_comes_itself_is_tried_and_not_reckoned():
    condition = reads({"at_most": 20}, "P2M", take="sum", periods=2, change={"from": "P1M", "as": "percent"}, streak=2)
    assert value_of(condition, *months("2025-02", 1, 3, 3)) == [
        3,
        3,
    ]  # May: 6 of 6, June: 6 of 6; April stands at 6 of 4


def test_what_was_never_below_zero_is_not_supposed_to_be():
    condition = reads({"at_most": 5}, "P2M", take="sum", periods=2)
    (way,) = supply(leaf(condition, *months("2025-01", 9, 9, 9, 9)), (0, Kleene.MET), TODAY)
    assert (way.items, "turns it" in way.lacking) == ((), True)


def test_events_are_supplied_one_for_each_that_lacks():
    asked = seen("P2M", bounds={"count": {"at_least": 3}}, direction="up")
    (way,) = supply(leaf(asked, *signal("a", "2025-04-10"), *feed()), (0, Kleene.MET), TODAY)
    assert len(way.items) == 2
    assert {item.day for item in way.items} == {date(2025, 5, 1)}
    made = [version.item for item in way.items for version in item.versions if isinstance(version.item, Signal)]
    assert [one.impacts[0].direction for one in made] == ["up", "up"]
    assert len({one.event for one in made}) == 2


def test_what_lacks_more_than_is_searched_says_so():
    (way,) = supply(leaf(seen("P2M", bounds={"count": {"at_least": 9}}), *feed()), (0, Kleene.MET), TODAY)
    assert way.lacking == "it takes 9 more events"


def amounts_of(within="P2M", *items, wanted=Kleene.MET, count=None, **total):
    """Return what each supplied event states of deaths, or why there is none; several ways one after the other."""
    bounds = {"sum": {"of": "deaths", **total}} | ({"count": count} if count is not None else {})
    ways = supply(leaf(seen(within, bounds=bounds), *items, *feed()), (0, wanted), TODAY)
    made = [v.item for way in ways for item in way.items for v in item.versions if isinstance(v.item, Signal)]
    return [(one.amounts["deaths"].low, one.amounts["deaths"].high) for one in made] or [way.lacking for way in ways]


@pytest.mark.parametrize(
    ("bound", "wanted", "amount"),
    [
        ({"at_least": 30}, Kleene.MET, 22),  # 8 are sure
        ({"above": 30}, Kleene.MET, 23),
        ({"at_most": 30}, Kleene.NOT_MET, 23),
        ({"below": 30}, Kleene.NOT_MET, 22),
        ({"at_least": 30, "at_most": 34}, Kleene.MET, 22),  # 34 at most, with the 12 that are possible
    ],
)
def test_an_event_states_the_least_amount_that_turns_a_sum(bound, wanted, amount):
    before = signal("a", "2025-04-10", deaths=(8, 12))
    assert amounts_of("P2M", *before, wanted=wanted, **{"is": bound}) == [(amount, amount)]


def test_no_amount_turns_a_sum_that_is_known_too_vaguely():
    before = signal("a", "2025-04-10", deaths=(8, 12))
    (why,) = amounts_of("P2M", *before, **{"is": {"at_least": 30, "at_most": 33}})
    assert why == "only what leaves its window, or is told more exactly, changes it"


def test_a_sum_that_grew_is_compared_with_its_own_base():
    before = (*signal("a", "2025-03-10", deaths=(10, 10)), *signal("b", "2025-04-10", deaths=(5, 5)))
    change = {"from": "P1M", "as": "percent"}
    assert amounts_of("P1M", *before, change=change, **{"is": {"at_least": 50}}) == [(10, 10)]  # from 10 to 15


def test_where_events_lack_too_the_first_states_the_amount_and_the_others_none():
    before = signal("a", "2025-04-10", deaths=(8, 8))
    found = amounts_of("P2M", *before, count={"at_least": 3}, **{"is": {"at_least": 30}})
    assert found == [(22, 22), (0, 0)]
    assert amounts_of("P2M", *before, count={"at_least": 3}, **{"is": {"at_least": 8}}) == [(0, 0), (0, 0)]


def test_an_amount_is_told_in_its_unit():
    asked = seen("P2M", bounds={"sum": {"of": "deaths", "is": {"at_least": 30}}}, direction="up")
    (way,) = supply(leaf(asked, *feed()), (0, Kleene.MET), TODAY)
    assert way.items[0].words.endswith(", of 30 people (deaths)")
