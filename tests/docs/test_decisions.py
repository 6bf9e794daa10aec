"""What the decisions on `held` and on the set of states say of the fold is what it does."""

from __future__ import annotations

from datetime import date, timedelta

from tests.docs.harbour import DREDGED, WATCHED, outcomes, signal, source

STRETCHES = (
    f"{WATCHED}sources:\n{source('one', '2025-03-10')}{source('two', '2025-04-20')}"
    f"signals:\n{signal('outer', '2025-03-10', 'one')}{signal('inner', '2025-04', 'two')}"
)
"""One stretch for certain, and from 1 April a second one possibly; from 20 April certainly."""
IN = (
    DREDGED % ("P1Y", 2)
    + "- {id: in, when: {finding: dredged}, then: {transition: Limited, from: Closed}, because: so}\n"
)


def span(first, last):
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(n) for n in range((end - begin).days + 1)]


def days_with(evaluation, state):
    """Return the days on which a state is an alternative."""
    days = evaluation.timeline.folds["north"].days
    return [record.day for record in days if state in record.could_be - {record.state}]


def test_days_before_the_epoch_are_not_met_for_held_whatever_it_holds(judge):
    rules = DREDGED % ("P1Y", 1) + (
        "- {id: calm, when: {held: P2W, condition: {not: {finding: dredged}}, reason: so}, "
        "then: {finding: calm}, because: so}\n"
    )
    calm = outcomes(judge(rules, WATCHED, "2025-02-01"), "calm")
    assert [day for day, outcome in calm.items() if outcome == 0] == span("2025-01-01", "2025-01-13")
    assert [day for day, outcome in calm.items() if outcome == 1] == span("2025-01-14", "2025-02-01")


def test_held_for_a_day_is_the_condition_itself(judge):
    rules = DREDGED % ("P1Y", 2) + (
        "- {id: today, when: {held: P1D, condition: {finding: dredged}, reason: so}, "
        "then: {finding: today}, because: so}\n"
    )
    evaluation = judge(rules, STRETCHES, "2025-05-01")
    assert outcomes(evaluation, "today") == outcomes(evaluation, "dredged")


def test_an_alternative_can_begin_on_a_day_without_an_unknown_guard_on_the_committed_path(judge):
    up = (
        "- {id: up, when: {state: Limited, for: P1M, reason: so}, "
        "then: {transition: Open, from: Limited}, because: so}\n"
    )
    evaluation = judge(IN + up, STRETCHES, "2025-06-01")
    assert days_with(evaluation, "Limited") == span("2025-04-01", "2025-04-19")
    assert days_with(evaluation, "Open") == span("2025-05-02", "2025-05-19")
    assert [(doubt.rule, doubt.first, doubt.last) for doubt in evaluation.timeline.folds["north"].doubts] == [
        ("in", date(2025, 4, 1), date(2025, 4, 19))
    ]
    assert evaluation.verdict.trajectory == "Open"


def test_held_over_own_state_opens_its_door_on_a_side_branch_before_it_could_have_held(judge):
    up = (
        "- {id: up, when: {held: P2W, condition: {state: Limited}, reason: so}, "
        "then: {transition: Open, from: Limited}, because: so}\n"
    )
    evaluation = judge(IN + up, STRETCHES, "2025-04-10")
    assert days_with(evaluation, "Open") == span("2025-04-02", "2025-04-10")
