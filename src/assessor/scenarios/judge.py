"""
Who judges the cells of a scenario, and what a judgement offers to expectations.

Expectations ask for as little as they need: what a day's verdict says is cheap, what explains it is not.
So features can be run against hundreds of altered rulesets in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from assessor.engine.evaluate import Evaluation, evaluate
from assessor.engine.histories import Histories, histories_of
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.engine.memory import Memory

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.known import Evidence
    from assessor.engine.histories import DayVerdict, History
    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, eq=False)
class Question:
    """A cell on a day, by rules and by what was known."""

    ruleset: Ruleset
    evidence: Evidence
    cell: str
    as_of: date


class Judge(Protocol):
    """What evaluates histories for a scenario."""

    def histories(self, question: Question) -> Histories:
        """Return the histories of a cell, and of those it reads, up to the day asked for."""
        ...

    def evaluate(self, question: Question) -> Evaluation:
        """Return the verdict with all that explains it, by the evaluator behind recorded assessments."""
        ...


@dataclass
class PlainJudge:
    """
    Evaluates each question on its own.

    Attributes:
        memory: What was evaluated before in the same scenario.
    """

    memory: Memory = field(default_factory=Memory)

    def histories(self, question: Question) -> Histories:
        """See `Judge`."""
        return histories_of(question.ruleset, question.evidence, (question.cell,), question.as_of)

    def evaluate(self, question: Question) -> Evaluation:
        """See `Judge`."""
        engine = CrossChecked(NativeEngine())  # the native inference asks no other
        return evaluate(question.ruleset, question.evidence, question.cell, question.as_of, engine, self.memory)


@dataclass(eq=False)
class Judgement:
    """The answer to a question, worked out as far as it is looked at."""

    question: Question
    judge: Judge

    @cached_property
    def histories(self) -> Histories:
        """The histories of the cell judged, and of those it reads."""
        return self.judge.histories(self.question)

    @cached_property
    def history(self) -> History:
        """The verdict of every day, up to the one judged."""
        return self.histories.of(self.question.cell)

    @property
    def verdict(self) -> DayVerdict:
        """The verdict issued on the day judged."""
        return self.history.at(self.question.as_of)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cell judged, and those it reads."""
        return tuple(self.histories.folded)

    @property
    def state(self) -> str:
        """The state that the timeline arrived at, whether or not it is issued."""
        moves = self.history.moves
        return moves[-1].target if moves else self.question.ruleset.framework.initial

    @cached_property
    def evaluation(self) -> Evaluation:
        """The same with all that explains it, by the evaluator behind recorded assessments."""
        return self.judge.evaluate(self.question)
