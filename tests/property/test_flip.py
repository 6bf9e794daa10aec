"""Each flip that is told really flips, by a fold from the epoch on, and no smaller part of it does."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.known import Evidence
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.evaluate import evaluate
from assessor.engine.flip import find_flips
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from assessor.engine.said import Said
from assessor.engine.timeline import refold
from assessor.engine.verdict import verdict_of
from tests.property.edges import worlds_on_the_edge
from tests.property.examples import examples
from tests.property.test_engine_properties import judge
from tests.property.worlds import EPOCH, LAST, evidence, known, rulesets

ENGINE = CrossChecked(NativeEngine(), None)
FEW = 4
"""So many items are tried by twos and threes as well."""


def said_ahead(ruleset, versions, added, day):
    """Fold from the epoch to a day over known evidence and what is supposed, nothing varied and nothing forked."""
    watching = keep_watching(known(versions), LAST)
    found = Evidence({**watching.versions, **{v.key: v for v in added}})
    plan = compile_plan(ruleset.rules_of("1"))
    ready = carry(prepare(ruleset.framework, ruleset.cell("1"), plan, found, Calendar(EPOCH, day)), LAST)
    timeline = refold(ruleset, {"1": ready}, ENGINE)
    verdict = verdict_of(ruleset, timeline, "1", ())
    return Said(verdict.trajectory, verdict.qualifiers)


class Folded:
    """What such folds say, each made once."""

    def __init__(self, ruleset, versions):
        self.given = (ruleset, versions)
        self.made = {}

    def ahead(self, added, day):
        key = (frozenset(v.item.model_dump_json() for v in added), day)
        if key not in self.made:
            self.made[key] = said_ahead(*self.given, added, day)
        return self.made[key]

    def without(self, keys):
        key = (frozenset(keys), None)
        if key not in self.made:
            self.made[key] = said_without(*self.given, keys)
        return self.made[key]


def said_without(ruleset, versions, keys):
    found = evaluate(ruleset, known(versions).without(keys), "1", LAST, ENGINE)
    return Said(found.verdict.trajectory, found.verdict.qualifiers)


def smaller_parts(flip):
    """Yield the proper parts of what comes: any of the events, and of readings of one indicator the earlier ones."""
    for size in range(len(flip.items)):
        for keys in combinations(flip.items, size):
            if all(reading in keys for kept in keys for reading in earlier(kept, flip.items)):
                ids = {item_id for _, item_id in keys}
                yield [v for v in flip.versions if v.id in ids]


def earlier(key, keys):
    kind, item_id = key
    indicator = item_id.partition("/")[0]
    return [k for k in keys if kind == "reading" == k[0] and k[1].startswith(f"{indicator}/") and k[1] < item_id]


@examples(10, derandomize=True)
@given(st.one_of(worlds_on_the_edge(), st.tuples(rulesets(), evidence())))
def test_each_flip_flips_and_no_smaller_part_of_it_does(world):
    ruleset, versions = world
    found, folded = find_flips(judge(ruleset, versions), budget=25), Folded(ruleset, versions)
    for flip in found.found:
        assert flip.said != flip.instead
        if flip.kind == "without":
            assert folded.without(flip.items) == flip.said
            for size in range(len(flip.items)):
                for keys in combinations(flip.items, size):
                    assert folded.without(keys) == found.said
        else:
            assert folded.ahead(flip.versions, flip.day) == flip.said
        if flip.kind == "with":
            assert folded.ahead((), flip.day) == flip.instead
            for part in smaller_parts(flip):
                last = max(
                    (
                        v.item.date.span.lo if v.kind == "signal" else v.item.period.span.hi
                        for v in part
                        if v.kind != "source"
                    ),
                    default=flip.day,
                )
                assert folded.ahead(part, last) == folded.ahead((), last)


def smallest_by_force(world, keys, said, most):
    """Judge from nothing without every set of so many at most, and return those that move it and hold no other such."""
    folded = Folded(*world)
    found: list[tuple] = []
    for size in range(1, most + 1):
        for gone in combinations(keys, size):
            if not any(set(smaller) <= set(gone) for smaller in found) and folded.without(gone) != said:
                found.append(gone)
    return found


def test_no_set_of_items_whose_removal_flips_is_missed_or_told_in_vain():
    """Of the worlds drawn, more than half have an item that flips alone, and some a set that flips only together."""
    alone, together = [], []

    @examples(32, derandomize=True)
    @given(worlds_on_the_edge())
    def check(world):
        evaluation = judge(*world)
        keys = [(r.kind, r.id) for r in evaluation.support if r.kind != "source"]
        most = 3 if len(keys) <= FEW else 1
        budget = sum(comb(len(keys), size) for size in range(1, most + 1))
        found = find_flips(evaluation, budget=budget, kinds=["without"])
        expected = smallest_by_force(world, keys, found.said, most)
        assert [flip.items for flip in found.found if len(flip.items) <= most] == expected
        alone.append(any(len(gone) == 1 for gone in expected))
        together.append(any(len(gone) > 1 for gone in expected))

    check()
    assert sum(alone) > len(alone) / 2
    assert sum(together) > 0


def test_time_alone_flips_on_the_very_days_on_which_a_fold_says_otherwise():
    """More than a quarter of the worlds drawn change with time alone; days of changes and those before are folded."""
    turning = []

    @examples(10, derandomize=True)
    @given(worlds_on_the_edge())
    def check(world):
        found, folded = find_flips(judge(*world), budget=0, kinds=["time"]), Folded(*world)
        told = {LAST: found.said, **{flip.day: flip.said for flip in found.found}}
        turning.append(bool(found.found))
        turns = [flip.day for flip in found.found[:2]]
        for day in {LAST + timedelta(days=40), *turns, *(day - timedelta(days=1) for day in turns)}:
            assert folded.ahead((), day) == told[max(d for d in told if d <= day)]

    check()
    assert sum(turning) > len(turning) / 4
