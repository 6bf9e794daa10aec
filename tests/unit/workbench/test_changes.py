"""Two rulesets are held against each other by what they mean: nothing else shows, and nothing of it is missed."""

from __future__ import annotations

import random

import pytest
from pydantic import TypeAdapter

from assessor.resources import resource_dir
from assessor.ruleset.conditions import Condition
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Rule, Ruleset
from assessor.workbench.alterations import alter_condition
from assessor.workbench.changes import diff_rulesets
from assessor.workbench.changes.conditions import tell_changes
from assessor.workbench.changes.rules import diff_rules
from assessor.workbench.normal import text_of

DOCTRINE = load_ruleset(resource_dir("rules") / "doctrine").require()
VIOLENCE = load_ruleset(resource_dir("rules") / "violence-mx").require()
read = TypeAdapter(Condition).validate_python
A, B, C = ({"finding": name} for name in "abc")


def signals(**more):
    return {"signals": {"tier": 1, "stage": "deed"}, "within": "P6M", **more}


def reading(**more):
    return {"reading": "x", "is": {"at_least": 3}, "max_age": "P3M", **more}


def rule(name="r", when=A, then=None, because="so"):
    return Rule.model_validate({"id": name, "when": when, "then": then or {"finding": "f"}, "because": because})


def told(was, now):
    return list(tell_changes(read(was), read(now)))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (A, {"all": [A]}),
        ({"all": [A, B, C]}, {"all": [C, {"all": [B, A]}]}),
        ({"any": [A, B]}, {"any": [B, A]}),
        ({"at_least": 2, "of": [A, B]}, {"all": [B, A]}),
        ({"findings": ["a", "b"], "at_least": 1}, {"findings": ["b", "a"], "at_least": 1, "reason": "why"}),
        (signals(), signals(count={"at_least": 1})),
        (signals(), {"signals": {"stage": ["deed"], "tier": [1]}, "within": "P26W"} | {"within": "P6M", "as": "x"}),
        (signals(within="P1Y"), signals(within="P12M")),
        (reading(change={"from": "P1Y", "as": "percent"}), reading(change={"from": "P12M", "as": "percent"})),
        (reading(), reading(**{"is": {"at_least": "3.0"}})),
    ],
)
def test_what_means_the_same_does_not_show(was, now):
    assert told(was, now) == []


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (signals(), signals(within="P200D"), ["window: P200D instead of P6M"]),
        (signals(), signals(count={"at_least": 3}), ["count: at least 3 instead of at least 1"]),
        (signals(), signals(origins={"at_least": 2}, count={"at_least": 1}),
         ["independent origins: at least 2, which was not asked for"]),
        (signals(), {**signals(), "signals": {"tier": [1, 2], "stage": "deed"}}, ["tier: 1 or 2 instead of 1"]),
        (signals(), {**signals(), "signals": {"stage": "deed"}}, ["tier is not asked for any more; it was 1"]),
        (signals(after={"tags": "t"}), signals(), ["of what it comes after: nothing must come before any more"]),
        (reading(), reading(**{"is": {"at_least": "2.5"}}), ["threshold: at least 2.5 instead of at least 3"]),
        (reading(), reading(streak=3), ["streak: 3 instead of 1"]),
        (reading(change={"from": "P1Y", "as": "percent"}), reading(),
         ["change is not asked for any more; it was percent change from P1Y earlier"]),
        ({"all": [A, B]}, {"all": [B, C]}, ["does not ask any more for “finding a”", "asks for “finding c”, too"]),
        ({"all": [A, B]}, A, ["does not ask any more for “finding b”"]),
        ({"any": [A, B]}, {"any": [A, B, C]}, ["is met, too, by “finding c”"]),
        ({"any": [A, B]}, {"all": [B, A]}, ["all of its parts must be met, instead of any"]),
        (A, {"not": A}, ["asks for “not (finding a)” instead of “finding a”"]),
        ({"not": signals()}, {"not": signals(within="P1Y")}, ["of what must not be: window: P1Y instead of P6M"]),
        ({"findings": ["a", "b"], "at_least": 1}, {"findings": ["a", "c"], "at_least": 2},
         ["how many are asked for: 2 instead of 1", "findings `c` count, too", "findings `b` do not count any more"]),
        ({"score": {"a": 2}, "at_least": 2}, {"score": {"a": 3}, "at_least": 2}, ["weight of `a`: 3 instead of 2"]),
        ({"state": "s", "for": "P1M"}, {"state": "s"},
         ["time for which it has held is not asked for any more; it was P1M"]),
        ({"held": "P1M", "condition": A}, {"held": "P2M", "condition": A},
         ["time for which it is held: P2M instead of P1M"]),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(was, now, words):
    assert told(was, now) == words


