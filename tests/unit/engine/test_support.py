"""The support: for every evidence set between it and all that was read, the verdict is the recorded one."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random

import pytest

from assessor.engine.decisive import decisive_items
from assessor.engine.evaluate import core
from tests.property.worlds import core_without
from tests.unit.engine.made import (
    channel,
    feed,
    finding,
    judge,
    on,
    rule,
    ruleset,
    seen,
    signal,
    source,
    transition,
)
from tests.unit.engine.scenes import EVERYTHING, ITEMS

D = "2025-02-10"
NONE = {"count": {"at_most": 0}}


def names(references):
    return {r.id for r in references if r.kind not in {"source", "cell"}}


def removable(evaluation):
    """Return what was read and is not in the support; sources stay with what they tell."""
    kept = {(r.kind, r.id) for r in evaluation.support}
    return sorted(
        (r.kind, r.id) for r in evaluation.read_set if r.kind not in {"source", "cell"} and (r.kind, r.id) not in kept
    )


def subsets(keys, most=200):
    """Return every subset, or so many by chance."""
    if 2 ** len(keys) <= most:
        return list(chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1)))
    chance = Random(1)  # noqa: S311 - a choice, no secret
    drawn = [tuple(k for k in keys if chance.random() < share) for share in (0.1, 0.5, 0.9) for _ in range(most // 3)]
    return [(), tuple(keys), *((k,) for k in keys), *drawn]


def assert_holds(evaluation):
    for gone in subsets(removable(evaluation)):
        assert core_without(evaluation, gone) == core(evaluation.verdict), gone


# What it covers.


def test_what_fired():
    rules = ruleset(transition("A-B", seen()))
    evaluation = judge(rules, D, *signal("a", "2025-02-01", event="a"), *signal("b", "2025-02-02", event="b"), *feed())
    # on the 1st one was enough, and until then none was seen, as the feed knows
    assert names(evaluation.support) == {"a", "feed"}
    assert_holds(evaluation)


def test_what_blocked_a_transition_on_any_day_of_the_fold():
    # ups of January would have led to B, had there been no down beside them
    blocked = {"all": [seen("P1M"), seen("P1M", bounds=NONE, direction="down")]}
    rules = ruleset(transition("A-B", blocked))
    items = (*feed(), *signal("up", "2025-01-10"), *signal("down", "2025-01-10", direction="down"))
    evaluation = judge(rules, "2025-03-31", *items)
    assert "down" in names(evaluation.support)
    assert core_without(evaluation, (("signal", "down"),)) != core(evaluation.verdict)
    assert_holds(evaluation)


def test_what_blocked_a_qualifier_on_the_last_day():
    quiet = rule("q", {"qualifier": "odd"}, seen("P1M", bounds=NONE, direction="down"))
    evaluation = judge(ruleset(quiet), D, *feed(), *signal("down", "2025-02-01", direction="down"))
    assert "down" in names(evaluation.support)
    assert_holds(evaluation)


def test_one_reason_of_many_for_what_did_not_fire_is_enough():
    # all of two conditions that are both not met: one of them is enough
    both = {"all": [seen("P1M", bounds=NONE, direction="down"), seen("P1M", bounds=NONE, direction="up")]}
    items = (*feed(), *signal("down", "2025-02-01", direction="down"), *signal("up", "2025-02-01"))
    evaluation = judge(ruleset(rule("q", {"qualifier": "odd"}, both)), D, *items)
    assert len(names(evaluation.support) & {"up", "down"}) == 1
    assert_holds(evaluation)


@pytest.mark.parametrize(("word", "evidence"), [("all", {"up", "down"}), ("any", set())])
def test_every_reason_for_what_needs_all_of_them(word, evidence):
    # met of `all`, and not met of `any`, rest on each of their parts
    parts = [seen("P1D", stage="act", direction=d) for d in ("up", "down")]
    items = (*feed(), *signal("up", D), *signal("down", D, direction="down")) if evidence else feed()
    evaluation = judge(ruleset(rule("q", {"qualifier": "odd"}, {word: parts})), D, *items)
    assert evaluation.verdict.qualifiers == (("odd",) if evidence else ())
    assert names(evaluation.support) == (evidence or {"feed"})
    assert_holds(evaluation)


def test_who_watched_where_nothing_was_seen():
    evaluation = judge(ruleset(rule("q", {"qualifier": "odd"}, seen("P1M", bounds=NONE))), D, *feed())
    assert names(evaluation.support) == {"feed"}
    assert names(evaluation.read_set) == {"feed"}


def test_what_left_a_guard_in_doubt():
    evaluation = judge(
        ruleset(transition("A-B", seen("P1M"))), D, *feed(), *signal("vague", "2025", reported="2025-12-31")
    )
    assert evaluation.verdict.alternatives == ("B",)
    assert "vague" in names(evaluation.support)
    assert_holds(evaluation)


def test_the_days_that_a_held_condition_looked_back_on():
    held = {"held": "P1M", "condition": {"any": [seen("P1W"), seen("P1W", direction="down")]}}
    items = [signal(f"s{n}", f"2025-01-{n:02}", event=f"e{n}") for n in range(1, 32, 3)]
    evaluation = judge(ruleset(rule("q", {"qualifier": "odd"}, held)), "2025-02-05", *feed(), *chain(*items))
    assert evaluation.verdict.qualifiers == ("odd",)
    assert len(names(evaluation.support)) > 4  # at least one a week
    assert_holds(evaluation)


def test_the_floor_and_the_last_day_it_was_reached():
    standing = {"signals": 2, "within": "P1M", "dimensions": 0}
    items = [signal(f"s{n}", f"2025-01-0{n}", event=f"e{n}") for n in range(1, 6)]
    evaluation = judge(ruleset(finding("f", seen()), standing=standing), "2025-03-31", *feed(), *chain(*items))
    assert str(evaluation.verdict.last_supported.day) == "2025-02-03"
    assert_holds(evaluation)


def test_a_record_that_makes_another_precise_even_if_it_is_of_a_later_day():
    # together they say August; without the second the first may be of any day since January, and of today
    wide = signal("wide", "2025", event="raid", reported="2025-10-01")
    narrow = signal("narrow", "2025-08", event="raid", reported="2025-10-01")
    evaluation = judge(ruleset(transition("A-B", seen("P1M"))), D, *feed(), *wide, *narrow)
    assert evaluation.verdict.alternatives == ()
    assert names(evaluation.support) == {"wide", "narrow", "feed"}
    assert_holds(evaluation)


def test_what_keeps_a_second_origin_from_standing_under_the_state():
    # either guard leads to B on 1 February, and the raid does; of the siege two records leave March to June, but
    # the first alone began on that very day and would be a second origin
    siege = (
        *signal("first", "2025-02-01/2025-06-30", stage="one", event="siege", reported="2025-12-31"),
        *signal("second", "2025-03-01/2025-12-31", stage="one", event="siege", reported="2025-12-31"),
    )
    either = {"any": [seen("P1M", stage="two"), seen("P1M", stage="one")]}
    evaluation = judge(
        ruleset(transition("A-B", either)), D, *feed(), *siege, *signal("raid", "2025-02-01", stage="two")
    )
    assert [s.reason for s in evaluation.verdict.confidence_steps][-1].startswith("a single origin, raid-source")
    assert_holds(evaluation)


# On a case with everything in it, on random subsets.


@pytest.mark.parametrize("as_of", ["2025-01-20", "2025-03-15", "2025-05-21", "2025-07-10", "2025-09-30", "2025-12-31"])
def test_a_case_with_everything_in_it_holds_on_subsets_drawn_by_chance(as_of):
    evaluation = judge(EVERYTHING, as_of, *ITEMS)
    keys = removable(evaluation)
    for gone in subsets(keys, most=30):
        assert core_without(evaluation, gone) == core(evaluation.verdict), gone


# Decisive: whose single removal changes the verdict, found by evaluating again.


def decisive(evaluation):
    return {name for _, name in decisive_items(evaluation)}


def test_the_one_event_that_moved_the_state_is_decisive():
    evaluation = judge(ruleset(transition("A-B", seen())), D, *feed(), *signal("a", "2025-02-01"))
    assert "a" in decisive(evaluation)


def test_with_redundant_evidence_there_is_none():
    # on the same day, of one tag, by two origins: either is enough
    items = (*source("s", "2025-02-01"), *signal("a", "2025-02-01", sources=["s"], event="a"))
    twin = signal("b", "2025-02-01", sources=["s"], event="b")
    evaluation = judge(ruleset(transition("A-B", on_act())), D, *feed(), *items, *twin)
    assert decisive(evaluation) & {"a", "b"} == set()
    assert names(evaluation.support) & {"a", "b"}


def on_act():
    return seen("P1D", stage="act")


def test_two_of_two_are_both_decisive_and_two_of_three_are_not():
    two = ruleset(transition("A-B", seen("P1W", bounds={"count": {"at_least": 2}})))
    items = [signal(n, "2025-02-01", event=n, sources=["s"]) for n in "abc"]
    cited = source("s", "2025-02-01")
    both = judge(two, D, *cited, *chain(*items[:2]), *feed())
    assert decisive(both) & {"a", "b"} == {"a", "b"}
    assert decisive(judge(two, D, *cited, *chain(*items), *feed())) & {"a", "b", "c"} == set()


def test_what_blocks_alone_is_decisive():
    blocked = {"all": [on("one"), {"not": on("two")}]}
    items = (*channel("one", met=["2025-02-01"]), *channel("two", met=["2025-02-01"]))
    evaluation = judge(ruleset(transition("A-B", blocked)), D, *items)
    assert "two-2025-02-01" in decisive(evaluation)


def test_what_is_outside_the_support_is_never_decisive():
    evaluation = judge(EVERYTHING, "2025-05-21", *ITEMS)
    for key in removable(evaluation):
        assert core_without(evaluation, (key,)) == core(evaluation.verdict)
    assert decisive(evaluation) <= names(evaluation.support)
