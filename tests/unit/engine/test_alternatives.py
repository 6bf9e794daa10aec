"""Beside the committed state runs the set of states that unknown guards could have led to."""

from __future__ import annotations

from tests.unit.engine.made import channel, judge, on, ruleset, transition, verdict

# Days are of January 2025 from the epoch, the 1st, on.
A_B, A_C = transition("A-B", on("one")), transition("A-C", on("two"))
B_A, B_C = transition("B-A", on("three")), transition("B-C", on("two"))


def january(*numbers):
    return [f"2025-01-{n:02}" for n in numbers]


def spans(*pairs):
    return [f"2025-01-{a:02}/2025-01-{b:02}" for a, b in pairs]


def sets(rules, as_of, *items):
    """Return the states possible at the end of every day, as text."""
    days = judge(rules, as_of, *items).timeline.folds["1"].days
    return ["".join(sorted(d.could_be)) for d in days]


def doubts(rules, as_of, *items):
    guards = verdict(rules, as_of, *items).unknown_guards
    return [(g.rule, g.source, g.target, str(g.first)[-2:], str(g.last)[-2:]) for g in guards]


def test_without_doubt_there_are_no_alternatives():
    found = verdict(ruleset(A_B), "2025-01-09", *channel("one", met=january(3)))
    assert (found.trajectory, found.alternatives, found.unknown_guards) == ("B", (), ())


def test_an_unknown_guard_could_have_led_to_its_state_and_that_stays_so():
    rules, doubtful = ruleset(A_B), channel("one", unknown=spans((3, 4)))
    assert sets(rules, "2025-01-06", *doubtful) == ["A", "A", "AB", "AB", "AB", "AB"]
    found = verdict(rules, "2025-01-06", *doubtful)
    assert (found.trajectory, found.alternatives) == ("A", ("B",))


def test_the_doubt_is_told_with_its_first_and_last_day():
    assert doubts(ruleset(A_B), "2025-01-09", *channel("one", unknown=spans((3, 4)))) == [("A-B", "A", "B", "03", "04")]


def test_a_doubt_of_many_days_is_one():
    long = channel("one", unknown=spans((3, 24)))
    assert doubts(ruleset(A_B), "2025-01-31", *long) == [("A-B", "A", "B", "03", "24")]
    assert doubts(ruleset(A_B), "2025-01-20", *long) == [("A-B", "A", "B", "03", "20")]


def test_two_doubts_with_days_between_are_two():
    twice = channel("one", unknown=spans((3, 4), (7, 7)))
    assert [d[3:] for d in doubts(ruleset(A_B), "2025-01-09", *twice)] == [("03", "04"), ("07", "07")]


def test_a_doubt_before_the_guard_that_is_met_could_have_led_elsewhere():
    moves = (*channel("one", unknown=spans((3, 3))), *channel("two", met=january(3)))
    found = verdict(ruleset(A_B, A_C), "2025-01-09", *moves)
    assert (found.trajectory, found.alternatives) == ("C", ("B",))
    assert doubts(ruleset(A_B, A_C), "2025-01-09", *moves) == [("A-B", "A", "B", "03", "03")]


def test_a_doubt_after_the_guard_that_is_met_could_not():
    # A-C is met and declared first: whatever A-B is, it is not asked
    moves = (*channel("one", unknown=spans((3, 3))), *channel("two", met=january(3)))
    found = verdict(ruleset(A_C, A_B), "2025-01-09", *moves)
    assert (found.trajectory, found.alternatives, found.unknown_guards) == ("C", (), ())


def test_a_doubtful_guard_to_where_another_leads_anyway_leads_nowhere_else():
    again = {**transition("A-B", on("two")), "id": "A-B-again"}
    moves = (*channel("one", unknown=spans((3, 3))), *channel("two", met=january(3)))
    found = verdict(ruleset(A_B, again), "2025-01-09", *moves)
    assert (found.trajectory, found.alternatives, found.unknown_guards) == ("B", (), ())


def test_alternatives_move_on_by_the_guards_of_their_own_state():
    # it may have been B since the 3rd; from B the 5th led to C
    moves = (*channel("one", unknown=spans((3, 3))), *channel("two", met=january(5)))
    rules = ruleset(A_B, B_C)
    assert sets(rules, "2025-01-06", *moves) == ["A", "A", "AB", "AB", "AC", "AC"]


def test_paths_that_meet_again_leave_no_alternative():
    moves = (*channel("one", unknown=spans((3, 3))), *channel("three", met=january(5)))
    found = verdict(ruleset(A_B, B_A), "2025-01-06", *moves, *channel("two"))
    assert (found.trajectory, found.alternatives) == ("A", ())
    assert [g.rule for g in found.unknown_guards] == ["A-B"]  # that it was in doubt is still told


def test_an_alternative_may_be_in_doubt_itself():
    moves = (*channel("one", unknown=spans((3, 3))), *channel("two", unknown=spans((5, 5))))
    rules = ruleset(A_B, B_C)
    assert sets(rules, "2025-01-06", *moves)[-1] == "ABC"
    assert verdict(rules, "2025-01-06", *moves).alternatives == ("B", "C")  # in the order of the framework
    assert [g.rule for g in verdict(rules, "2025-01-06", *moves).unknown_guards] == ["A-B"]  # on the way that was taken


def test_how_long_an_alternative_has_held_is_known_by_its_first_and_last_possible_day():
    # B since the 3rd, or the 4th, or the 5th, if at all; it leaves once it has held for two days
    rules = ruleset(A_B, transition("B-C", {"state": "B", "for": "P2D"}))
    doubtful = channel("one", unknown=spans((3, 5)))
    # since the 3rd: two days at the end of the 4th, C on the 5th; since the 5th: C on the 7th, and then B no longer
    assert sets(rules, "2025-01-08", *doubtful) == ["A", "A", "AB", "AB", "ABC", "ABC", "AC", "AC"]


def test_the_committed_state_is_always_among_the_possible():
    rules = ruleset(A_B, B_A, A_C, B_C)
    moves = (
        *channel("one", met=january(4, 9), unknown=spans((2, 2), (7, 7))),
        *channel("two", unknown=spans((5, 6)), met=january(11)),
        *channel("three", met=january(8), unknown=spans((10, 10))),
    )
    days = judge(rules, "2025-01-14", *moves).timeline.folds["1"].days
    assert all(d.state in d.could_be for d in days)
