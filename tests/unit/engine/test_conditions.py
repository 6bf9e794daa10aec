"""Conditions over conditions and findings, in Kleene's logic: unknown is decided where every way of settling agrees."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest

from tests.unit.engine.made import channel, finding, holds, on, ruleset, verdict

D = "2025-01-03"
WORLD = (*channel("one", met=[D]), *channel("two"), *channel("three", unknown=[f"{D}/{D}"]))
ASKED = {"met": on("one"), "not met": on("two"), "unknown": on("three")}
WAYS = {"met": (True,), "not met": (False,), "unknown": (True, False)}
NAMES = {"met": "yes", "not met": "no", "unknown": "open"}


def settled(words, decide):
    """Return what every way of settling the unknown agrees on."""
    truths = {decide(way) for way in product(*(WAYS[word] for word in words))}
    return {(True,): "met", (False,): "not met"}.get(tuple(truths), "unknown")


def judged(conditions):
    """Return the outcomes of conditions, each concluding a finding, beside three findings of known outcome."""
    known = [finding(NAMES[word], asked) for word, asked in ASKED.items()]
    rules = [finding(f"f{n}", condition) for n, condition in enumerate(conditions)]
    found = verdict(ruleset(*known, *rules), D, *WORLD).findings
    return [f.outcome for f in found[len(known) :]]


TRIPLES = list(combinations_with_replacement(ASKED, 3))


@pytest.mark.parametrize(("word", "decide"), [("all", all), ("any", any)])
def test_all_and_any(word, decide):
    asked = [{word: [ASKED[w] for w in words]} for words in TRIPLES]
    assert judged(asked) == [settled(words, decide) for words in TRIPLES]


def test_not():
    assert [holds({"not": asked}, D, *WORLD) for asked in ASKED.values()] == ["not met", "met", "unknown"]


@pytest.mark.parametrize("bound", [1, 2, 3])
def test_at_least_n_of_conditions(bound):
    # each is asked under a `not not`, so that none is the other by name
    asked = [
        {"at_least": bound, "of": [ASKED[words[0]], {"not": {"not": ASKED[words[1]]}}, {"any": [ASKED[words[2]]]}]}
        for words in TRIPLES
    ]
    assert judged(asked) == [settled(words, lambda way: sum(way) >= bound) for words in TRIPLES]


@pytest.mark.parametrize("bound", [1, 2, 3])
def test_at_least_n_of_findings(bound):
    asked = [{"findings": list(NAMES.values()), "at_least": bound}]
    assert judged(asked) == [settled(list(NAMES), lambda way: sum(way) >= bound)]


@pytest.mark.parametrize("bound", range(-4, 5))
def test_a_weighted_sum_of_findings_with_weights_of_either_sign(bound):
    weights = list(product((-2, -1, 1, 3), repeat=3))
    asked = [{"score": dict(zip(NAMES.values(), w, strict=True)), "at_least": bound} for w in weights]
    expected = [
        settled(list(NAMES), lambda way, w=w: sum(n for n, holds in zip(w, way, strict=True) if holds) >= bound)
        for w in weights
    ]
    assert judged(asked) == expected


def test_a_finding_holds_where_any_of_its_rules_does():
    two = [finding("f", ASKED["not met"]), {**finding("f", ASKED["met"]), "id": "second"}]
    (found,) = verdict(ruleset(*two), D, *WORLD).findings
    assert (found.outcome, found.rules) == ("met", ("second",))


def test_a_finding_is_unknown_where_no_rule_holds_and_one_is_unknown():
    two = [finding("f", ASKED["not met"]), {**finding("f", ASKED["unknown"]), "id": "second"}]
    (found,) = verdict(ruleset(*two), D, *WORLD).findings
    assert (found.outcome, found.rules) == ("unknown", ())


def test_findings_read_findings_whatever_the_order_of_the_rules():
    chain = [finding("last", {"finding": "middle"}), finding("middle", {"not": {"finding": "first"}})]
    found = verdict(ruleset(*chain, finding("first", ASKED["not met"])), D, *WORLD).findings
    assert [(f.finding, f.outcome) for f in found] == [("last", "met"), ("middle", "met"), ("first", "not met")]


def test_it_is_pointwise_one_or_the_other_of_what_is_unknown_stays_unknown():
    either = {"any": [ASKED["unknown"], {"not": ASKED["unknown"]}]}
    assert holds(either, D, *WORLD) == "unknown"
