"""The trajectory as a fold over days: one transition a day, in declared order; only met fires."""

from __future__ import annotations

import pytest

from assessor.engine.fold import Fold
from assessor.engine.reference import Reference
from tests.unit.engine.made import (
    by_day,
    channel,
    day,
    evidence,
    feed,
    finding,
    judge,
    on,
    path,
    rule,
    ruleset,
    seen,
    signal,
    states_by_day,
    transition,
    verdict,
)
from tests.unit.engine.scenes import EVERYTHING, ITEMS

# Days are of January 2025 from the epoch, the 1st, on: a letter each.
A_B, B_C = transition("A-B", on("one")), transition("B-C", on("one"))


def january(*numbers):
    return [f"2025-01-{n:02}" for n in numbers]


def spans(*pairs):
    return [f"2025-01-{a:02}/2025-01-{b:02}" for a, b in pairs]


def test_it_starts_at_the_initial_trajectory_and_may_move_on_the_epoch_itself():
    assert states_by_day(ruleset(A_B), "2025-01-02", *channel("one")) == "AA"
    assert states_by_day(ruleset(A_B), "2025-01-02", *channel("one", met=january(1))) == "BB"
    assert states_by_day(ruleset(A_B, initial="C"), "2025-01-02", *channel("one", met=january(1))) == "CC"


def test_at_most_one_transition_a_day():
    # both guards are met on the 3rd; the second waits for a day of its own
    assert states_by_day(ruleset(A_B, B_C), "2025-01-06", *channel("one", met=january(3))) == "AABBBB"
    assert states_by_day(ruleset(A_B, B_C), "2025-01-06", *channel("one", met=january(3, 5))) == "AABBCC"


def test_the_first_declared_of_those_met_is_taken():
    to_c = transition("A-C", on("one"))
    met = channel("one", met=january(2))
    assert states_by_day(ruleset(A_B, to_c), "2025-01-02", *met) == "AB"
    assert states_by_day(ruleset(to_c, A_B), "2025-01-02", *met) == "AC"


def test_only_transitions_that_leave_the_state_are_asked():
    assert states_by_day(ruleset(B_C), "2025-01-03", *channel("one", met=january(1, 2, 3))) == "AAA"
    either = rule("to-c", {"transition": "C", "from": ["A", "B"]}, on("two"))
    moves = (*channel("one", met=january(2)), *channel("two", met=january(3)))
    assert states_by_day(ruleset(A_B, either), "2025-01-03", *moves) == "ABC"


def test_an_unknown_guard_does_not_fire():
    assert states_by_day(ruleset(A_B), "2025-01-04", *channel("one", unknown=spans((2, 3)))) == "AAAA"


def test_an_unknown_guard_does_not_block_a_later_one():
    to_c = transition("A-C", on("two"))
    moves = (*channel("one", unknown=spans((2, 3))), *channel("two", met=january(2)))
    assert states_by_day(ruleset(A_B, to_c), "2025-01-03", *moves) == "ACC"


# Own state means the end of the previous day for findings and guards, the new state for what follows.


def test_on_the_day_of_a_transition_findings_see_the_old_state_and_the_rest_the_new():
    rules = ruleset(
        A_B,
        finding("was-a", {"state": "A"}),
        rule("qualified", {"qualifier": "odd"}, {"state": "B"}),
        rule("trend", {"trend": "rising"}, {"state": "B"}),
        rule("status", {"dimension": "d", "status": "good"}, {"state": "B"}),
        rule("step", {"confidence": "up"}, {"state": "B"}),
        rule("through", {"trend": "falling"}, {"finding": "was-a"}),
    )
    moved = channel("one", met=january(3))
    assert by_day(rules, "was-a", "2025-01-05", *moved) == "+++--"
    for name in ("qualified", "trend", "status", "step"):
        assert by_day(rules, name, "2025-01-05", *moved) == "--+++"
    assert by_day(rules, "through", "2025-01-05", *moved) == "+++--"  # a finding is what it was when it was evaluated


def test_a_guard_reads_the_findings_of_its_own_day():
    rules = ruleset(finding("f", on("one")), transition("A-B", {"finding": "f"}))
    assert states_by_day(rules, "2025-01-03", *channel("one", met=january(2))) == "ABB"


def test_a_guard_sees_yesterdays_state_alone():
    # the guard out of A asks whether the cell is B, which it cannot be
    assert states_by_day(ruleset(transition("A-B", {"state": "B"})), "2025-01-03") == "AAA"


# History.


def test_the_history_says_when_each_state_began_and_by_which_rule():
    history = verdict(ruleset(A_B, B_C), "2025-01-31", *channel("one", met=january(3, 9))).history
    assert [(str(c.day), c.state, c.rule) for c in history] == [
        ("2025-01-01", "A", None),
        ("2025-01-03", "B", "A-B"),
        ("2025-01-09", "C", "B-C"),
    ]


def test_a_move_on_the_epoch_is_the_first_state():
    assert path(verdict(ruleset(A_B), "2025-01-02", *channel("one", met=january(1)))) == [("2025-01-01", "B")]


