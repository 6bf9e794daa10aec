"""Whether a signal matches a selector: surely, possibly, or not; its tier and its origins."""

from __future__ import annotations

import pytest

from assessor.domain.evidence import Signal
from tests.unit.engine.made import feed, leaf, pair, seen, signal, source, tally

JUNE = "2025-06-30"
ONE, MAYBE, NONE = (1, 1), (0, 1), (0, 0)


def count(selector, *items):
    """Return (certain, possible) where everything is watched."""
    return pair(tally(seen(**selector), JUNE, *feed(), *items).count)


@pytest.mark.parametrize(
    ("selector", "stated", "expected"),
    [
        ({"direction": "up"}, {"direction": "up"}, ONE),
        ({"direction": "up"}, {"direction": "down"}, NONE),
        ({"direction": ["down", "up"]}, {"direction": "up"}, ONE),
        ({"dimension": "d"}, {"dimensions": ["e", "d"]}, ONE),
        ({"dimension": "d"}, {"dimensions": ["e"]}, NONE),
        ({"aspect": "work"}, {"aspect": "work"}, ONE),
        ({"severity": "high"}, {"severity": "low"}, NONE),
        ({"stage": "act"}, {"stage": "talk"}, NONE),
        ({"tags": "t"}, {"tags": ["u", "t"]}, ONE),
        ({"without_tags": "t"}, {"tags": ["u", "t"]}, NONE),
        ({"without_tags": "t"}, {"tags": ["u"]}, ONE),
        ({}, {}, ONE),
    ],
)
def test_every_stated_filter_must_match_each_by_any_of_its_values(selector, stated, expected):
    assert count(selector, *signal("s", "2025-06-01", **stated)) == expected


@pytest.mark.parametrize("name", ["direction", "aspect", "dimension", "severity"])
def test_unstated_matches_a_filter_on_it_possibly_and_no_filter_surely(name):
    value = {"direction": "up", "aspect": "work", "dimension": "d", "severity": "high"}[name]
    stated = {"dimensions": "unstated"} if name == "dimension" else {name: "unstated"}
    silent = signal("s", "2025-06-01", **stated)
    assert count({name: value}, *silent) == MAYBE
    assert count({}, *silent) == ONE


def test_a_missing_tag_does_not_match():
    assert count({"tags": "t"}, *signal("s", "2025-06-01")) == NONE


def test_a_missing_stage_does_not_match():
    # stage is a tag, the one that matters most
    assert count({"stage": "act"}, *signal("s", "2025-06-01", stage=None)) == NONE


def test_an_unstated_field_does_not_save_a_signal_that_another_filter_refuses():
    assert count({"direction": "up", "tags": "t"}, *signal("s", "2025-06-01", direction="unstated")) == NONE


def test_the_filters_ask_one_and_the_same_impact():
    # stalling operationally, holding structurally: nothing stalls structurally
    both = [{"aspect": "work", "direction": "down"}, {"aspect": "shape", "direction": "up"}]
    items = signal("s", "2025-06-01", impacts=both)
    assert count({"aspect": "shape", "direction": "down"}, *items) == NONE
    assert count({"aspect": "work", "direction": "down"}, *items) == ONE


def test_a_signal_counts_once_however_many_of_its_impacts_match():
    both = [{"aspect": "work"}, {"aspect": "shape"}]
    assert count({"direction": "up"}, *signal("s", "2025-06-01", impacts=both)) == ONE


def test_an_impact_on_another_cell_does_not_count_here():
    there = [{"cell": "2", "direction": "up"}, {"cell": "1", "direction": "down"}]
    assert count({"direction": "up"}, *signal("s", "2025-06-01", impacts=there)) == NONE


def test_at_most_one_impact_for_a_cell_and_an_aspect():
    impacts = [{"cell": "1", "aspect": "work"}, {"cell": "1", "aspect": "work", "direction": "up"}]
    with pytest.raises(ValueError, match=r"two impacts on cell `1`, aspect `work`"):
        Signal.model_validate({"id": "s", "title": "s", "date": "2025", "sources": "a", "impacts": impacts})


# Tier: that of the best source, in the framework's order (here 1, 5, 2); tiers are kinds, listed.


@pytest.mark.parametrize(
    ("tiers", "asked", "expected"),
    [
        ((2, 5), [5], ONE),  # 5 is declared before 2: the signal is of tier 5
        ((2, 5), [2], NONE),
        ((5, 1), [1], ONE),
        ((2,), [1, 2], ONE),
        ((2,), [1, 5], NONE),
        ((2, 9), [2], ONE),  # a tier that is not declared comes last
    ],
)
def test_the_tier_of_a_signal_is_that_of_its_best_source_in_the_order_of_the_framework(tiers, asked, expected):
    sources = [source(f"source-{tier}", "2025-06-01", tier)[0] for tier in tiers]
    items = (*sources, *signal("s", "2025-06-01", sources=[s.id for s in sources]))
    assert count({"tier": asked}, *items) == expected


def test_a_citation_keeps_the_tier_of_the_cited_item_whatever_it_came_through():
    cited = source("notice", "2025-06-01", 1, via="dossier", publisher="a newspaper")
    assert count({"tier": 1}, *cited, *signal("s", "2025-06-01", sources=["notice"])) == ONE


@pytest.mark.parametrize(("asked", "origins"), [([1], 1), ([1, 2], 2), (None, 3)])
def test_origins_are_the_roots_of_the_sources_that_pass_the_tier_filter(asked, origins):
    sources = [source(f"source-{tier}", "2025-06-01", tier)[0] for tier in (1, 2, 5)]
    items = (*sources, *signal("s", "2025-06-01", sources=[s.id for s in sources]))
    selector = {} if asked is None else {"tier": asked}
    assert pair(tally(seen(**selector), JUNE, *feed(), *items).origins) == (origins, origins)


def test_copies_of_one_report_are_one_origin():
    copies = [source(name, "2025-06-01", origin="wire")[0] for name in ("north", "south")]
    items = (*copies, *signal("s", "2025-06-01", sources=["north", "south"]))
    assert pair(tally(seen(), JUNE, *feed(), *items).origins) == (1, 1)


# A signal that matches surely by one impact and possibly by another adds surely only what the first says.

TWOFOLD = [
    {"aspect": "work", "direction": "up", "dimensions": ["d"], "severity": "low"},
    {"aspect": "shape", "direction": "unstated", "dimensions": ["e"], "severity": "high"},
]


def test_spread_is_sure_of_the_dimensions_of_the_impacts_that_surely_match():
    counted = tally(seen(direction="up"), JUNE, *feed(), *signal("s", "2025-06-01", impacts=TWOFOLD))
    assert pair(counted.spread) == (1, 2)


def test_weight_is_sure_of_the_severities_of_the_impacts_that_surely_match():
    weighed = seen(direction="up", bounds={"weight": {"at_least": 1}})
    counted = tally(weighed, JUNE, *feed(), *signal("s", "2025-06-01", impacts=TWOFOLD))
    assert pair(counted.weight) == (1_000_000, 3_000_000)


def test_a_signal_without_a_known_source_is_not_counted():
    assert leaf(seen(), *signal("s", "2025-06-01", sources=["nobody-knows"])).events == ()
