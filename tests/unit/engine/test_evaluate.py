"""One evaluation: a pure function of ruleset, evidence and as of; its read set; what it refuses."""

from __future__ import annotations

from random import Random

import pytest

from assessor.engine.evaluate import core
from assessor.errors import EvidenceInvalidError, UsageError
from tests.unit.engine.made import (
    channel,
    feed,
    finding,
    judge,
    months,
    reading,
    reads,
    ruleset,
    seen,
    signal,
    source,
    transition,
)
from tests.unit.engine.scenes import SEEN

RULES = ruleset(
    finding("f", seen("P2M", bounds={"count": {"at_least": 3}})),
    finding("g", reads({"above": 4})),
    transition("A-B", {"any": [{"finding": "f"}, {"finding": "g"}]}),
    transition("B-A", {"not": {"finding": "f"}}),
)
ITEMS = (*SEEN, *months("2024-11", 3, 4, 5, 6, 7))


def everything(rules, as_of, *items):
    """Return all that is recorded of an evaluation, as text."""
    found = judge(rules, as_of, *items)
    parts = (*found.support, *found.read_set)
    return "\n".join((found.verdict.model_dump_json(), *(p.model_dump_json() for p in parts), found.read_digest))


def test_the_order_of_arrival_changes_no_byte():
    expected = everything(RULES, "2025-06-30", *ITEMS)
    shuffled = list(ITEMS)
    for seed in range(3):
        Random(seed).shuffle(shuffled)  # noqa: S311 - an order, no secret
        assert everything(RULES, "2025-06-30", *shuffled) == expected


def test_evaluating_other_days_first_changes_no_byte():
    expected = everything(RULES, "2025-06-30", *ITEMS)
    for as_of in ("2025-12-31", "2025-01-01"):
        judge(RULES, as_of, *ITEMS)
    assert everything(RULES, "2025-06-30", *ITEMS) == expected


@pytest.mark.parametrize(
    "later",
    [
        signal("later", "2025-07-01"),
        signal("later", "2025-07", reported="2025-08-01"),
        signal("later", "2025-07-01/.."),
        reading("2025-06", "9"),  # ends on the 30th
        reading("2025-05/2025-06", "9"),
    ],
    ids=["a day", "a month", "an interval", "the next period", "a longer period"],
)
def test_what_happened_after_the_day_judged_does_not_matter(later):
    assert core(judge(RULES, "2025-06-29", *ITEMS, *later).verdict) == core(judge(RULES, "2025-06-29", *ITEMS).verdict)


# The read set: every version, feed and upstream verdict that any selector matched.


def read(*items, rules=RULES):
    return {(r.kind, r.id) for r in judge(rules, "2025-03-31", *items).read_set}


def test_it_holds_what_matched_with_its_sources_and_what_they_derive_from():
    rules = ruleset(finding("f", seen(direction="up")))
    items = (
        *source("agency", "2025-03-01"),
        *source("paper", "2025-03-01", origin="agency"),
        *signal("up", "2025-03-01", sources=["paper"]),
        *signal("down", "2025-03-01", direction="down"),
        *feed("ups", directions=["up"]),
        *feed("downs", directions=["down"]),
    )
    assert read(*items, rules=rules) == {
        ("signal", "up"),
        ("source", "paper"),
        ("source", "agency"),
        ("feed", "ups"),
    }


def test_it_holds_what_mattered_on_no_day():
    rules = ruleset(finding("f", seen("P1D")))
    assert ("signal", "old") in read(*signal("old", "2020-01-01"), rules=rules)


def test_it_holds_every_reading_of_an_indicator_that_a_rule_reads():
    rules = ruleset(finding("f", reads({"above": 4})))
    assert read(*months("2025-01", 1, 2), *months("2025-01", 1, of="y"), rules=rules) == {
        ("reading", "x/2025-01"),
        ("reading", "x/2025-02"),
    }


def test_what_no_selector_matches_changes_no_byte():
    other = (*signal("elsewhere", "2025-03-01", impacts=[{"cell": "2"}]), *months("2025-01", 1, of="z"))
    assert everything(RULES, "2025-03-31", *ITEMS, *other) == everything(RULES, "2025-03-31", *ITEMS)


def test_its_digest_changes_with_what_was_read():
    one = judge(RULES, "2025-03-31", *ITEMS)
    two = judge(RULES, "2025-03-31", *ITEMS, *signal("more", "2020-01-01"))
    assert one.read_digest != two.read_digest
    assert one.read_digest.startswith("sha256:")


def test_the_support_is_part_of_what_was_read():
    found = judge(RULES, "2025-06-30", *ITEMS)
    assert set(found.support) <= set(found.read_set)


# What it refuses.


def test_a_cell_that_is_not_in_the_framework():
    with pytest.raises(UsageError, match="cell `9` is not in framework `made`; it has 1"):
        judge(RULES, "2025-03-31", cell="9")


def test_a_day_before_the_epoch():
    with pytest.raises(UsageError, match="the timeline begins on 2025-01-01"):
        judge(RULES, "2024-12-31")
    assert judge(RULES, "2025-01-01").verdict.trajectory == "A"


def test_evidence_that_contradicts_itself():
    with pytest.raises(EvidenceInvalidError, match="share no day"):
        judge(RULES, "2025-03-31", *signal("a", "2025-03-01", event="e"), *signal("b", "2025-03-02", event="e"))


def test_a_cell_without_rules_stays_where_it_began():
    found = judge(ruleset(), "2025-03-31", *channel("one", met=["2025-02-01"])).verdict
    assert (found.trajectory, found.findings, found.unknowns) == ("A", (), ())
