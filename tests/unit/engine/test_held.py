"""`held W`: met iff met on every day of (D - W, D], not met iff on none, else unknown; before the epoch, not met."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import by_day, channel, days, finding, on, rule, ruleset, states_by_day, transition

# Days are of January 2025 from the epoch, the 1st, on: a letter each.


def held(window, condition):
    return {"held": window, "condition": condition}


def january(*numbers):
    return [f"2025-01-{n:02}" for n in numbers]


def spans(*pairs):
    return [f"2025-01-{a:02}/2025-01-{b:02}" for a, b in pairs]


def outcomes(condition, *items, until="2025-01-12"):
    return by_day(ruleset(finding("f", condition)), "f", until, *items)


def test_it_is_met_on_all_days_not_met_on_none_else_unknown():
    scripted = channel("one", met=january(4, 5, 6, 7))
    #        1st        12th
    assert outcomes(on("one"), *scripted) == "---++++-----"
    assert outcomes(held("P3D", on("one")), *scripted) == "---??++??---"


def test_a_day_on_which_it_is_unknown_leaves_the_window_unknown():
    scripted = channel("one", met=january(4, 6), unknown=spans((5, 5), (9, 9)))
    assert outcomes(on("one"), *scripted) == "---+?+--?---"
    assert outcomes(held("P2D", on("one")), *scripted) == "---????-??--"


def test_days_before_the_epoch_are_not_met():
    # it never happened: met on every day; but of a window that began before the 1st, not on all
    always = {"not": on("one")}
    assert outcomes(held("P4D", always), *channel("one"), until="2025-01-06") == "???+++"
    assert outcomes(held("P4D", on("one")), *channel("one"), until="2025-01-06") == "------"


def test_of_one_day_it_is_the_condition_itself():
    scripted = channel("one", met=january(2), unknown=spans((4, 4)))
    assert outcomes(held("P1D", on("one")), *scripted, until="2025-01-05") == "-+-?-"


def test_its_window_is_calendar_arithmetic():
    # a month before 28 February is 28 January; before 1 March, 1 February: the break of 31 January is out then
    scripted = channel("one", met=["2025-01-31"])
    found = outcomes(held("P1M", {"not": on("one")}), *scripted, until="2025-03-02")
    first = days("2025-01-01", "2025-03-02")
    assert [str(d) for d, o in zip(first, found, strict=True) if o == "+"][-2:] == ["2025-03-01", "2025-03-02"]
    assert found[58] == "?"  # 28 February


def test_held_of_held_reaches_back_by_both():
    scripted = channel("one", met=january(3, 4, 5, 6))
    once = outcomes(held("P2D", on("one")), *scripted)
    assert once == "--?+++?-----"
    # met on the day and the day before: 5th and 6th; of neither, from the 9th; else unknown
    assert outcomes(held("P2D", held("P2D", on("one"))), *scripted) == "--??++??----"


def test_held_of_a_finding_is_of_that_finding_on_each_day():
    scripted = channel("one", met=january(4, 5, 6))
    rules = ruleset(finding("g", on("one")), finding("f", held("P2D", {"finding": "g"})))
    assert by_day(rules, "f", "2025-01-08", *scripted) == "---?++?-"


def test_the_negation_of_held_is_unknown_where_it_is():
    scripted = channel("one", met=january(4, 5))
    assert outcomes({"not": held("P2D", on("one"))}, *scripted, until="2025-01-08") == "+++?-?++"


# Own state: in findings and guards at the end of the previous day, in what follows on the day itself.

TO_B = transition("A-B", on("one"))
IN_B = {"state": "B"}
MOVES = channel("one", met=january(4))


@pytest.mark.parametrize(
    ("condition", "as_finding", "as_qualifier"),
    [
        (IN_B, "----+++++", "---++++++"),
        (held("P3D", IN_B), "----??+++", "---??++++"),
        ({"state": "B", "for": "P3D"}, "------+++", "-----++++"),
    ],
)
def test_state_held_means_yesterday_for_findings_and_today_for_qualifiers(condition, as_finding, as_qualifier):
    rules = ruleset(TO_B, finding("f", condition), rule("q", {"qualifier": "odd"}, condition))
    assert states_by_day(rules, "2025-01-09", *MOVES) == "AAABBBBBB"
    assert by_day(rules, "f", "2025-01-09", *MOVES) == as_finding
    assert by_day(rules, "q", "2025-01-09", *MOVES) == as_qualifier


@pytest.mark.parametrize(
    ("window", "as_finding", "as_qualifier"),
    [("P1D", "+++", "+++"), ("P2D", "-++", "+++"), ("P3D", "--+", "-++")],
)
def test_the_initial_state_begins_at_the_end_of_the_day_before_the_epoch(window, as_finding, as_qualifier):
    # at the end of 31 December it has held for one day
    condition = {"state": "A", "for": window}
    rules = ruleset(finding("f", condition), rule("q", {"qualifier": "odd"}, condition))
    assert by_day(rules, "f", "2025-01-03") == as_finding
    assert by_day(rules, "q", "2025-01-03") == as_qualifier


def test_a_guard_may_ask_how_long_the_state_has_held():
    # B from the 4th; at the end of the 6th it has held for three days; so it leaves on the 7th
    rules = ruleset(TO_B, transition("B-C", {"state": "B", "for": "P3D"}))
    assert states_by_day(rules, "2025-01-08", *MOVES) == "AAABBBCC"


def test_a_return_begins_a_new_stay():
    rules = ruleset(TO_B, transition("B-A", on("two")), rule("q", {"qualifier": "odd"}, {"state": "B", "for": "P2D"}))
    there_and_back = (*channel("one", met=january(3, 6)), *channel("two", met=january(5)))
    assert states_by_day(rules, "2025-01-08", *there_and_back) == "AABBABBB"
    assert by_day(rules, "q", "2025-01-08", *there_and_back) == "---+--++"
