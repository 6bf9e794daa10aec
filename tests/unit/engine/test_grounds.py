"""What holds a leaf's outcome: with it kept, nothing else taken away changes the outcome."""

from __future__ import annotations

from itertools import combinations

import pytest

from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column
from assessor.engine.grounds import grounds
from assessor.engine.prepare import make_leaf
from assessor.engine.tally import SignalsLeaf
from tests.unit.engine.made import day, feed, leaf, months, reads, seen, signal
from tests.unit.engine.scenes import SCENES

YEAR = Calendar(day("2024-12-20"), day("2026-01-10"))


def without(found, keys):
    case = found.case
    return make_leaf(found.condition, Case(case.framework, case.cell, case.evidence.without(keys)))


@pytest.mark.parametrize("name", SCENES)
def test_what_holds_the_first_day_of_a_stretch_holds_every_day_of_it(name):
    condition, items = SCENES[name]
    found = leaf(condition, *items)
    made = column(found, YEAR)
    stretches = made.stretches.tolist()
    starts = sorted(set(stretches))
    for start in starts[:: len(starts) // 15 or 1]:
        removable = sorted(found.matched - grounds(found, YEAR.days[start], ()))
        stretch = [n for n, since in enumerate(stretches) if since == start]
        looked_at = {stretch[0], stretch[len(stretch) // 2], stretch[-1]}
        for gone in some(removable):
            less = without(found, gone)
            assert {int(less.outcome(YEAR.days[n])) for n in looked_at} == {made.outcomes[start]}


@pytest.mark.parametrize("name", SCENES)
def test_what_possibly_counts_is_what_the_tally_counts(name):
    found = leaf(SCENES[name][0], *SCENES[name][1])
    if isinstance(found, SignalsLeaf):
        assert all(tuple(found.possible(one)) == found.tally(one).possible for one in YEAR.days[::9])


def some(keys):
    """Return every single key, all but one, and all."""
    return {*combinations(keys, 1), *combinations(keys, max(len(keys) - 1, 0)), tuple(keys)}


def held(condition, as_of, *items, kept=()):
    return {name for _, name in grounds(leaf(condition, *items), day(as_of), kept)}


def test_one_event_is_enough_for_at_least_one_and_what_is_kept_anyway_is_preferred():
    items = (*signal("a", "2025-02-01", event="a"), *signal("b", "2025-02-02", event="b"))
    assert held(seen(), "2025-03-01", *items) == {"b"}  # the latest
    assert held(seen(), "2025-03-01", *items, kept={("signal", "a")}) == {"a"}


def test_none_is_held_by_who_watched():
    assert held(seen(bounds={"count": {"at_most": 0}}), "2025-03-01", *feed()) == {"feed"}
    assert held(seen(), "2025-03-01", *feed()) == {"feed"}


def test_an_event_is_held_by_all_its_records():
    items = (*signal("a", "2025", event="raid", reported="2025-12-31"), *signal("b", "2025-02-01", event="raid"))
    assert held(seen("P1M"), "2025-02-10", *items, *feed()) == {"a", "b"}


def test_a_reading_is_held_by_all_it_was_taken_from():
    summed = reads({"at_least": 1}, take="sum", periods=2)
    assert held(summed, "2025-04-30", *months("2025-01", 1, 2, 3, 4)) == {"x/2025-03", "x/2025-04"}
