"""Changes attributed to rules, knowledge and the world, on verdicts made for each stop by hand."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.assessment import Verdict
from assessor.engine.attribute import MOVES, attribute
from assessor.engine.compare import compare

STOPS = [frozenset(c) for c in chain.from_iterable(combinations(MOVES, n) for n in range(len(MOVES) + 1))]


def verdict(trajectory="A", *qualifiers, trend=None):
    return Verdict(trajectory=trajectory, qualifiers=qualifiers, trend=trend, confidence="high", standing="sufficient")


def attributed(found):
    """Say what each change is attributed to, `together` where no move did it alone."""
    return {str(one.change): (*one.because, *(("together",) if one.together else ())) for one in found.changes}


def test_where_one_thing_moved_it_changed_everything():
    found = attribute(["knowledge"], {frozenset(): verdict("A"), frozenset({"knowledge"}): verdict("B", "odd")}.get)
    assert attributed(found) == {"trajectory: A became B": ("knowledge",), "qualifier odd: new": ("knowledge",)}
    assert (found.order, found.orders) == (("knowledge",), 1)


def test_what_each_changed_is_kept_apart():
    def trial(moved):
        return verdict(
            "B" if "world" in moved else "A",
            *(["odd"] if "knowledge" in moved else []),
            trend="rising" if "rules" in moved else "falling",
        )

    found = attribute(MOVES, trial)
    assert attributed(found) == {
        "trajectory: A became B": ("world",),
        "qualifier odd: new": ("knowledge",),
        "trend: falling became rising": ("rules",),
    }
    assert (found.order, found.orders, found.passing) == (MOVES, 6, ())


def test_what_takes_two_is_changed_by_both_together():
    found = attribute(MOVES, lambda moved: verdict("A", *(["odd"] if {"knowledge", "world"} <= moved else [])))
    assert attributed(found) == {"qualifier odd: new": ("knowledge", "world", "together")}


def test_what_either_would_have_done_is_changed_by_both_together():
    found = attribute(MOVES, lambda moved: verdict("A", *(["odd"] if {"knowledge", "world"} & moved else [])))
    assert attributed(found) == {"qualifier odd: new": ("knowledge", "world", "together")}


def test_only_orders_through_judgeable_stops_count():
    """A day cannot be judged by what was known before it: what took both is then the world's doing."""

    def trial(moved):
        if "world" in moved and "knowledge" not in moved:
            return None
        return verdict("A", *(["odd"] if {"knowledge", "world"} <= moved else []))

    found = attribute(["knowledge", "world"], trial)
    assert attributed(found) == {"qualifier odd: new": ("world",)}
    assert (found.order, found.orders) == (("knowledge", "world"), 1)


def test_the_day_moves_first_where_only_that_can_be_judged():
    def trial(moved):
        return None if moved == {"knowledge"} else verdict("B" if "world" in moved else "A")

    found = attribute(["knowledge", "world"], trial)
    assert (found.order, attributed(found)) == (("world", "knowledge"), {"trajectory: A became B": ("world",)})


def test_a_part_that_changes_at_two_moves_in_every_order_is_attributed_to_both():
    by_stop = {
        frozenset(): "A",
        frozenset({"rules"}): "B",
        frozenset({"knowledge"}): "D",
        frozenset({"rules", "knowledge"}): "C",
    }
    found = attribute(["rules", "knowledge"], lambda moved: verdict(by_stop[moved]))
    assert attributed(found) == {"trajectory: A became C": ("rules", "knowledge")}
    assert found.stops("knowledge") == (frozenset({"rules"}), frozenset({"rules", "knowledge"}))


def test_what_changes_and_changes_back_is_no_change_and_told():
    found = attribute(["rules", "world"], lambda moved: verdict("B" if moved == {"rules"} else "A"))
    assert found.changes == ()
    assert [str(change) for change in found.passing] == ["trajectory: A became B"]


def test_without_any_judgeable_order_nothing_is_kept_apart():
    ends = {frozenset(): verdict("A"), frozenset(MOVES): verdict("B")}
    found = attribute(MOVES, ends.get)
    assert attributed(found) == {"trajectory: A became B": (*MOVES, "together")}
    assert (found.order, found.orders) == ((), 0)


def test_nothing_moved_and_nothing_changed():
    found = attribute([], lambda _: verdict("A"))
    assert (found.changes, found.passing, found.order, found.orders) == ((), (), (), 1)


@pytest.mark.parametrize("moved", STOPS)
def test_each_stop_is_asked_for_once(moved):
    asked = []

    def trial(stop):
        asked.append(stop)
        return verdict("A")

    attribute(moved, trial)
    assert len(asked) == len(set(asked)) == 2 ** len(moved)


cubes = st.fixed_dictionaries(
    {
        stop: st.builds(verdict, st.sampled_from("AB"), trend=st.sampled_from(["rising", "falling", None]))
        for stop in STOPS
    }
)


@given(cubes)
def test_every_change_is_attributed_to_something(cube):
    found = attribute(MOVES, cube.__getitem__)
    assert [one.change for one in found.changes] == list(compare(cube[frozenset()], cube[frozenset(MOVES)]))
    assert all(one.because for one in found.changes)


@given(cubes)
def test_a_move_that_does_nothing_anywhere_is_attributed_nothing(cube):
    still = {stop: cube[stop - {"rules"}] for stop in STOPS}
    found = attribute(MOVES, still.__getitem__)
    assert not any("rules" in one.because for one in found.changes)


@given(cubes)
def test_asked_the_other_way_round_the_same_is_attributed_to_the_same(cube):
    there = attribute(MOVES, cube.__getitem__)
    back = attribute(MOVES, lambda moved: cube[frozenset(MOVES) - moved])
    assert [(one.change.part, one.because, one.together) for one in there.changes] == [
        (one.change.part, one.because, one.together) for one in back.changes
    ]


@given(cubes)
def test_told_step_by_step_the_changes_add_up(cube):
    """Whatever is attributed to one move alone changes at that move, from what it was to what it is."""
    found = attribute(MOVES, cube.__getitem__)
    for one in found.changes:
        if not one.together and len(one.because) == 1:
            before, after = (cube[stop] for stop in found.stops(one.because[0]))
            assert one.change in compare(before, after)
