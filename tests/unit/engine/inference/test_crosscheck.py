"""Every distinct step is checked once, and what came of it is told."""

from __future__ import annotations

import pytest

from assessor.engine.inference import (
    ContradictionError,
    CrossChecked,
    EngineReport,
    NativeEngine,
    ProgramBuilder,
    StepDisagreementError,
    StepMemo,
)
from assessor.errors import EngineError, EnginesDisagreeError, EngineUnavailableError


class Scripted:
    """An engine that answers as the native one, but for what it is told to do; it notes what it was asked."""

    def __init__(self, name="scripted", twist=None, failure=None):
        self.name, self.version = name, "7"
        self.asked = []
        self._twist, self._failure = twist, failure

    def infer(self, program, batch):
        self.asked.append([tuple(item) for item in batch])
        if self._failure:
            raise self._failure
        answers = NativeEngine().infer(program, batch)
        return [
            self._twist(item, answer) if self._twist else answer for item, answer in zip(batch, answers, strict=True)
        ]


def conjunction(size):
    builder = ProgramBuilder()
    builder.all_of([builder.input() for _ in range(size)])
    return builder.build()


TWO, THREE = conjunction(2), conjunction(3)
FIRST, SECOND = ("first", "7"), ("second", "7")


@pytest.fixture
def first():
    return Scripted("first")


@pytest.fixture
def second():
    return Scripted("second")


def test_each_distinct_step_is_asked_once_of_either_engine(first, second):
    checked = CrossChecked(first, second)
    for item in [(1, 1), (1, 0), (1, 1), (1, 1)]:
        assert checked.infer(TWO, item) == (*item, min(item))
    checked.infer(THREE, [1, 1, 1])
    assert second.asked == []
    assert checked.check() == EngineReport((FIRST, SECOND), steps=5, distinct=3, checked=3, reason=None)
    assert first.asked == [[(1, 1)], [(1, 0)], [(1, 1, 1)]]
    assert second.asked == [[(1, 1), (1, 0)], [(1, 1, 1)]]


def test_a_second_check_asks_about_new_steps_only(first, second):
    checked = CrossChecked(first, second)
    checked.infer(TWO, (1, 1))
    checked.check()
    checked.infer(TWO, (0, 1))
    assert checked.check() == EngineReport((FIRST, SECOND), steps=2, distinct=2, checked=2, reason=None)
    assert second.asked == [[(1, 1)], [(0, 1)]]


def test_folds_that_share_a_memo_ask_nothing_twice(first, second):
    memo = StepMemo()
    for _ in range(3):
        checked = CrossChecked(first, second, memo)
        assert checked.infer(TWO, (1, 1)) == (1, 1, 1)
        assert checked.check() == EngineReport((FIRST, SECOND), steps=1, distinct=1, checked=1, reason=None)
    assert first.asked == second.asked == [[(1, 1)]]


def test_a_memo_does_not_take_one_engine_for_another(first, second):
    memo = StepMemo()
    unchecked = CrossChecked(first, None, memo)
    unchecked.infer(TWO, (1, 1))
    checked = CrossChecked(first, second, memo)
    checked.infer(TWO, (1, 1))
    checked.check()
    assert second.asked == [[(1, 1)]]
    newer = Scripted("second")
    newer.version = "8"
    again = CrossChecked(first, newer, memo)
    again.infer(TWO, (1, 1))
    again.check()
    assert newer.asked == [[(1, 1)]]


def test_an_answer_from_the_memo_is_compared_too(first, second):
    memo = StepMemo()
    honest = CrossChecked(first, second, memo)
    honest.infer(TWO, (1, 1))
    honest.check()
    wrong = CrossChecked(Scripted("wrong", twist=lambda _, answer: (*answer[:-1], -1)), second, memo)
    wrong.infer(TWO, (1, 1))
    with pytest.raises(StepDisagreementError):
        wrong.check()
    assert second.asked == [[(1, 1)]]


