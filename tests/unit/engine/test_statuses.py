"""The status of a dimension: the first rule that is met, or why it is undetermined."""

from __future__ import annotations

import pytest

from tests.unit.engine.made import channel, months, on, reads, rule, ruleset, verdict

D = "2025-01-05"
MET, OPEN = channel("one", met=[D]), channel("three", unknown=[f"{D}/{D}"])
QUIET = channel("two")
REVIEW = {"id": "review", "title": "The review", "date": "2025-07", "dimensions": ["d"]}
READ_D = {"dimensions": [{"id": "d", "title": "D", "indicators": ["x"]}, {"id": "e", "title": "E"}]}


def status(value, condition):
    return rule(f"d-{value}", {"dimension": "d", "status": value}, condition)


def judged(*rules, as_of=D, items=(*MET, *OPEN, *QUIET), **cell):
    return verdict(ruleset(*rules, cell=cell), as_of, *items).dimensions[0]


def test_the_first_rule_that_is_met_decides():
    found = judged(status("good", on("two")), status("bad", on("one")))
    assert (found.status, found.why, found.rule) == ("bad", "decided", "d-bad")
    assert judged(status("good", on("one")), status("bad", on("one"))).status == "good"


def test_an_unknown_rule_does_not_hold_up_a_later_one_that_is_met():
    assert judged(status("good", on("three")), status("bad", on("one"))).status == "bad"


def test_if_none_is_met_and_one_is_unknown_it_is_unknown():
    found = judged(status("good", on("two")), status("bad", on("three")))
    assert (found.status, found.why, found.rule) == ("undetermined", "unknown", None)
    assert found.settle == ("what feed `three-feed` would have carried from 2025-01-05 to 2025-01-05",)


def test_if_none_is_met_and_none_is_unknown_nothing_was_observed():
    found = judged(status("good", on("two")))
    assert (found.status, found.why) == ("undetermined", "not observed")
    assert found.settle == ("evidence on `d` that a status rule asks for",)


def test_a_dimension_without_rules_is_not_observed():
    assert (judged().status, judged().why) == ("undetermined", "not observed")


# What is not due yet is a milestone: schedule, not signal.


@pytest.mark.parametrize(
    ("as_of", "why"), [("2025-01-05", "not due"), ("2025-07-30", "not due"), ("2025-07-31", "not observed")]
)
def test_it_is_not_due_while_a_milestone_is_ahead_and_due_on_its_last_day(as_of, why):
    assert judged(status("good", on("two")), as_of=as_of, milestones=[REVIEW]).why == why


def test_what_is_not_due_says_what_it_waits_for_the_next_first():
    later = {"id": "cup", "title": "The cup", "date": "2025-09-01", "dimensions": ["d"]}
    found = judged(status("good", on("two")), milestones=[later, REVIEW])
    assert found.settle[:2] == (
        "The review (2025-07), and evidence of its outcome",
        "The cup (2025-09-01), and evidence of its outcome",
    )


def test_a_milestone_of_another_dimension_is_not_waited_for():
    assert judged(status("good", on("two")), milestones=[{**REVIEW, "dimensions": ["e"]}]).why == "not observed"


def test_a_milestone_is_no_evidence_and_holds_up_no_status():
    assert judged(status("good", on("one")), milestones=[REVIEW]).status == "good"


# Stale: a reading that it needs is too old.


@pytest.mark.parametrize(("as_of", "why"), [("2025-04-30", "not observed"), ("2025-05-01", "stale")])
def test_it_is_stale_once_an_indicator_of_it_is_too_old(as_of, why):
    # January, three months: to the 30th of April
    low = status("bad", reads({"below": 1}, "P3M"))
    found = judged(low, as_of=as_of, items=months("2025-01", 5), **READ_D)
    assert (found.status, found.why) == ("undetermined", why)
    assert found.stale == (("x (latest 2025-01)",) if why == "stale" else ())
    if why == "stale":
        assert found.settle == ("a reading of `x` for a period that ends from 2025-02-01 to 2025-05-01",)


def test_a_status_that_another_rule_decides_still_tells_what_is_stale():
    rules = (status("bad", reads({"below": 1}, "P3M")), status("good", {"not": on("two")}))
    found = judged(*rules, as_of="2025-06-01", items=(*QUIET, *months("2025-01", 5)), **READ_D)
    assert (found.status, found.stale) == ("good", ("x (latest 2025-01)",))


def test_an_indicator_that_never_had_a_reading_is_not_stale_but_unknown():
    found = judged(status("bad", reads({"below": 1}, "P3M")), items=(), **READ_D)
    assert (found.why, found.stale) == ("unknown", ())


def test_not_due_goes_before_stale():
    low = status("bad", reads({"below": 1}, "P3M"))
    found = judged(low, as_of="2025-06-01", items=months("2025-01", 5), milestones=[REVIEW], **READ_D)
    assert (found.why, found.stale) == ("not due", ("x (latest 2025-01)",))
