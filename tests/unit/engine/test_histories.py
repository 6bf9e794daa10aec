"""A history by hand: stretches, since when, and what days outside of it answer."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.domain.kleene import Kleene
from assessor.engine.histories import histories_behind, histories_of, since_when, spans_within
from assessor.errors import UsageError
from tests.unit.engine.made import channel, finding, judge, on, ruleset, transition

RULES = ruleset(finding("f", on("one")), transition("A-B", {"held": "P3D", "condition": {"finding": "f"}}))
# The channel is on from the 3rd to the 7th: the guard is met on the third day in a row.
ON = channel("one", met=[f"2025-01-0{n}" for n in (3, 4, 5, 6, 7)])


def history(as_of="2025-01-10"):
    return histories_behind(judge(RULES, as_of, *ON)).of("1")


def test_a_stretch_is_as_long_as_the_verdict_stays():
    found = [(s.since.day, s.until.day, s.verdict.trajectory, s.verdict.alternatives) for s in history().stretches]
    assert found == [(1, 2, "A", ()), (3, 4, "A", ("B",)), (5, 10, "B", ())]


def test_the_verdict_of_a_day_is_that_of_its_stretch_and_of_no_other_day():
    told = history()
    assert [told.at(date(2025, 1, n)).trajectory for n in (1, 4, 5, 10)] == ["A", "A", "B", "B"]
    for day in (date(2024, 12, 31), date(2025, 1, 11)):
        with pytest.raises(UsageError, match="goes from 2025-01-01 to 2025-01-10"):
            told.at(day)


def test_a_finding_tells_since_when_it_has_held():
    assert [(h.since.day, h.until.day, h.outcome) for h in history().of_finding("f")] == [
        (1, 2, Kleene.NOT_MET),
        (3, 7, Kleene.MET),
        (8, 10, Kleene.NOT_MET),
    ]


def test_since_when_goes_down_from_a_rule_to_the_rules_of_the_findings_it_reads():
    (move, read) = since_when(history("2025-01-07"), [("A-B", "trajectory B")])
    assert (move.rule, move.outcome, move.since) == ("A-B", "met", date(2025, 1, 5))
    assert [(c.depth, c.outcome, c.since.day) for c in move.conditions] == [(0, "met", 5), (1, "met", 3)]
    assert (read.rule, read.concludes, read.since) == ("f", "finding f", date(2025, 1, 3))


def test_what_lies_between_two_days_is_cut_to_them():
    cut = spans_within(history().stretches, date(2025, 1, 4), date(2025, 1, 6))
    assert [(s.since.day, s.until.day) for s in cut] == [(4, 4), (5, 6)]


def test_evaluated_alone_or_behind_an_evaluation_a_history_is_the_same():
    evaluation = judge(RULES, "2025-01-10", *ON)
    alone = histories_of(RULES, evaluation.evidence, ("1",), date(2025, 1, 10)).of("1")
    assert alone.stretches == history().stretches


def test_a_cycle_that_the_day_before_closes_goes_round_as_it_does_day_by_day():
    # 1 follows 2 on the day; 2 leaves B once 1 was B the day before
    def reads(cell, *, previous_day=False):
        return {"trajectory_of": cell, "is": ["B"], "previous_day": previous_day}

    back = transition("B-A", reads("1", previous_day=True))
    rules = ruleset(
        transition("A-B", reads("2")),
        transition("B-A", {"not": reads("2")}),
        others={"2": [transition("A-B", {"not": reads("1", previous_day=True)}), back]},
    )
    stepped = judge(rules, "2025-01-10")
    told = histories_of(rules, stepped.evidence, ("1",), date(2025, 1, 10))
    assert [m.day.day for m in told.of("1").moves] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    for cell in ("1", "2"):
        assert list(told.of(cell).moves) == stepped.timeline.folds[cell].moves


def test_an_event_of_the_day_of_the_anchor_is_not_after_it():
    after = {"signals": {"stage": "two"}, "within": "P1Y", "after": {"stage": "one"}}
    both = (*channel("one", met=["2025-01-03"]), *channel("two", met=["2025-01-03", "2025-01-06"]))
    evaluation = judge(ruleset(finding("f", after)), "2025-01-08", *both)
    held = histories_behind(evaluation).of("1").of_finding("f")
    assert [(h.since.day, h.outcome) for h in held] == [(1, Kleene.NOT_MET), (6, Kleene.MET)]


@pytest.mark.parametrize(("target", "doubted"), [("B", []), ("C", ["A-C-first"])])
def test_a_guard_in_doubt_is_told_where_it_could_have_led_elsewhere(target, doubted):
    rules = ruleset(transition(f"A-{target}-first", on("two")), transition("A-B", on("one")))
    items = (*channel("one", met=["2025-01-03"]), *channel("two", unknown=["2025-01-03/2025-01-03"]))
    stepped = judge(rules, "2025-01-10", *items)
    told = histories_of(rules, stepped.evidence, ("1",), date(2025, 1, 10)).of("1")
    assert [doubt.rule for doubt in told.doubts] == doubted
    assert [guard.rule for guard in stepped.verdict.unknown_guards] == doubted
    assert told.stretches[-1].verdict.trajectory == "B"
