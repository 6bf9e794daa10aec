"""Each flip that is told really flips, by a fold from the epoch on, and no smaller part of it does."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

from hypothesis import given

from assessor.domain.known import Evidence
from assessor.engine.ahead import Said
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.evaluate import evaluate
from assessor.engine.flip import find_flips
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from assessor.engine.timeline import refold
from assessor.engine.verdict import verdict_of
from tests.property.examples import examples
from tests.property.test_engine_properties import judge
from tests.property.worlds import EPOCH, LAST, evidence, known, rulesets

ENGINE = CrossChecked(NativeEngine(), None)


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
@given(rulesets(), evidence())
def test_each_flip_flips_and_no_smaller_part_of_it_does(ruleset, versions):
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


@examples(10, derandomize=True)
@given(rulesets(), evidence())
def test_no_item_whose_removal_alone_flips_is_missed(ruleset, versions):
    evaluation = judge(ruleset, versions)
    keys = [(r.kind, r.id) for r in evaluation.support if r.kind != "source"]
    found = find_flips(evaluation, budget=len(keys), kinds=["without"])
    expected = [(key,) for key in keys if said_without(ruleset, versions, (key,)) != found.said]
    assert [flip.items for flip in found.found] == expected


@examples(10, derandomize=True)
@given(rulesets(), evidence())
def test_time_alone_flips_on_the_very_days_on_which_a_fold_says_otherwise(ruleset, versions):
    found = find_flips(judge(ruleset, versions), budget=0, kinds=["time"])
    days = [LAST + timedelta(days=n) for n in range(0, 120, 7)]
    told = {LAST: found.said, **{flip.day: flip.said for flip in found.found}}
    for day in days:
        latest = max(d for d in told if d <= day)
        assert said_ahead(ruleset, versions, (), day) == told[latest]