def test_a_memo_forgets_the_oldest_answer_first(first):
    memo = StepMemo(capacity=2)
    for item in [(1, 1), (0, 1), (1, 0)]:
        CrossChecked(first, None, memo).infer(TWO, item)
    assert memo.recall(first, TWO, (1, 1)) is None
    assert memo.recall(first, TWO, (0, 1)) == (0, 1, 0)
    assert memo.recall(first, TWO, (1, 0)) == (1, 0, 0)


def test_a_fold_remembers_more_steps_than_the_memo(first, second):
    checked = CrossChecked(first, second, StepMemo(capacity=1))
    for item in [(1, 1), (0, 1), (1, 1), (0, 1)]:
        checked.infer(TWO, item)
    assert checked.check().checked == 2
    assert len(first.asked) == 2


def test_without_a_second_engine_nothing_is_checked(first):
    checked = CrossChecked(first)
    checked.infer(TWO, (1, 1))
    assert checked.check() == EngineReport((FIRST,), 1, 1, 0, "there is no second engine")


@pytest.mark.parametrize("failure", [EngineUnavailableError("not importable"), EngineError("not importable")])
def test_a_second_engine_that_cannot_answer_leaves_the_first_alone(first, failure):
    checked = CrossChecked(first, Scripted("second", failure=failure))
    assert checked.infer(TWO, (1, 1)) == (1, 1, 1)
    assert checked.check() == EngineReport((FIRST,), 1, 1, 0, "not importable")


def test_what_was_checked_before_a_failure_counts(first, second):
    checked = CrossChecked(first, second)
    checked.infer(TWO, (1, 1))
    checked.check()
    second._failure = EngineError("the worker died twice")
    checked.infer(TWO, (0, 0))
    assert checked.check() == EngineReport((FIRST, SECOND), 2, 2, 1, "the worker died twice")


def test_an_empty_fold_is_checked(first, second):
    assert CrossChecked(first, second).check() == EngineReport((FIRST,), 0, 0, 0, None)


def test_a_disagreement_says_where_and_what(first):
    second = Scripted("second", twist=lambda item, answer: (*answer[:-1], -1) if item == (1, 0) else answer)
    checked = CrossChecked(first, second)
    for item in [(1, 1), (1, 0), (0, 0)]:
        checked.infer(TWO, item)
    with pytest.raises(
        StepDisagreementError, match=f"first and second disagree on a step of program `{TWO.digest}`"
    ) as caught:
        checked.check()
    assert isinstance(caught.value, EnginesDisagreeError)
    assert caught.value.code == "engines-disagree"
    assert caught.value.program == TWO.digest
    assert caught.value.inputs == (1, 0)
    assert caught.value.answers == ((*FIRST, (1, 0, 0)), (*SECOND, (1, 0, -1)))


def test_a_disagreement_does_not_go_away_by_asking_again(first):
    second = Scripted("second", twist=lambda _, answer: (*answer[:-1], -1))
    memo = StepMemo()
    for _ in range(2):
        checked = CrossChecked(first, second, memo)
        checked.infer(TWO, (1, 1))
        for _ in range(2):
            with pytest.raises(StepDisagreementError):
                checked.check()


def test_a_contradiction_of_the_second_engine_is_a_disagreement(first):
    checked = CrossChecked(first, Scripted("second", failure=ContradictionError(2, (1, 1))))
    checked.infer(TWO, (1, 1))
    with pytest.raises(StepDisagreementError) as caught:
        checked.check()
    assert caught.value.answers[1] == (*SECOND, None)


def test_what_the_first_engine_cannot_answer_is_the_callers_to_know():
    checked = CrossChecked(Scripted("first", failure=ContradictionError(2, (1, 1))), Scripted("second"))
    with pytest.raises(ContradictionError):
        checked.infer(TWO, (1, 1))
