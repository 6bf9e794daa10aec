"""How many events some signals tell of: records of one count once, and reports that may be of one count 1 to n."""

from __future__ import annotations

from itertools import permutations

import pytest

from assessor.errors import EvidenceInvalidError
from tests.unit.engine.made import feed, leaf, pair, seen, signal, source, tally


def counted(as_of, *items, within="P1Y", **selector):
    return tally(seen(within, **selector), as_of, *feed(), *items)


def count(as_of, *items, **fields):
    return pair(counted(as_of, *items, **fields).count)


def records(event, *whens, **fields):
    """Return signals that carry one event id, each with a source of its own, reported at the end of 2025."""
    made = (signal(f"{event}-{n}", when, event=event, reported="2025-12-31", **fields) for n, when in enumerate(whens))
    return tuple(item for items in made for item in items)


# The key is `event`.


def test_records_of_one_event_count_once_and_each_corroborates():
    told = counted("2025-06-30", *records("raid", "2025-06-01", "2025-06-01", "2025-06-01"))
    assert (pair(told.count), pair(told.origins)) == ((1, 1), (3, 3))


def test_events_with_ids_of_their_own_are_as_many_however_alike():
    items = (*records("raid", "2025-06-01"), *records("theft", "2025-06-01"))
    assert count("2025-06-30", *items) == (2, 2)


# An event's span is the intersection of its matching signals' spans.


def test_a_precise_record_makes_a_vague_one_of_the_same_event_precise():
    items = records("raid", "2025", "2025-03-10")
    assert count("2025-03-31", *items, within="P1M") == (1, 1)
    assert count("2025-06-30", *items, within="P1M") == (0, 0)


def test_records_of_one_that_went_on_leave_the_days_they_share():
    items = records("siege", "2025-02/2025-03", "2025-03/2025-04")  # March
    assert count("2025-02-28", *items, within="P1M") == (0, 0)
    assert count("2025-03-15", *items, within="P1W") == (0, 1)
    assert count("2025-05-10", *items, within="P1M") == (0, 0)


def test_a_record_that_ends_what_another_left_open_closes_the_event():
    items = records("siege", "2025-02-01/..", "2025-02-01/2025-03-31")
    assert count("2025-03-15", *items, within="P1W") == (1, 1)
    assert count("2025-04-30", *items, within="P1W") == (0, 0)


def test_a_record_that_does_not_match_does_not_date_the_event():
    items = (*records("raid", "2025", direction="up"), *signal("late", "2025-12-24", event="raid", direction="down"))
    assert count("2025-06-30", *items, direction="up") == (0, 1)


@pytest.mark.parametrize(
    ("whens", "told"),
    [
        (("2025-03-10", "2025-03-11"), "`raid-0` (2025-03-10) and `raid-1` (2025-03-11)"),
        (("2025-04", "2025-03"), "`raid-1` (2025-03) and `raid-0` (2025-04)"),
        (("2025-03", "2025-04-01/2025-05-01"), "`raid-0` (2025-03) and `raid-1` (2025-04-01/2025-05-01)"),
        (("2025-02-01/2025-03-01", "2025-03-02/.."), "`raid-0` (2025-02-01/2025-03-01) and `raid-1` (2025-03-02/..)"),
        (("2025", "2025-03-10", "2025-03-11"), "`raid-1` (2025-03-10) and `raid-2` (2025-03-11), of 3 records,"),
        (("2025-06", *("2025",) * 9, "2025-07"), "`raid-0` (2025-06) and `raid-10` (2025-07), of 11 records,"),
    ],
)  # fmt: skip
def test_of_records_of_one_event_whose_dates_share_no_day_two_that_share_none_are_told(whens, told):
    with pytest.raises(EvidenceInvalidError) as failed:
        leaf(seen(), *records("raid", *whens))
    assert str(failed.value) == (
        f"event `raid`: the dates of {told} share no day; they are not one event, or one of the dates is wrong"
    )


def test_the_report_caps_what_records_share():
    # dated March, reported on the 5th: the 10th is not among its days
    items = (*signal("one", "2025-03", event="raid", reported="2025-03-05"), *signal("two", "2025-03-10", event="raid"))
    with pytest.raises(EvidenceInvalidError, match="share no day"):
        leaf(seen(), *items)


# Else the key is the origin: one report, not a publisher.


def copies(*whens, origin="wire"):
    made = []
    for n, when in enumerate(whens):
        made += [*source(f"paper-{n}", "2025-12-31", origin=origin), *signal(f"s{n}", when, sources=[f"paper-{n}"])]
    return tuple(made)


def test_copies_of_one_report_count_once_and_corroborate_nothing():
    told = counted("2025-06-30", *copies("2025-06-01", "2025-06-01", "2025-06"))
    assert (pair(told.count), pair(told.origins)) == ((1, 1), (1, 1))


