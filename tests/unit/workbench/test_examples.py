"""The smallest evidence for what rules conclude: its size is known by counting what the rules ask."""

from __future__ import annotations

import importlib
import sys

import pytest

from assessor.errors import ConfigurationError
from assessor.workbench.solver.confirming import run_scenario
from assessor.workbench.solver.examples import NO_WAY, find_example, find_near_miss
from assessor.workbench.solver.subject import subject_of
from assessor.workbench.solver.targets import find_target
from tests.unit.workbench.small import finding, move, rule, seen, small, subject


def example(one, name):
    found = find_example(one, find_target(one, name))
    assert found.kind == "found", (found.why, found.bound)
    assert found.is_smallest
    assert not found.left_open
    return found


def missed(one, name):
    found = find_near_miss(one, find_target(one, name))
    assert found.kind == "found", (found.why, found.bound)
    assert found.scenario is not None
    assert not run_scenario(found.scenario, one.ruleset).why
    return found


def test_a_count_takes_as_many_signals_as_it_asks_for():
    one = subject(finding("f", seen(at_least=3, direction="up", tags="t")))
    found = example(one, "f")
    assert len(found.witness.signals) == 3
    assert {(s.words["direction"], s.tags) for s in found.witness.signals} == {("up", ("t",))}
    assert len(missed(one, "f").witness.signals) == 2


def test_many_signals_alike_are_told_one_by_one():
    one = subject(finding("f", seen(at_least=20)))
    assert len(example(one, "f").witness.signals) == 20


def test_one_signal_serves_two_findings_where_it_can():
    both = {"all": [seen(dimension="d"), seen(dimension="e")]}
    assert len(example(subject(finding("f", both)), "f").witness.signals) == 1
    apart = {"all": [seen(direction="up"), seen(direction="down")]}
    assert len(example(subject(finding("f", apart)), "f").witness.signals) == 2


def test_copies_of_one_report_miss_a_bound_on_origins():
    when = seen(at_least=2) | {"origins": {"at_least": 2}}
    one = subject(finding("f", when))
    assert not any(s.shared for s in example(one, "f").witness.signals)


def test_readings_come_with_their_base_and_miss_by_one_step():
    when = {
        "reading": "x",
        "change": {"from": "P1Y", "as": "percent"},
        "is": {"at_most": -70},
        "streak": 2,
        "max_age": "P3M",
    }
    one = subject(finding("f", when))
    ((_, readings),) = example(one, "f").witness.readings
    assert [str(r.value) for r in readings] == ["100", "100", "30", "30"]
    ((_, readings),) = missed(one, "f").witness.readings
    assert sorted(r.value for r in readings)[:2] == [30, 31]


def test_what_must_not_have_happened_is_missed_by_one_signal_too_many():
    one = subject(finding("f", {"not": seen(direction="down")}))
    assert not example(one, "f").witness.signals
    assert len(missed(one, "f").witness.signals) == 1


def test_a_joint_act_must_come_after_the_halt():
    when = seen(tags="t") | {"after": {"tags": "u"}}
    found = example(subject(finding("f", when)), "f")
    first, second = found.witness.signals
    assert (first.tags, second.tags) == (("u",), ("t",))
    assert first.day < second.day


def test_a_sum_of_amounts_is_reached_by_one_signal_that_states_it():
    when = {"signals": {}, "within": "P1M", "sum": {"of": "deaths", "is": {"at_least": 25}}}
    (signal,) = example(subject(finding("f", when)), "f").witness.signals
    assert signal.amounts == {"deaths": 25}


def test_a_quarter_is_told_with_its_first_and_last_day():
    when = {"reading": "y", "is": {"above": 3}, "max_age": "P6M"}
    one = subject(finding("f", when))
    assert (
        "| y | 2024-07-01/2024-09-30 |" in example(one, "f").scenario.text
        or "/2024-" in example(one, "f").scenario.text
    )


@pytest.mark.parametrize(
    ("when", "size"),
    [
        ({"reading": "x", "is": {"below": 0}, "max_age": "P3M"}, 1),
        ({"signals": {}, "within": "P1Y", "weight": {"at_least": 20}}, 7),  # six of weight 3 make 18
        (seen(at_least=5, direction="up") | {"origins": {"at_least": 9}}, 9),
        ({"all": [seen(at_least=5, direction="up"), seen(direction="up")]}, 5),
        (seen(at_least=20) | {"sum": {"of": "deaths", "is": {"at_least": 1}}}, 20),
        (
            {
                "reading": "x",
                "change": {"from": "P1M", "as": "percent"},
                "is": {"above": 0, "below": "0.001"},
                "max_age": "P3M",
            },
            1,
        ),
        (
            {
                "readings": ["x", "y"],
                "across": "mean",
                "change": {"from": "P3M", "as": "percent"},
                "is": {"at_most": -30},
                "max_age": "P6M",
            },
            2,
        ),
    ],
)
def test_there_is_room_for_what_a_rule_asks(when, size):
    one = subject(finding("f", when))
    found = example(one, "f")
    assert found.witness.size == size


