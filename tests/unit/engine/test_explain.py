"""Why a verdict is as it is, and, as fully, why it is not another."""

from __future__ import annotations

import pytest

from assessor.engine.explain import explain, missing_of, rationale_on, why_not
from assessor.errors import UsageError
from tests.unit.engine.made import (
    channel,
    day,
    feed,
    finding,
    judge,
    marked,
    months,
    on,
    reads,
    rule,
    ruleset,
    seen,
    signal,
    source,
    transition,
)

D = "2025-02-10"
TWO = {"count": {"at_least": 2}}


def walk(node):
    yield node
    for part in node.parts:
        yield from walk(part)


def test_the_state_is_explained_on_the_day_it_was_reached_and_the_rest_on_the_day_judged():
    rules = ruleset(transition("A-B", on("act")), rule("q", {"qualifier": "odd"}, {"state": "B"}))
    moved, qualified = explain(judge(rules, D, *feed(), *signal("s", "2025-02-01")))
    assert (moved.text, str(moved.day), moved.rule) == ("A became B on 2025-02-01", "2025-02-01", "A-B")
    assert (qualified.text, str(qualified.day), qualified.outcome) == ("qualifier: odd", D, "met")


def test_it_goes_through_findings_down_to_the_evidence_with_dates_tiers_and_sources():
    rules = ruleset(finding("f", seen()), transition("A-B", {"finding": "f"}))
    cited = source("notice", "2025-02-03", 1, via="dossier")
    told = signal("s", "2025-02-01", sources=["notice"])
    (moved,) = explain(judge(rules, D, *feed(), *cited, *marked(told, backfill=True)))
    (evidence,) = [c for node in walk(moved) for c in node.evidence]
    assert (evidence.id, evidence.when, evidence.counts, evidence.tier) == ("s", "2025-02-01", "surely", 1)
    assert evidence.sources == ("notice (tier 1, 2025-02-03)",)
    assert evidence.marks == ("backfill", "via dossier")


def test_the_first_trend_alone_is_explained_and_rules_that_do_not_hold_are_not():
    yes, no = {"state": "A"}, {"state": "B"}
    rules = [rule(n, {"trend": t}, c) for n, t, c in (("a", "rising", no), ("b", "falling", yes), ("c", "rising", yes))]
    assert [e.rule for e in explain(judge(ruleset(*rules), D))] == ["b"]


def test_a_rationale_quotes_what_matched_on_the_day():
    because = "{count} since {window.start}, latest {latest.title} of {latest.date}; {x.value} {x.unit} in {x.period}"
    when = {"all": [seen("P1M"), reads({"above": 1}, **{"as": "x"})]}
    rules = ruleset({**transition("A-B", when), "because": because})
    items = (
        *feed(),
        *months("2024-12", "5.5"),
        *signal("a", "2025-02-01", event="a"),
        *signal("b", "2025-02-03", event="b"),
    )
    evaluation = judge(rules, D, *items)
    assert rationale_on(evaluation, "A-B", day("2025-02-05")) == (
        "2 since 2025-01-06, latest b of 2025-02-03; 5.5 u in 2024-12"
    )


# Why not.


def test_why_not_shows_what_each_missing_condition_lacks():
    when = {"all": [seen(bounds=TWO, direction="up"), seen(direction="down")]}
    evaluation = judge(ruleset(transition("A-B", when)), D, *feed(), *signal("s", "2025-02-01"))
    (node,) = why_not(evaluation, "B")
    assert (node.text, node.outcome) == ("A to B", "not met")
    assert missing_of(node) == (
        "at least 2 event(s) up within P1Y: 1 more event(s)",
        "at least 1 event(s) down within P1Y: 1 more event(s)",
    )


def test_why_not_of_an_unknown_guard_says_what_would_settle_it():
    vague = signal("s", "2025", reported="2025-12-31")
    (node,) = why_not(judge(ruleset(transition("A-B", seen("P1M"))), D, *feed(), *vague), "B")
    assert node.outcome == "unknown"
    (lacks,) = missing_of(node)
    assert lacks.endswith("1 more event(s); or: a more precise date for `s`")


def test_why_not_of_a_reading_says_what_was_found_and_what_was_asked():
    evaluation = judge(ruleset(transition("A-B", reads({"above": 9}))), D, *months("2025-01", 5))
    (node,) = why_not(evaluation, "B")
    assert node.parts[0].shows == "x 5 u (2025-01); above 9 asked"
    assert missing_of(node) == ("x: latest above 9, no older than P3M: a value above 9",)


def test_why_not_of_a_weight_says_what_was_weighed():
    heavy = seen(bounds={"weight": {"at_least": 2}})
    (node,) = why_not(judge(ruleset(transition("A-B", heavy)), D, *feed(), *signal("s", "2025-02-01")), "B")
    assert node.parts[0].shows == "weight 1, at least 2 asked; from 2024-02-11 to 2025-02-10"
    assert missing_of(node) == ("weight at least 2 of any kind within P1Y: weight at least 2",)


def test_why_not_of_too_many_says_how_many():
    few = seen(bounds={"count": {"at_most": 1}})
    two = [item for n in "ab" for item in signal(n, "2025-02-01", event=n)]
    rules = ruleset(transition("A-B", {"all": [few, on("one")]}))
    (node,) = why_not(judge(rules, D, *feed(), *two), "B")
    assert missing_of(node)[0].endswith("2 event(s) where at most 1 is asked")


def test_why_not_prefers_the_way_from_the_present_state():
    rules = ruleset(transition("A-C", on("one")), transition("B-C", on("two")))
    evaluation = judge(rules, D, *channel("one"), *channel("two"))
    assert [n.text for n in why_not(evaluation, "C")] == ["A to C"]


def test_why_not_without_a_direct_way_shows_every_way_that_leads_there():
    rules = ruleset(transition("A-B", on("one")), transition("B-C", on("two")))
    evaluation = judge(rules, D, *channel("one"), *channel("two"))
    assert [n.text for n in why_not(evaluation, "C")] == ["B to C"]


@pytest.mark.parametrize(("state", "told"), [("Z", "is not in the framework; it has A, B, C"), ("A", "cell 1 is A on")])
def test_why_not_of_no_state_or_of_the_present_one_is_refused(state, told):
    with pytest.raises(UsageError, match=told):
        why_not(judge(ruleset(), D), state)
