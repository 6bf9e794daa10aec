"""What a leaf sees of a change: the item itself, the sources under it, and who watches."""

from __future__ import annotations

import pytest

from assessor.engine.changed import changed_items
from assessor.engine.histories import histories_of
from tests.unit.engine.made import day, evidence, feed, finding, reading, reads, ruleset, seen, signal, source

LAST = "2025-03-31"


def outcome(rules, items, *, coming_from):
    """Return a finding on the last day, gone on with from other evidence; it is what comes out from nothing."""
    known = histories_of(rules, evidence(*coming_from), ("1",), day(LAST))
    again, fresh = known.under(evidence(*items)), histories_of(rules, evidence(*items), ("1",), day(LAST))
    assert again.of("1").of_finding("f") == fresh.of("1").of_finding("f")
    return again.of("1").of_finding("f")[-1].outcome.word


def told(name, *sources):
    return signal(name, "2025-02-01", event=name, sources=list(sources))


TIERED = ruleset(finding("f", seen(tier=[1])))
OF_TWO_ORIGINS = ruleset(finding("f", seen(bounds={"origins": {"at_least": 2}})))
WATCH = feed()


def test_a_source_of_another_tier_is_seen_through_the_signal_that_cites_it():
    first, second = source("s", "2025-02-02", 1), source("s", "2025-02-02", 2)
    signals = (*told("a", "s"), *WATCH)
    assert outcome(TIERED, (*second, *signals), coming_from=(*first, *signals)) == "not met"


def test_a_source_that_turns_out_a_copy_of_a_copy_is_seen_through_the_sources_between():
    sources = (*source("s", "2025-02-02"), *source("t", "2025-02-02", derived_from=["m"]))
    signals = (*told("a", "s"), *told("b", "t"), *sources, *WATCH)
    own, copy = source("m", "2025-02-01"), source("m", "2025-02-01", derived_from=["s"])
    assert outcome(OF_TWO_ORIGINS, (*own, *signals), coming_from=signals) == "met"
    assert outcome(OF_TWO_ORIGINS, (*copy, *signals), coming_from=(*own, *signals)) == "not met"


def test_a_source_that_becomes_known_makes_its_signal_known():
    signals = (*told("a", "s"), *WATCH)
    assert outcome(TIERED, (*source("s", "2025-02-02"), *signals), coming_from=signals) == "met"


def test_a_gap_that_is_declared_leaves_absence_open():
    assert outcome(TIERED, feed(gaps=["2025-03-01/2025-03-02"]), coming_from=WATCH) == "unknown"
    assert outcome(TIERED, (), coming_from=WATCH) == "unknown"


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("1", "3", "met"), ("3", "1", "not met"), ("3", None, "unknown")]
)
def test_a_revised_figure_is_taken_and_a_withdrawn_one_is_not(before, after, expected):
    rules = ruleset(finding("f", reads({"at_least": 2})))
    assert outcome(rules, reading("2025-02", after), coming_from=reading("2025-02", before)) == expected


def test_what_rests_on_a_changed_source_is_changed_too_and_nothing_else():
    rest = (*source("s", "2025-02-02"), *source("t", "2025-02-02"), *told("a", "s"), *told("b", "t"), *WATCH)
    one, other = source("u", "2025-02-02", 1), source("u", "2025-02-02", 2)
    assert changed_items(evidence(*rest), evidence(*rest)) == frozenset()
    assert changed_items(evidence(*rest, *one), evidence(*rest, *other)) == {("source", "u")}
    regraded = (*source("s", "2025-02-02", 2), *rest[1:])
    assert changed_items(evidence(*rest), evidence(*regraded)) == {("source", "s"), ("signal", "a")}
