"""
A case whose acts are done, so that what it expects can be asked of other rules.

Acts supply evidence and say what is judged. They rest on a framework's vocabulary alone and judge nothing themselves:
so under other rules in the same vocabulary they need not be done again.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assessor.scenarios.judge import Judgement
from assessor.scenarios.run import run_meant
from assessor.scenarios.steps import STEPS
from assessor.scenarios.steps.recording import TOPIC as RECORDING
from assessor.scenarios.world import World

if TYPE_CHECKING:
    from assessor.scenarios.feature import Case, Sentence
    from assessor.scenarios.judge import Judge, Question
    from assessor.scenarios.library import Library
    from assessor.scenarios.run import Failure
    from assessor.scenarios.vocabulary import Meant


@dataclass(frozen=True, slots=True)
class Expectation:
    """
    A step that expects something.

    Attributes:
        judged: How many judgements stand before it.
    """

    step: Sentence
    meant: Meant
    judged: int


@dataclass
class Performed:
    """
    What a case expects, of which answers.

    Attributes:
        questions: What is judged, first to last.
        expectations: First to last; up to the one that failed, where one did.
        failure: Why the case fails by the rules that it was performed with; None where it passes.
    """

    case: Case
    framework: str = ""
    questions: tuple[Question, ...] = ()
    expectations: list[Expectation] = field(default_factory=list)
    failure: Failure | None = None

    @property
    def names(self) -> frozenset[str]:
        """What stands in the blanks of its expectations and in their tables, as written, without quotes."""
        filled = (text.strip('"') for one in self.expectations for text in one.meant.filled.values())
        return frozenset(
            (*filled, *(cell for one in self.expectations for row in one.step.table or () for cell in row))
        )

    def ask(self, library: Library, judge: Judge) -> Failure | None:
        """
        Return why the case fails by the rules of a library, in the same vocabulary; None where it passes.

        What comes out is what running the case on a world of its own gives.
        """
        ruleset = library.ruleset(self.framework)
        judgements = [Judgement(replace(question, ruleset=ruleset), judge) for question in self.questions]
        world = World(library, judge, self.framework)
        for expectation in self.expectations:
            world.judgements = judgements[: expectation.judged]
            failure = run_meant(world, expectation.step, expectation.meant)
            if failure is not None:
                return failure
        return None


def keeps_log(case: Case) -> bool:
    """Return whether a case records anything: what it expects of its log is not to be asked without doing that."""
    found = (STEPS.find(step.keyword, step.text) for step in case.steps)
    return any(meant is not None and meant.step.topic == RECORDING for meant in found)


def perform(case: Case, library: Library, judge: Judge) -> Performed:
    """Run a case that keeps no log, up to the first step that fails."""
    performed = Performed(case)
    with closing(World(library, judge)) as world:
        for step in case.steps:
            meant = STEPS.find(step.keyword, step.text)
            if meant is not None and meant.step.role == "expectation":
                performed.expectations.append(Expectation(step, meant, len(world.judgements)))
            performed.failure = run_meant(world, step, meant)
            if performed.failure is not None:
                break
    performed.framework = world.framework
    performed.questions = tuple(judgement.question for judgement in world.judgements)
    return performed
