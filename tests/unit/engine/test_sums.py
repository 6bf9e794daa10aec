"""What the deaths that signals state add up to, as (certain, possible), and how it changes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assessor.domain.evidence import LARGEST_AMOUNT, Estimate
from assessor.engine.bindings import bindings_of
from assessor.engine.found import cited_by, shown_by
from assessor.engine.grounds import grounds
from assessor.engine.unknowns import why_unknown
from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, day, evidence, feed, leaf, outcome, pair, seen, signal, tally

JUNE = "2025-06-30"


def added(within="P1Y", *, change=None, **bound):
    stated = {"of": "deaths", "is": bound or {"at_least": 1}}
    return seen(within, bounds={"sum": stated | ({"change": change} if change else {})})


def deaths(*items, as_of=JUNE, within="P1Y"):
    return pair(tally(added(within), as_of, *feed(), *items).sum)


def event(name, when="2025-06-01", low=1, high=None, **fields):
    return signal(name, when, event=name, deaths=(low, low if high is None else high), **fields)


# The sum of one window.


def test_certain_is_the_sum_of_low_estimates_and_possible_that_of_high_ones():
    assert deaths(*event("a", low=3, high=5), *event("b", low=10, high=12)) == (13, 17)


def test_what_is_possibly_inside_adds_possibly():
    assert deaths(*event("a", "2024", low=3, high=5, reported="2025-01-10"), *event("b", low=10)) == (10, 15)


def test_what_may_not_match_adds_possibly():
    silent = event("a", low=3, high=5, direction="unstated")
    assert pair(tally({**added(), "signals": {"direction": "up"}}, JUNE, *feed(), *silent).sum) == (0, 5)


def test_records_of_one_event_count_once_from_the_least_to_the_greatest():
    told = [signal(n, "2025-06-01", event="raid", deaths=d) for n, d in (("a", (3, 5)), ("b", (4, 9)))]
    assert deaths(*told[0], *told[1]) == (3, 9)


def test_reports_that_may_be_of_one_event_surely_count_as_the_smallest():
    told = [item for n, d in (("a", (3, 3)), ("b", (5, 6))) for item in signal(n, "2025-06-01", deaths=d)]
    assert deaths(*told) == (3, 9)


def test_over_a_gap_nothing_bounds_the_sum():
    assert pair(tally(added(), JUNE, *event("a", low=3, high=5)).sum) == (3, None)


def test_an_event_that_does_not_say_can_be_any_number():
    assert deaths(*event("a", low=3, high=5), *signal("b", "2025-06-01", event="b")) == (3, None)


def test_a_record_that_does_not_say_leaves_it_to_those_that_do():
    told = (*signal("a", "2025-06-01", event="raid"), *signal("b", "2025-06-01", event="raid", deaths=(4, 9)))
    assert deaths(*told) == (4, 9)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"at_least": 3}, MET),
        ({"at_least": 4}, UNKNOWN),
        ({"at_least": 6}, NOT_MET),
        ({"above": 5}, NOT_MET),
        ({"at_most": 5}, MET),
        ({"below": 5}, UNKNOWN),
        ({"below": 3}, NOT_MET),
        ({"at_least": 3, "at_most": 5}, MET),
        ({"above": "2.5", "below": "5.5"}, MET),
    ],
)
def test_three_to_five_against_bounds(bound, expected):
    assert outcome(added(**bound), JUNE, *feed(), *event("a", low=3, high=5)) is expected


def test_a_sum_alone_asks_for_no_event():
    assert outcome(added(at_most=0), JUNE, *feed()) is MET
    assert outcome(added(at_most=0), JUNE) is UNKNOWN


def test_other_bounds_are_joined():
    both = {**added(at_least=3), "count": {"at_least": 2}}
    assert outcome(both, JUNE, *feed(), *event("a", low=3)) is NOT_MET
    assert outcome(both, JUNE, *feed(), *event("a", low=3), *event("b", low=0)) is MET


# How it changes.

YEAR = {"from": "P1Y", "as": "percent"}
THEN = event("then", "2024-06-01", low=10, high=20)
NOW = event("now", low=30, high=40)


def changed(*items, as_of=JUNE, change=YEAR, within="P3M", **bound):
    return outcome(added(within, change=change, **bound), as_of, *feed(), *items)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"at_least": 50}, MET),  # 30 of 20
        ({"above": 50}, UNKNOWN),
        ({"above": 300}, NOT_MET),  # 40 of 10
        ({"at_most": 300}, MET),
        ({"below": 50}, NOT_MET),
    ],
)
def test_percent_is_of_the_same_window_a_year_earlier(bound, expected):
    assert changed(*THEN, *NOW, **bound) is expected


@pytest.mark.parametrize(
    ("bound", "expected"), [({"at_least": 10}, MET), ({"at_least": 11}, UNKNOWN), ({"above": 30}, NOT_MET)]
)
def test_a_difference_is_of_the_same_window_a_year_earlier(bound, expected):
    assert changed(*THEN, *NOW, change={"from": "P1Y", "as": "difference"}, **bound) is expected


def test_a_base_that_could_be_zero_has_no_percentage():
    assert changed(*NOW, at_least=0) is UNKNOWN
    assert changed(*event("vague", "2024", low=10, reported="2024-12-31"), *NOW, at_least=0) is UNKNOWN


def test_the_earlier_window_ends_by_calendar_arithmetic():
    # a year before 29 February is 28 February; its month begins after 28 January
    condition = added("P1M", change={"from": "P1Y", "as": "difference"}, at_least=0)
    made = leaf(condition, *feed(), *event("a", "2023-01-28"), *event("b", "2023-01-29"), *event("c", "2023-02-28"))
    assert [(str(t.start), str(t.day), t.sum.certain) for t in made.tallies(day("2024-02-29"))] == [
        ("2024-01-29", "2024-02-29", 0),
        ("2023-01-28", "2023-02-28", 2),
    ]


def test_where_the_earlier_window_was_not_watched_it_may_have_been_more():
    late = feed(since="2025-01-01")
    condition = added("P3M", change=YEAR, at_least=50)
    assert outcome(condition, JUNE, *late, *THEN, *NOW) is UNKNOWN
    assert outcome(added("P3M", change=YEAR, at_most=300), JUNE, *late, *THEN, *NOW) is MET


# Words, and what holds an outcome.


def test_what_was_added_up_is_told_with_both_windows():
    asked = leaf(added("P3M", change=YEAR, above=50), *feed(), *THEN, *NOW)
    assert shown_by(asked, day(JUNE)) == (
        "30 to 40 deaths against 10 to 20 from 2024-03-31 to 2024-06-30, +50 to +300 percent, above 50 asked; "
        "from 2025-03-31 to 2025-06-30"
    )
    assert {bindings_of(asked, day(JUNE))[name] for name in ("sum", "base", "base.start", "base.end", "change")} == {
        "30 to 40",
        "10 to 20",
        "2024-03-31",
        "2024-06-30",
        "+50 to +300 percent",
    }
    assert [cited.id for cited in cited_by(asked, day(JUNE))] == ["then", "now"]


def test_what_would_settle_it_is_told():
    why, settle = why_unknown(leaf(added(at_least=4), *feed(), *event("a", low=3, high=5)), day(JUNE))
    assert why == "3 to 5 deaths where the rule asks deaths at least 4 of any kind within P1Y; `a` counts 3 to 5 deaths"
    assert settle == ("a narrower estimate of deaths of `a`",)
    (_, settle) = why_unknown(leaf(added(at_most=4), *feed(), *signal("b", JUNE)), day(JUNE))
    assert settle == ("deaths of `b` that are unstated now",)


def test_enough_events_hold_a_sum_and_both_windows_hold_a_change():
    items = (*feed(), *event("a", low=3), *event("b", low=3), *event("c", low=3))
    held = grounds(leaf(added(at_least=4), *items), day(JUNE), ())
    assert len(held) == 2
    held = grounds(leaf(added("P3M", change=YEAR, at_least=50), *feed(), *THEN, *NOW), day(JUNE), ())
    assert held == {("feed", "feed"), ("signal", "then"), ("signal", "now")}


def test_what_could_be_one_event_with_what_is_kept_is_kept_too():
    told = [item for n, d in (("a", (3, 3)), ("b", (9, 9))) for item in signal(n, "2025-06-01", deaths=d)]
    assert grounds(leaf(added(at_least=3), *feed(), *told), day(JUNE), ()) == {("signal", "a"), ("signal", "b")}


# Estimates.


def test_estimates_are_whole_in_order_and_of_a_size_that_adds_up():
    assert Estimate(low=0, high=LARGEST_AMOUNT).high * 1_000_000 < 2**63
    for low, high in ((2, 1), (-1, 1), (0, LARGEST_AMOUNT + 1)):
        with pytest.raises(ValidationError):
            Estimate(low=low, high=high)
    with pytest.raises(ValidationError):
        Estimate.model_validate({"low": "1.5", "high": 2})
    assert evidence(*event("a", low=3, high=5)).signals[0].item.amounts["deaths"] == Estimate(low=3, high=5)