def test_a_weight_that_fades_is_reached_by_fewest_on_the_last_day():
    when = {"signals": {}, "within": "P1Y", "weight": {"at_least": 3, "half_life": 30}}
    one = subject(finding("f", when))
    found = example(one, "f")
    (signal,) = found.witness.signals
    assert (signal.words["severity"], signal.day) == ("high", found.day)  # a day later three would be less than three
    assert len(missed(one, "f").witness.signals) <= 1


def test_a_state_is_left_on_the_day_on_which_a_weight_has_faded():
    def weighs(**bound):
        return {"signals": {}, "within": "P1Y", "weight": {"half_life": 30} | bound}

    one = subject(move("up", "Low", "High", weighs(at_least=4)), move("down", "High", "Low", weighs(at_most=1)))
    found = example(one, "down")
    days = [signal.day for signal in found.witness.signals]
    assert (found.day - max(days)).days >= 60  # from four to one a weight halves twice
    assert f'the state changed on {found.day} by the rule "down"' in found.scenario.text


def test_what_must_have_held_is_seen_as_often_as_its_window_asks():
    held = {"held": "P3M", "condition": seen(within="P1M")}
    found = example(subject(finding("f", held)), "f")
    assert len(found.witness.signals) == 3  # on the first of its days, and one month and two months later
    moved = subject(move("m", "Low", "High", held))
    assert find_example(moved, find_target(moved, "m")).kind == "found"


def test_what_must_not_have_happened_for_longer_than_a_year_can_be_so():
    one = subject(finding("f", {"held": "P13M", "condition": {"not": seen(within="P1M")}}))
    found = example(one, "f")
    assert not found.witness.signals


CLIMB = (
    move("starts", "Low", "Middle", {"all": [seen(direction="up"), {"state": "Low", "for": "P1M"}]}),
    move("tops", "Middle", "High", {"all": [seen(direction="up", stage="act"), {"state": "Middle", "for": "P2M"}]}),
    move("falls", ["Middle", "High"], "Low", seen(direction="down")),
)


def test_a_transition_is_shown_from_the_initial_state_on():
    found = example(subject(*CLIMB), "tops")
    assert len(found.witness.signals) == 2
    first, second = found.witness.signals
    assert (second.day - first.day).days >= 59  # two months in the middle
    assert f'the state changed on {second.day} by the rule "tops"' in found.scenario.text


def test_a_transition_is_missed_without_its_signal():
    found = missed(subject(*CLIMB), "tops")
    assert len(found.witness.signals) == 1
    assert 'Then the rule "tops" is not met' in found.scenario.text


def test_a_trajectory_and_a_qualifier_are_issued_above_the_floor_of_data():
    odd = rule("odd", seen(tags="t"), qualifier="odd")
    one = subject(*CLIMB, odd, standing={"signals": 2, "within": "P1Y", "dimensions": 0})
    assert len(example(one, "Middle").witness.signals) == 2
    found = example(one, "odd")
    assert len(found.witness.signals) == 1  # of a rule by that name, whatever is issued
    assert 'the rule "odd" is met' in found.scenario.text
    one = subject(rule("q", seen(tags="t"), qualifier="odd"), standing={"signals": 2, "within": "P1Y", "dimensions": 0})
    found = example(one, "odd")
    assert len(found.witness.signals) == 2
    assert 'the qualifiers are "odd"' in found.scenario.text


def test_what_no_evidence_shows_is_told_with_the_bound():
    one = subject(finding("f", {"all": [seen(direction="up"), {"not": seen(direction="up")}]}))
    found = find_example(one, find_target(one, "f"))
    assert found.kind == "never"
    assert "signals at most" in found.bound


def test_a_state_to_which_no_transition_leads():
    one = subject(move("starts", "Low", "Middle", seen()), move("tops", "High", "Low", seen()))
    found = find_example(one, find_target(one, "tops"))
    assert (found.kind, found.bound) == ("never", NO_WAY)


def test_what_is_not_covered_is_told_and_never_guessed():
    one = subject(finding("f", {"held": "P4Y", "condition": {"not": seen()}}))
    found = find_example(one, find_target(one, "f"))
    assert found.left_open
    assert "what is held for more than" in found.left_open[0]
    assert found.kind in {"found", "unconfirmed"}
    assert not found.is_defect


def test_an_unknown_name_is_told_with_the_nearest():
    one = subject(finding("found", seen()))
    with pytest.raises(ConfigurationError, match="no rule, finding or verdict `fuond`, did you mean `found`"):
        find_target(one, "fuond")
    with pytest.raises(ConfigurationError, match="no rules judge cell `2`"):
        subject_of(small(finding("f", seen())), "2")


def test_without_the_extra_it_is_told_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("assessor.workbench.solver")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ConfigurationError, match=r"install `assessor\[solver\]`"):
        importlib.import_module("assessor.workbench.solver.examples")