def test_a_verdict_does_not_depend_on_when_somebody_pressed_the_button():
    rules, moves = ruleset(A_B, B_C), channel("one", met=january(3, 9))
    whole = states_by_day(rules, "2025-01-12", *moves)
    assert [states_by_day(rules, d, *moves) for d in january(*range(1, 13))] == [whole[:n] for n in range(1, 13)]


def test_a_late_signal_about_a_past_day_changes_what_that_day_onwards_should_have_been():
    rules = ruleset(transition("A-B", seen("P1M")))
    known = (*feed(), *signal("a", "2025-03-10"))
    late = signal("late", "2025-02-10")
    assert path(verdict(rules, "2025-04-01", *known)) == [("2025-01-01", "A"), ("2025-03-10", "B")]
    assert path(verdict(rules, "2025-04-01", *known, *late)) == [("2025-01-01", "A"), ("2025-02-10", "B")]


def test_overlapping_guards_alternate_daily():
    both = ruleset(A_B, transition("B-A", on("one")))
    assert states_by_day(both, "2025-01-06", *channel("one", met=january(2, 3, 4, 5))) == "ABABAA"


# Days on which nothing can differ from the day before are not evaluated, and are what they would have been.

LASTING = [
    transition("A-B", {"any": [seen("P1M"), {"state": "A", "for": "P6M"}]}),
    transition("B-A", {"all": [{"state": "B", "for": "P2M"}, {"held": "P3W", "condition": {"not": seen("P1M")}}]}),
    rule("q", {"qualifier": "odd"}, {"held": "P5W", "condition": {"state": "B"}}),
]


def concluded(fold):
    """Return what is concluded for every day, on every path: all but what it was worked out from."""
    before, after = (list(phase.rules.values()) for phase in (fold.plan.before, fold.plan.after))
    return [
        (
            (d.day, d.prior, d.state, d.since, d.could_be, d.floor, d.determined, d.sufficient),
            [d.before[node] for node in before],
            [d.after[node] for node in after],
            [(b.state, [b.outcomes[node] for node in before]) for b in d.beside],
        )
        for d in fold.days
    ]


@pytest.mark.parametrize("rules", [EVERYTHING, ruleset(*LASTING)], ids=["everything", "lasting"])
def test_a_day_that_is_passed_over_is_what_it_would_have_been(monkeypatch, rules):
    quick = judge(rules, "2026-01-31", *ITEMS).timeline.folds["1"]
    monkeypatch.setattr(Fold, "_next_change", lambda _, record: record.day)
    slow = judge(rules, "2026-01-31", *ITEMS).timeline.folds["1"]
    assert concluded(slow) == concluded(quick)
    assert (slow.moves, slow.doubts) == (quick.moves, quick.doubts)


@pytest.mark.parametrize(("rules", "states"), [(EVERYTHING, 3), (ruleset(*LASTING), 2)], ids=["everything", "lasting"])
def test_it_concludes_what_the_reference_concludes(rules, states):
    fold = judge(rules, "2025-12-20", *ITEMS).timeline.folds["1"]
    expected = Reference(rules, evidence(*ITEMS), "1").run(day("2025-12-20"))
    assert [d.state for d in expected] == [d.state for d in fold.days]
    assert len({d.state for d in expected}) == states
    for name, node in fold.plan.before.findings.items():
        assert [d.findings[name] for d in expected] == [d.before[node] for d in fold.days]


def test_the_reference_tells_others_the_state_of_a_cell_and_not_one_that_it_tries_out_for_it():
    """Cell 1 may be in B; what would lead on from there asks cell 2, which asks cell 1, which is judged in A."""
    floor = {"signals": 0, "within": "P1Y", "dimensions": 1}
    good = {"dimension": "d", "status": "good"}
    asked = {"trajectory_of": "1", "is": ["A", "B"], "previous_day": True}
    rules = ruleset(
        transition("A-B", on("three")),
        transition("B-C", {"trajectory_of": "2", "is": "C"}),
        rule("d", good, {"state": "A"}),
        others={"2": [transition("A-B", {"all": [on("one"), asked]}), rule("d", good, {"state": ["A", "B", "C"]})]},
        standing=floor,
    )
    items = (
        *channel("three", unknown=["2025-01-02/2025-01-02"]),
        *feed("one-feed", stages=["one"]),
        *signal("s", "2025-01-04", stage="one", cell="2"),
    )
    cells: dict[str, Reference] = {}
    first, second = (Reference(rules, evidence(*items), name, cells) for name in ("1", "2"))
    assert first.issued(day("2025-01-04")) == {"A", "B"}
    assert second.fold(day("2025-01-04")) == ((day("2025-01-04"), "A-B"),)
    folds = judge(rules, "2025-01-04", *items).timeline.folds
    assert [(move.day, move.rule) for move in folds["2"].moves] == [*second.fold(day("2025-01-04"))]


def test_every_day_from_the_epoch_is_stepped_once():
    fold = judge(ruleset(A_B), "2025-02-28", *channel("one")).timeline.folds["1"]
    assert [d.day.toordinal() for d in fold.days] == list(
        range(fold.days[0].day.toordinal(), fold.days[0].day.toordinal() + 59)
    )
