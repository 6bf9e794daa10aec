"""Cells that read other cells: in strata under the same cut, by what was computed, or by the day before."""

from __future__ import annotations

import pytest

from assessor.engine.strata import edges, evaluation_order
from tests.unit.engine.made import channel, feed, finding, judge, on, path, ruleset, transition, verdict

# Days are of January 2025 from the epoch, the 1st, on.
FLOOR = {"signals": 1, "within": "P1Y", "dimensions": 0}


def january(*numbers):
    return [f"2025-01-{n:02}" for n in numbers]


def spans(*pairs):
    return [f"2025-01-{a:02}/2025-01-{b:02}" for a, b in pairs]


def reads(cell, *states, previous_day=False):
    return {"trajectory_of": cell, "is": list(states), "previous_day": previous_day}


def there(*, met=(), unknown=()):
    """Return a channel `one` on cell 2."""
    signals = channel("one", met=met, unknown=unknown)
    return tuple(_moved(item) for item in signals)


def _moved(item):
    if not hasattr(item, "impacts"):
        return item
    return item.model_copy(update={"impacts": tuple(i.model_copy(update={"cell": "2"}) for i in item.impacts)})


TO_B = transition("A-B", on("one"))  # on cell 2
FOLLOWS = ruleset(transition("A-B", reads("2", "B")), others={"2": [TO_B]})
LAGS = ruleset(transition("A-B", reads("2", "B", previous_day=True)), others={"2": [TO_B]})


def seen_by_day(rules, as_of, *items):
    """Return what cell 1 makes of the reading, day by day."""
    fold = judge(rules, as_of, *items).timeline.folds["1"]
    node = fold.plan.before.findings["f"]
    return "".join("?+-"[d.before[node]] for d in fold.days)


def test_a_cell_reads_the_trajectory_of_the_same_day():
    assert path(verdict(FOLLOWS, "2025-01-06", *there(met=january(3)))) == [("2025-01-01", "A"), ("2025-01-03", "B")]


def test_an_edge_that_reads_the_previous_day_sees_it_a_day_later():
    assert path(verdict(LAGS, "2025-01-06", *there(met=january(3)))) == [("2025-01-01", "A"), ("2025-01-04", "B")]


def test_cells_are_evaluated_after_those_they_read_on_the_same_day():
    # 1 reads 2, 2 reads 3; whatever the order of the files
    rules = ruleset(
        transition("A-B", reads("2", "B")),
        others={"2": [transition("A-B", reads("3", "B"))], "3": [TO_B]},
    )
    assert evaluation_order(rules, ("1",)) == ("3", "2", "1")
    assert evaluation_order(rules, ("3",)) == ("3",)


def test_a_cycle_closed_by_the_previous_day_goes_round_once_a_day():
    # 1 follows 2 on the day; 2 leaves B once 1 was B the day before
    rules = ruleset(
        transition("A-B", reads("2", "B")),
        transition("B-A", {"not": reads("2", "B")}),
        others={"2": [TO_B, transition("B-A", reads("1", "B", previous_day=True))]},
    )
    moved = there(met=january(3))
    assert [s for _, s in path(verdict(rules, "2025-01-08", *moved))] == ["A", "B", "A"]
    assert path(verdict(rules, "2025-01-08", *moved, cell="2")) == [
        ("2025-01-01", "A"),
        ("2025-01-03", "B"),
        ("2025-01-04", "A"),
    ]


def test_an_edge_is_one_of_the_previous_day_only_if_it_always_is():
    both = {"any": [reads("2", "B"), reads("2", "C", previous_day=True)]}
    assert edges(ruleset(finding("f", both), others={"2": []}), "1") == (("2", False),)
    assert edges(LAGS, "1") == (("2", True),)


def test_below_the_floor_a_cell_that_reads_it_gets_unknown():
    # nothing of cell 2 before the 3rd: no trajectory is issued, and both answers stay open
    rules = ruleset(finding("f", reads("2", "A")), finding("g", reads("2", "B")), others={"2": [TO_B]}, standing=FLOOR)
    assert seen_by_day(rules, "2025-01-05", *there(met=january(3))) == "??---"
    other = ruleset(finding("f", reads("2", "A", "B", "C")), others={"2": [TO_B]}, standing=FLOOR)
    assert seen_by_day(other, "2025-01-05", *there(met=january(3))) == "??+++"


def test_a_state_that_unknown_guards_leave_open_is_unknown_to_whoever_asks_for_one_of_them():
    items = there(unknown=spans((3, 3)))
    for states, expected in ((("A",), "++???"), (("B",), "--???"), (("A", "B"), "+++++"), (("C",), "-----")):
        rules = ruleset(finding("f", reads("2", *states)), others={"2": [TO_B]})
        assert seen_by_day(rules, "2025-01-05", *items) == expected


def test_the_day_before_the_epoch_has_no_trajectory_that_could_be_met():
    rules = ruleset(finding("f", reads("2", "B", previous_day=True)), others={"2": [TO_B]})
    assert seen_by_day(rules, "2025-01-03", *there(met=january(1))) == "-++"


def test_the_other_cell_judges_its_own_impacts_alone():
    # the same channel on cell 1 moves nothing on cell 2
    assert path(verdict(FOLLOWS, "2025-01-06", *channel("one", met=january(3)))) == [("2025-01-01", "A")]


def test_the_support_of_a_cell_reaches_into_the_cells_it_reads():
    evaluation = judge(FOLLOWS, "2025-01-06", *there(met=january(3)))
    assert ("cell", "2") in {(r.kind, r.id) for r in evaluation.support}
    assert ("signal", "one-2025-01-03") in {(r.kind, r.id) for r in evaluation.support}


def test_the_digest_of_a_cell_read_changes_with_its_trajectory():
    def digest(*items):
        return next(r.digest for r in judge(FOLLOWS, "2025-01-06", *items).read_set if r.kind == "cell")

    assert digest(*there(met=january(3))) == digest(*there(met=january(3)), *feed("more", stages=["two"]))
    assert digest(*there(met=january(3))) != digest(*there(met=january(4)))


@pytest.mark.parametrize("cell", ["1", "2"])
def test_two_cells_are_judged_alike_alone_and_together(cell):
    alone = verdict(FOLLOWS, "2025-01-06", *there(met=january(3)), cell=cell)
    assert judge(FOLLOWS, "2025-01-06", *there(met=january(3))).timeline.folds[cell].last.state == alone.trajectory
