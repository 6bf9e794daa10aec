"""What is not found out in time is listed as such, and nothing is told of it."""

from __future__ import annotations

from itertools import count

from assessor.workbench.mutants import mutate
from assessor.workbench.solver.analysis.analyse import analyse
from assessor.workbench.solver.deadline import Deadline
from assessor.workbench.solver.kills import answer_mutant
from assessor.workbench.solver.subject import subject_of
from tests.unit.workbench.small import finding, move, seen, small

NEVER = {"all": [seen(direction="up"), {"not": seen(direction="up", within="P2M")}]}
RULES = small(finding("f", NEVER), finding("f", seen(tags="t"), "g"), move("m", "Low", "Middle", {"finding": "f"}))


def after(looks):
    """Return a deadline that comes once the clock was looked at so often."""
    ticks = count()
    return Deadline(lambda: next(ticks), looks)


def test_after_the_deadline_every_question_is_open():
    found = analyse(subject_of(RULES, "1", after(0)))
    assert not found.is_whole
    assert not found.defects
    assert {told.rules for told in found.told} <= {("Middle",), ("High",)}  # that needs no solver
    assert [text for text in found.open if "no time left" not in text] == []
    for rule in ("f", "g", "m"):
        assert any(f"`{rule}` is ever met" in text for text in found.open)
        assert any(f"parts of `{rule}`" in text for text in found.open)
    assert any("covers another" in text for text in found.open)


def test_what_was_asked_in_time_is_told_all_the_same():
    found = analyse(subject_of(RULES, "1", after(12)))
    assert not found.is_whole
    assert ("never-met", "f") in {(told.kind, *told.rules) for told in found.told}
    assert found.open


def test_before_its_deadline_an_analysis_is_whole():
    found = analyse(subject_of(RULES, "1", after(1_000_000)))
    assert found.is_whole
    assert not found.open


def test_a_mutant_is_open_after_the_deadline():
    mutant = next(mutate(RULES, "1"))
    answer = answer_mutant(RULES, mutant, after(0))
    assert (answer.kind, answer.why) == ("open", "there was no time left")