def test_of_several_parts_that_which_changed_is_named():
    (words,) = told({"all": [A, signals(), reading()]}, {"all": [reading(), signals(within="P1Y"), A]})
    assert words.endswith(": window: P1Y instead of P6M")
    assert words.startswith("“at least 1 event(s) stage deed, tier 1 within P6M”")


@pytest.mark.parametrize("ruleset", [DOCTRINE, VIOLENCE], ids=["doctrine", "violence-mx"])
def test_every_alteration_of_a_condition_is_told(ruleset):
    tiers = tuple(tier.tier for tier in ruleset.framework.tiers)
    cell = "11" if ruleset is DOCTRINE else ruleset.cells[0].cell
    count = 0
    for one in ruleset.rules_of(cell).rules:
        for other, _ in alter_condition(one.condition, tiers):
            if text_of(other) != text_of(one.condition):
                count += 1
                assert list(tell_changes(one.condition, other)), (one.condition, other)
                assert list(tell_changes(other, one.condition)), (one.condition, other)
    assert count > 50


def shuffled(ruleset: Ruleset, seed: int) -> Ruleset:
    """Return a ruleset whose findings stand among each other in another order, and before what reads them."""
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    parts = []
    for part in ruleset.rules:
        findings = [r for r in part.rules if hasattr(r.then, "finding")]
        chance.shuffle(findings)
        rest = [r for r in part.rules if not hasattr(r.then, "finding")]
        parts.append(part.model_copy(update={"rules": (*findings, *rest)}))
    cells = list(ruleset.cells)
    chance.shuffle(cells)
    return ruleset.model_copy(update={"rules": tuple(parts), "cells": tuple(cells)})


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_findings_and_cells_does_not_show(seed):
    for ruleset in (DOCTRINE, VIOLENCE):
        assert diff_rulesets(ruleset, shuffled(ruleset, seed)) == ()


MOVES = [rule("up", A, {"transition": "x", "from": ["s", "t"]}), rule("down", B, {"transition": "y", "from": "s"})]


def test_the_order_of_what_the_first_decides_shows():
    (change,) = diff_rules(MOVES, MOVES[::-1], "cell 1")
    assert (change.kind, change.about) == ("order", "cell 1")
    assert change.words == "transitions from `s` are tried in the order `down`, `up` instead of `up`, `down`"


def test_rules_are_told_that_are_new_gone_renamed_or_conclude_otherwise():
    was = [rule("kept"), rule("gone", B), rule("old-name", C)]
    now = [rule("kept", then={"finding": "g"}), rule("new", {"all": [A, B]}), rule("new-name", C)]
    changes = {change.about: change for change in diff_rules(was, now, "cell 1")}
    assert {about: change.kind for about, change in changes.items()} == {
        "rule `kept` (cell 1)": "changed",
        "rule `new` (cell 1)": "added",
        "rule `gone` (cell 1)": "removed",
        "rule `new-name` (cell 1)": "wording",
    }
    assert changes["rule `new-name` (cell 1)"].words == "was called `old-name`"
    assert changes["rule `kept` (cell 1)"].words == "concludes finding `g` instead of finding `f`"


def framework(**update):
    return DOCTRINE.model_copy(update={"framework": DOCTRINE.framework.model_copy(update=update)})


def test_states_their_order_and_what_readings_are_told():
    states = DOCTRINE.framework.trajectories
    (order,) = diff_rulesets(DOCTRINE, framework(trajectories=(states[1], states[0], *states[2:])))
    assert (order.about, order.kind) == ("framework", "order")
    gone = diff_rulesets(DOCTRINE, framework(trajectories=states[1:]))
    assert [(c.about, c.kind) for c in gone] == [("trajectory `Reversing`", "removed")]
    indicator = DOCTRINE.framework.indicators[0]
    other = indicator.model_copy(update={"polarity": "higher", "title": "x"})
    found = diff_rulesets(DOCTRINE, framework(indicators=(other, *DOCTRINE.framework.indicators[1:])))
    assert [(c.words, c.kind) for c in found] == [
        ("`polarity` `higher` instead of `lower`", "changed"),
        ("`title` reads otherwise", "wording"),
    ]


def test_cells_and_their_milestones_are_told():
    cell = DOCTRINE.cell("11")
    milestone = cell.milestones[0].model_copy(update={"dimensions": ()})
    other = cell.model_copy(update={"milestones": (milestone, *cell.milestones[1:]), "goal": "another"})
    cells = tuple(other if c.cell == "11" else c for c in DOCTRINE.cells if c.cell != "12")
    found = diff_rulesets(DOCTRINE, DOCTRINE.model_copy(update={"cells": cells}))
    assert {(c.about, c.kind) for c in found} == {
        ("cell 11", "wording"),
        ("cell 12", "removed"),
        ("milestone `usmca-joint-review` (cell 11)", "changed"),
    }
