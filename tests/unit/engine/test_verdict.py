"""The parts of a verdict, each a field of its own, read off the fold on the day judged."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import (
    channel,
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
    tension,
    transition,
    verdict,
)

D = "2025-01-05"
WORLD = (*channel("one", met=[D]), *channel("two"), *channel("three", unknown=[f"{D}/{D}"]))
YES, NO, OPEN = on("one"), on("two"), on("three")


# Qualifiers.


def test_qualifiers_are_those_of_every_rule_that_is_met_once_each():
    rules = [rule("a", {"qualifier": "odd"}, YES), rule("b", {"qualifier": "odd"}, YES)]
    assert verdict(ruleset(*rules), D, *WORLD).qualifiers == ("odd",)


@pytest.mark.parametrize("condition", [NO, OPEN])
def test_a_qualifier_that_is_not_met_or_unknown_is_not_given(condition):
    assert verdict(ruleset(rule("a", {"qualifier": "odd"}, condition)), D, *WORLD).qualifiers == ()


# Trend: the first rule that is met; if none is and one is unknown, unknown.


@pytest.mark.parametrize(
    ("rising", "falling", "trend"),
    [
        (YES, YES, "rising"),
        (NO, YES, "falling"),
        (OPEN, YES, "falling"),
        (OPEN, NO, "unknown"),
        (NO, OPEN, "unknown"),
        (NO, NO, None),
    ],
)
def test_the_trend_is_that_of_the_first_rule_that_is_met(rising, falling, trend):
    rules = ruleset(rule("a", {"trend": "rising"}, rising), rule("b", {"trend": "falling"}, falling))
    assert verdict(rules, D, *WORLD).trend == trend


def test_the_order_of_the_rules_is_their_precedence():
    rules = ruleset(rule("b", {"trend": "falling"}, YES), rule("a", {"trend": "rising"}, YES))
    assert verdict(rules, D, *WORLD).trend == "falling"


# Tensions: active only when both findings hold.


@pytest.mark.parametrize(
    ("left", "right", "active"),
    [
        (YES, YES, "met"),
        (YES, NO, "not met"),
        (NO, NO, "not met"),
        (YES, OPEN, "unknown"),
        (OPEN, OPEN, "unknown"),
        (OPEN, NO, "not met"),
    ],
)
def test_a_tension_is_active_when_both_its_findings_hold(left, right, active):
    rules = ruleset(finding("l", left), finding("r", right), tension("pull", "l", "r"))
    (found,) = verdict(rules, D, *WORLD).tensions
    assert found.active == active
    words = {id(YES): "met", id(NO): "not met", id(OPEN): "unknown"}
    assert [(s.finding, s.outcome) for s in found.sides] == [("l", words[id(left)]), ("r", words[id(right)])]


def test_a_tension_shows_the_evidence_on_each_side():
    items = (*WORLD, *signal("other", D, stage="act"))
    rules = ruleset(finding("l", YES), finding("r", on("act")), tension("pull", "l", "r"))
    (found,) = verdict(rules, D, *items).tensions
    assert [s.evidence for s in found.sides] == [(f"one-{D}",), ("other",)]


# Outlook: nothing made up.


def test_an_outlook_branch_says_that_it_is_not_computed_yet():
    assumed = {
        "id": "more",
        "title": "More of it",
        "signals": [{"date": "2026-05", "tier": 1, "impact": {"cell": "1"}}],
    }
    branch = {"id": "boom", "title": "It booms", "horizon": "2026-06-30", "expects": "B", "assumes": [assumed]}
    found = verdict(ruleset(transition("A-B", YES), branches=[branch]), "2025-01-04", *WORLD)
    assert [b.model_dump() for b in found.outlook] == [
        {
            "branch": "boom",
            "title": "It booms",
            "horizon": "2026-06-30",
            "assumes": ("More of it",),
            "computed": "not computed yet",
        }
    ]
    assert found.trajectory == "A"  # what it assumes and expects is no evidence


# What the verdict leans on.


@pytest.mark.parametrize(
    ("flag", "name"),
    [("backfill", "backfill"), ("estimated", "estimated publication"), ("look_ahead", "look-ahead")],
)
def test_a_verdict_says_what_it_leans_on(flag, name):
    rules = ruleset(rule("t", {"trend": "rising"}, reads({"above": 1})))
    assert verdict(rules, D, *marked(months("2024-12", 5), **{flag: True})).leans_on == (name,)
    assert verdict(rules, D, *months("2024-12", 5)).leans_on == ()


def test_what_it_does_not_rest_on_it_does_not_lean_on():
    rules = ruleset(rule("t", {"trend": "rising"}, reads({"above": 1})))
    unread = marked(months("2024-12", 5, of="y"), backfill=True)
    older = marked(months("2024-10", 5), backfill=True)
    assert verdict(rules, D, *unread, *older, *months("2024-12", 5)).leans_on == ()


def test_it_leans_on_the_backfill_of_who_watched_and_of_a_source():
    rules = ruleset(rule("q", {"qualifier": "odd"}, seen(bounds={"count": {"at_most": 0}})))
    assert verdict(rules, D, *marked(feed(), backfill=True)).leans_on == ("backfill",)
    met = ruleset(rule("q", {"qualifier": "odd"}, seen()))
    source, told = signal("s", D)
    assert verdict(met, D, *marked([source], backfill=True), told).leans_on == ("backfill",)


# Reasons: the rules behind each part, with what they rest on.


def test_the_reasons_name_the_rule_the_day_and_the_evidence_of_each_part():
    rules = ruleset(
        transition("A-B", on("act")),
        rule("q", {"qualifier": "odd"}, YES),
        rule("no", {"qualifier": "odd"}, NO),
        rule("t", {"trend": "rising"}, YES),
        rule("late", {"trend": "falling"}, YES),
        rule("s", {"dimension": "d", "status": "good"}, YES),
        rule("c", {"confidence": "down"}, YES),
    )
    found = verdict(rules, D, *WORLD, *signal("moved", "2025-01-03"))
    assert [(r.concludes, r.rule, str(r.day), r.evidence) for r in found.reasons] == [
        ("trajectory B", "A-B", "2025-01-03", ("moved",)),
        ("qualifier odd", "q", D, (f"one-{D}",)),
        ("trend rising", "t", D, (f"one-{D}",)),
        ("d: good", "s", D, (f"one-{D}",)),
        ("confidence down", "c", D, (f"one-{D}",)),
    ]


def test_a_finding_names_the_rules_that_hold_and_the_dimension_it_is_about():
    about = {**finding("f", YES), "about": "d"}
    (found,) = verdict(ruleset(about), D, *WORLD).findings
    assert (found.finding, found.about, found.outcome, found.rules) == ("f", "d", "met", ("f",))


def test_the_evidence_under_a_finding_follows_it_through_other_findings():
    rules = ruleset(finding("f", YES), rule("q", {"qualifier": "odd"}, {"all": [{"finding": "f"}, {"not": NO}]}))
    (reason,) = judge(rules, D, *WORLD).verdict.reasons
    assert reason.evidence == (f"one-{D}",)