def test_one_report_of_two_events_needs_event_ids():
    with pytest.raises(EvidenceInvalidError, match="share no day"):
        leaf(seen(), *copies("2025-06-01", "2025-06-02"))
    sources = [*source("paper", "2025-12-31")]
    items = [
        item
        for event, when in (("raid", "2025-06-01"), ("theft", "2025-06-02"))
        for item in signal(event, when, event=event, sources=["paper"])
    ]
    told = counted("2025-06-30", *sources, *items)
    assert (pair(told.count), pair(told.origins)) == ((2, 2), (1, 1))


def test_one_publisher_with_two_reports_is_two_origins():
    sources = [source(name, "2025-12-31", publisher="the paper")[0] for name in ("monday", "friday")]
    items = (*signal("a", "2025-06-02", sources=["monday"]), *signal("b", "2025-06-06", sources=["friday"]))
    told = counted("2025-06-30", *sources, *items)
    assert (pair(told.count), pair(told.origins)) == ((2, 2), (2, 2))


def test_a_record_with_both_reports_joins_what_each_tells():
    sources = [source(name, "2025-12-31")[0] for name in ("one", "two")]
    told = {"a": ["one"], "b": ["two"], "c": ["one", "two"]}
    items = [item for name, cited in told.items() for item in signal(name, "2025-06-01", sources=cited)]
    assert count("2025-06-30", *sources, *items) == (1, 1)


# Unlinked signals of different origin, overlapping span and equal impact are possibly one event: certain 1, possible n.


def test_reports_that_may_be_of_one_event_are_one_to_n():
    items = [item for name in "abc" for item in signal(name, "2025-06-01")]
    told = counted("2025-06-30", *items)
    assert (pair(told.count), pair(told.origins)) == ((1, 3), (3, 3))


def test_spans_that_share_no_day_are_not_one_event():
    items = (*signal("a", "2025-06-01"), *signal("b", "2025-06-02"))
    assert count("2025-06-30", *items) == (2, 2)


def test_a_chain_of_overlaps_is_as_few_events_as_days_that_touch_every_span():
    # 8 to 10, 9 to 11, 11 to 13 June: the first and the last share no day, so two at least
    whens = ("2025-06-09~", "2025-06-10~", "2025-06-12~")
    items = [item for n, when in enumerate(whens) for item in signal(f"s{n}", when)]
    assert count("2025-06-30", *items) == (2, 3)


def test_other_tags_make_another_event():
    items = (*signal("a", "2025-06-01", tags=["t"]), *signal("b", "2025-06-01", tags=["u"]))
    assert count("2025-06-30", *items) == (2, 2)


@pytest.mark.parametrize(("impacts", "expected"), [("tu", (1, 2)), ("t", (2, 2)), ("u", (2, 2))])
def test_a_report_of_two_records_has_the_impacts_of_both_whatever_they_are_called(impacts, expected):
    # a and b copy one report and so are one event; c is equal to it iff it has the impacts of both
    stated = {"t": {"aspect": "work", "tags": ["t"]}, "u": {"aspect": "shape", "tags": ["u"]}}
    for a, b, c in permutations("abc"):
        items = (
            *source("wire", "2025-12-31"),
            *signal(a, "2025-06-01", sources=["wire"], impacts=[stated["t"]]),
            *signal(b, "2025-06-01", sources=["wire"], impacts=[stated["u"]]),
            *signal(c, "2025-06-01", impacts=[stated[i] for i in impacts]),
        )
        assert count("2025-06-30", *items) == expected


# Origins and spread are counted over the same matches, as pairs.


def test_origins_are_sure_of_those_of_sure_matches_inside_alone():
    items = (*records("sure", "2025-06-01"), *records("vague", "2025"), *records("untold", "2025-06-01", aspect="work"))
    assert pair(counted("2025-06-30", *items).origins) == (2, 3)
    assert pair(counted("2025-06-30", *items, aspect="work").origins) == (1, 3)  # two leave the aspect unstated


def test_spread_counts_distinct_dimensions_of_sure_matches_and_possibly_of_the_others():
    items = (*records("sure", "2025-06-01", dimensions=["d"]), *records("vague", "2025", dimensions=["e"]))
    assert pair(counted("2025-06-30", *items).spread) == (1, 2)


def test_an_unstated_dimension_can_be_any_of_the_cell():
    items = records("silent", "2025-06-01", dimensions=["unstated"])
    assert pair(counted("2025-06-30", *items).spread) == (0, 2)


def test_dimensions_outside_the_filter_do_not_spread():
    items = records("both", "2025-06-01", dimensions=["d", "e"])
    assert pair(counted("2025-06-30", *items, dimension="d").spread) == (1, 1)
