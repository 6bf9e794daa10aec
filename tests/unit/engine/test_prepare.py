"""A column of a leaf, worked out for all days at once, gives what the leaf gives day by day."""

from __future__ import annotations

import pytest

from assessor.domain.kleene import Kleene
from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from tests.unit.engine.made import day, evidence, feed, finding, leaf, ruleset, seen, signal
from tests.unit.engine.scenes import SCENES

YEAR = Calendar(day("2024-12-20"), day("2026-01-10"))


@pytest.mark.parametrize("name", SCENES)
def test_a_column_gives_the_outcome_of_every_day(name):
    condition, items = SCENES[name]
    found = leaf(condition, *items)
    one_by_one = [int(found.outcome(d)) for d in YEAR.days]
    assert column(found, YEAR).outcomes.tolist() == one_by_one
    assert len(set(one_by_one)) > 1  # the scene does change


@pytest.mark.parametrize("name", SCENES)
def test_a_stretch_begins_at_a_border_and_ends_before_the_next(name):
    condition, items = SCENES[name]
    made = column(leaf(condition, *items), YEAR)
    starts = sorted(set(made.stretches.tolist()))
    assert starts[0] == 0
    assert made.stretches.tolist() == [max(s for s in starts if s <= n) for n in range(YEAR.length)]
    assert all(made.outcomes[n] == made.outcomes[start] for n, start in enumerate(made.stretches))


def ready(rules, *items, first="2025-01-01", last="2025-03-31"):
    return prepare(
        rules.framework,
        rules.cell("1"),
        compile_plan(rules.rules_of("1")),
        evidence(*items),
        Calendar(day(first), day(last)),
    )


def test_taking_items_away_gives_what_was_never_known():
    rules = ruleset(
        finding("up", seen("P1M", direction="up")),
        finding("down", seen("P1M", direction="down")),
        standing={"signals": 2, "within": "P1Y", "dimensions": 0},
    )
    up, down = signal("a", "2025-02-01"), signal("b", "2025-02-10", direction="down")
    whole = ready(rules, *feed(), *up, *down)
    for gone in (("signal", "a"), ("feed", "feed")):
        left = [item for item in (*feed(), *up, *down) if item.id != gone[1]]
        assert whole.varied(gone=[gone]).rows() == ready(rules, *left).rows()
    assert whole.varied(gone=[]).rows() == whole.rows()


def test_what_no_leaf_matches_is_no_part_of_it():
    rules = ruleset(finding("up", seen("P1M", direction="up")))
    whole = ready(rules, *feed(), *signal("a", "2025-02-01"), *signal("b", "2025-02-01", direction="down"))
    assert whole.matched == {("signal", "a"), ("feed", "feed")}
    less = whole.varied(gone=[("signal", "b")])
    assert all(left is was for left, was in zip(less.columns, whole.columns, strict=True))


def test_two_conditions_that_ask_the_same_are_one_leaf_whatever_they_are_called():
    asked = {"any": [{**seen(), "as": "one"}, {**seen(), "reason": "because"}, seen("P2Y")]}
    assert len(compile_plan(ruleset(finding("f", asked)).rules_of("1")).leaves) == 2


def test_without_a_floor_it_is_always_reached_and_with_one_from_the_day_it_is():
    bare = ready(ruleset(), *feed())
    assert {reached for _, reached in bare.rows()} == {True}
    floored = ready(ruleset(standing={"signals": 1, "within": "P1M", "dimensions": 0}), *signal("a", "2025-02-10"))
    reached = [str(d) for d, (_, reached) in zip(floored.days, floored.rows(), strict=True) if reached]
    assert (reached[0], reached[-1]) == ("2025-02-10", "2025-03-09")


def test_a_case_reads_signals_on_its_cell_and_readings_by_their_period():
    items = (*signal("here", "2025-02-01"), *signal("there", "2025-02-01", impacts=[{"cell": "2"}]))
    rules = ruleset()
    case = Case(rules.framework, rules.cell("1"), evidence(*items))
    assert [told.signal.id for told in case.told] == ["here"]
    assert Kleene.MET is leaf(seen(), *items).outcome(day("2025-02-01"))
