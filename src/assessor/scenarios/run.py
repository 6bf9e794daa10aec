"""
Cases at work: each on a world of its own, up to the first step that fails.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assessor.errors import AssessorError, StepInvalidError
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.judge import Judge, PlainJudge
from assessor.scenarios.steps import STEPS
from assessor.scenarios.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.domain.explanation import Explained
    from assessor.scenarios.failure import Explains
    from assessor.scenarios.feature import Case, Sentence
    from assessor.scenarios.library import Library
    from assessor.scenarios.tables import Table
    from assessor.scenarios.vocabulary import Meant


@dataclass(frozen=True, slots=True)
class Failure:
    """
    Why a case failed.

    Attributes:
        step: The step at which it did.
        found: What is instead of what was expected; absent where the step itself could not be done.
        explains: Works out what explains that.
    """

    step: Sentence
    message: str
    expected: str | None = None
    found: str | None = None
    explains: Explains = tuple

    @property
    def why(self) -> tuple[Explained, ...]:
        """What explains what is; worked out when asked for."""
        return self.explains()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case, and the world it left; `failure` is None where all steps passed."""

    case: Case
    seconds: float
    failure: Failure | None = None
    world: World | None = field(default=None, compare=False)

    @property
    def passed(self) -> bool:
        """Whether every step was done, and everything expected is so."""
        return self.failure is None


def run_case(case: Case, library: Library, judge: Judge | None = None) -> CaseResult:
    """Run a case on a world of its own."""
    begun = perf_counter()
    with closing(World(library, judge or PlainJudge())) as world:
        failure = next((f for step in case.steps if (f := run_step(world, step)) is not None), None)
    return CaseResult(case, perf_counter() - begun, failure, world)


def run_step(world: World, step: Sentence) -> Failure | None:
    """Do one step of a case; return why it failed, where it did."""
    return run_meant(world, step, STEPS.find(step.keyword, step.text))


def run_meant(world: World, step: Sentence, meant: Meant | None) -> Failure | None:
    """Do the same where it is known which sentence of the vocabulary the step is."""
    try:
        if meant is None:
            raise StepInvalidError("no step reads so")
        do_step(world, meant, step.table)
    except ExpectationFailedError as error:
        return Failure(step, str(error), error.expected, error.found, error.explains)
    except AssessorError as error:
        return Failure(step, str(error))
    return None


def do_step(world: World, meant: Meant, table: Table | None) -> None:
    """
    Do one step.

    Raises:
        ExpectationFailedError: What it expects is not so.
        AssessorError: It cannot be done.
    """
    try:
        values: Mapping[str, object] = meant.step.pattern.read(meant.filled)
    except ValueError as error:
        raise StepInvalidError(str(error)) from error
    if meant.step.takes_table:
        values = {**values, "table": table or []}
    meant.step.run(world, **values)
    world.keep_up()
