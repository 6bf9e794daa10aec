"""
Two inference engines on every distinct step, and what came of it.

Holds the memo of answers, the comparison and the report of one fold. The primary engine
answers at once; the second is asked about all distinct steps together, at the end. Where
it cannot answer, the primary's results stand and the report says why; where it answers
otherwise, nothing stands. Recording either is the caller's.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.inference.port import ContradictionError
from assessor.errors import EngineError, EnginesDisagreeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.inference.port import InferenceEngine
    from assessor.engine.inference.program import Program

Outcomes = tuple[int, ...]
Answer = tuple[str, str, Outcomes | None]
"""An engine's name, its version, and the outcomes it gave; None for a contradiction."""


@dataclass(frozen=True, slots=True)
class EngineReport:
    """
    How the steps of a fold were inferred.

    Attributes:
        engines: Name and version of those that answered, the primary first.
        steps: Inferences asked for.
        distinct: Those that differ in program or inputs.
        checked: Distinct steps on which both engines gave the same answer.
        reason: Why not all were checked, or None if they were.
    """

    engines: tuple[tuple[str, str], ...]
    steps: int
    distinct: int
    checked: int
    reason: str | None


class StepDisagreementError(EnginesDisagreeError):
    """
    The engines gave different outcomes for one step.

    Attributes:
        program: Digest of the program.
        inputs: The outcomes both were given.
        answers: What each made of them, the primary's first.
    """

    def __init__(self, program: str, inputs: Outcomes, answers: tuple[Answer, Answer]) -> None:
        super().__init__(f"{' and '.join(name for name, _, _ in answers)} disagree on a step of program `{program}`")
        self.program = program
        self.inputs = inputs
        self.answers = answers


class StepMemo:
    """
    Answers that engines gave, for as long as there is room.

    Share one among the folds of a process: a step is a pure function of its program and
    inputs. Safe to use from several threads.
    """

    def __init__(self, capacity: int = 20_000) -> None:
        """
        Start empty.

        Args:
            capacity: Answers to keep; the oldest go first.
        """
        self._capacity = capacity
        self._answers: dict[tuple[str, str, str, Outcomes], Outcomes] = {}
        self._lock = threading.Lock()

    def recall(self, engine: InferenceEngine, program: Program, inputs: Outcomes) -> Outcomes | None:
        """Return what an engine of that name and version answered, if it is still known."""
        return self._answers.get((engine.name, engine.version, program.digest, inputs))

    def keep(self, engine: InferenceEngine, program: Program, inputs: Outcomes, outcomes: Outcomes) -> None:
        """Remember an answer, and forget the oldest where there is no room."""
        with self._lock:
            while len(self._answers) >= self._capacity:
                del self._answers[next(iter(self._answers))]
            self._answers[(engine.name, engine.version, program.digest, inputs)] = outcomes


class CrossChecked:
    """The inference of one fold: every step by the primary engine, every distinct one by the second too."""

    def __init__(
        self, primary: InferenceEngine, second: InferenceEngine | None = None, memo: StepMemo | None = None
    ) -> None:
        """
        Begin a fold.

        Args:
            primary: Answers every step.
            second: Checks them, if there is one.
            memo: Answers of earlier folds; without one, this fold's own.
        """
        self._primary = primary
        self._second = second
        self._memo = StepMemo() if memo is None else memo
        self._steps = 0
        self._outcomes: dict[Program, dict[Outcomes, Outcomes]] = {}
        self._agreed: set[tuple[str, Outcomes]] = set()

    def infer(self, program: Program, inputs: Sequence[int]) -> Outcomes:
        """
        Return the primary engine's outcome of every node; it is not checked yet.

        Raises:
            ValueError: The inputs do not fit the program.
            EngineError: The primary engine could not answer.
        """
        self._steps += 1
        key = tuple(inputs)
        known = self._outcomes.setdefault(program, {})
        outcomes = known.get(key)
        if outcomes is None:
            outcomes = self._memo.recall(self._primary, program, key)
            if outcomes is None:
                (outcomes,) = self._primary.infer(program, [key])
                self._memo.keep(self._primary, program, key, outcomes)
            known[key] = outcomes
        return outcomes

    def check(self) -> EngineReport:
        """
        Ask the second engine about every distinct step it has not answered, and report.

        May be called again after more steps; the report is about all of them.

        Raises:
            StepDisagreementError: It answered one differently.
        """
        if self._second is None:
            return self._report("there is no second engine")
        for program, known in self._outcomes.items():
            try:
                self._check_program(self._second, program, known)
            except EnginesDisagreeError:
                raise
            except EngineError as error:
                return self._report(str(error))
        return self._report(None)

    def _check_program(self, second: InferenceEngine, program: Program, known: dict[Outcomes, Outcomes]) -> None:
        waiting = []
        for inputs in known:
            if (program.digest, inputs) in self._agreed:
                continue
            answer = self._memo.recall(second, program, inputs)
            if answer is None:
                waiting.append(inputs)
            else:
                self._compare(second, program, inputs, answer)
        try:
            answers = second.infer(program, waiting) if waiting else []
        except ContradictionError as error:
            raise self._disagreement(second, program, error.inputs, None) from error
        for inputs, outcomes in zip(waiting, answers, strict=True):
            self._compare(second, program, inputs, outcomes)
            self._memo.keep(second, program, inputs, known[inputs])  # equal, and already in memory

    def _compare(self, second: InferenceEngine, program: Program, inputs: Outcomes, answer: Outcomes) -> None:
        if answer != self._outcomes[program][inputs]:
            raise self._disagreement(second, program, inputs, answer)
        self._agreed.add((program.digest, inputs))

    def _disagreement(
        self, second: InferenceEngine, program: Program, inputs: Outcomes, answer: Outcomes | None
    ) -> StepDisagreementError:
        first = self._primary.name, self._primary.version, self._outcomes[program][inputs]
        return StepDisagreementError(program.digest, inputs, (first, (second.name, second.version, answer)))

    def _report(self, reason: str | None) -> EngineReport:
        engines = [self._primary, self._second] if self._second is not None and self._agreed else [self._primary]
        return EngineReport(
            engines=tuple((engine.name, engine.version) for engine in engines),
            steps=self._steps,
            distinct=sum(map(len, self._outcomes.values())),
            checked=len(self._agreed),
            reason=reason,
        )
