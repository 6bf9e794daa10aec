"""The vocabulary as a whole."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from assessor.scenarios.feature import unknown_step
from assessor.scenarios.steps import STEPS

if TYPE_CHECKING:
    from assessor.scenarios.vocabulary import StepDefinition


def first_sentence(step: StepDefinition) -> tuple[str, str]:
    """Return the keyword and the sentence of a step's example."""
    keyword, _, sentence = step.example.splitlines()[0].partition(" ")
    return {"Given": "given", "When": "when", "But": "given", "And": "given", "Then": "then"}[keyword], sentence


@pytest.mark.parametrize("step", STEPS.steps, ids=lambda step: step.pattern.text)
def test_an_example_is_the_step_it_is_of_and_no_other(step: StepDefinition) -> None:
    keyword, sentence = first_sentence(step)
    meaning_it = [
        other for other in STEPS.steps if other.role == step.role and other.pattern.match(sentence) is not None
    ]
    assert meaning_it == [step]
    found = STEPS.find(keyword, sentence)
    assert found is not None
    found.step.pattern.read(found.filled)


@pytest.mark.parametrize("step", STEPS.steps, ids=lambda step: step.pattern.text)
def test_an_example_has_a_table_where_the_step_takes_one(step: StepDefinition) -> None:
    assert (len(step.example.splitlines()) > 1) == step.takes_table
    assert step.about.endswith(".")


def test_an_expectation_is_no_act() -> None:
    assert STEPS.find("given", 'the trajectory is "Advancing"') is None
    assert STEPS.find("then", 'the framework "doctrine"') is None


@pytest.mark.parametrize("keyword", ["given", "then"])
@pytest.mark.parametrize("tail", ['"' * 50_001, '"a", ' * 20_000, '"a" and "b", ' * 10_000, "2026-04-26 " * 10_000])
def test_no_sentence_keeps_the_vocabulary_busy(keyword: str, tail: str) -> None:
    """A pattern that goes back over what it read would take hours; features hold no pattern of their own."""
    begun = process_time()
    for beginning in {step.pattern.plain.partition('"')[0] for step in STEPS.steps}:
        sentence = f"{beginning}{tail}"
        assert STEPS.find(keyword, sentence) is None
    assert unknown_step(keyword, sentence)
    assert process_time() - begun < 20


def test_a_slip_is_answered_with_what_comes_nearest() -> None:
    assert STEPS.nearest('the trayectory is "Advancing"')[0].pattern.text == "the trajectory is {trajectory}"
    assert STEPS.nearest("qzx") == ()
