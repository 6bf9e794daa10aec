"""
Scenarios run before they are shown: by the evaluators that judge, and by the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assessor.engine.reference import Reference
from assessor.scenarios.feature import read_feature
from assessor.scenarios.library import Library
from assessor.scenarios.run import run_case
from assessor.workbench.solver.scenario import write_feature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from assessor.engine.reference import ReferenceDay
    from assessor.ruleset.model import Ruleset
    from assessor.scenarios.judge import Judgement
    from assessor.workbench.solver.scenario import Scenario
    from assessor.workbench.solver.subject import Subject

    Holds = Callable[["Referred"], bool]
    Sets = Mapping[str, Sequence[tuple[date, frozenset[str]]]]
    """For each cell, the states that it could be in from each of some days on."""


@dataclass(frozen=True, slots=True)
class Ran:
    """
    What became of a scenario.

    Attributes:
        judgement: What was judged last; None where nothing was.
        why: Why it does not show what it should; empty where it does.
        is_unlike: Whether it fails by what it expects, and not because it cannot be run.
    """

    judgement: Judgement | None
    why: str
    is_unlike: bool = False


@dataclass(frozen=True)
class Referred:
    """
    The reference on the evidence of a scenario.

    Attributes:
        day: The day judged.
        moves: The transitions taken up to it, each by its day and rule; none where the trajectory was not asked for.
    """

    reference: Reference
    day: date
    moves: tuple[tuple[date, str], ...]

    @cached_property
    def concluded(self) -> ReferenceDay:
        """What it concludes for the day."""
        if not self.reference.states:
            self.reference.fold(self.day)
        return self.reference.conclude(self.day)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """
    Whether a scenario shows what it should.

    Attributes:
        why: Why it does not; empty where it does.
        missed: The first day on which the trajectory did not move as it was taken to.
    """

    why: str
    missed: date | None = None


def run_scenario(scenario: Scenario, ruleset: Ruleset) -> Ran:
    """Run the text of a scenario under a ruleset."""
    with TemporaryDirectory(prefix="assessor-") as folder:
        path = Path(folder) / "found.feature"
        path.write_text(write_feature("What was found", [scenario]), encoding="utf-8")
        cases, problems = read_feature(path)
        if problems:
            return Ran(None, "; ".join(map(str, problems)))
        result = run_case(cases[0], Library(Path(folder)).alike(ruleset))
    judged = result.world.judgements if result.world is not None else []
    failure = result.failure
    if failure is None:
        return Ran(judged[-1] if judged else None, "")
    return Ran(judged[-1] if judged else None, failure.message, is_unlike=failure.expected is not None)


def confirm(
    scenario: Scenario,
    subject: Subject,
    day: date,
    holds: Holds,
    moves: Sequence[tuple[date, str]] | None = None,
    sets: Sets | None = None,
    *,
    reads_state: bool,
) -> Confirmation:
    """
    Run a scenario, and ask the reference whether something holds on its evidence.

    Args:
        moves: The transitions that are taken to happen; None where any may.
        sets: In which states the cells that are read are taken to be.
        reads_state: Whether what is to hold turns on the trajectory.
    """
    ran = run_scenario(scenario, subject.ruleset)
    if ran.judgement is None:
        return Confirmation(ran.why or "nothing was judged")
    for name, sets_taken in (sets or {}).items():
        unlike = _first_unlike(subject, ran.judgement, name, sets_taken)
        if unlike is not None:
            return Confirmation(f"cell {name} is not in the states that it was taken to be in", unlike)
    if moves is not None:
        taken = tuple((move.day, move.rule) for move in ran.judgement.history.moves)
        missed = next((d for d in sorted({*taken} ^ {*moves})), None)
        if missed is not None:
            return Confirmation(f"the trajectory moved by {taken}, not by {tuple(moves)}", missed[0])
    if ran.why:
        return Confirmation(ran.why)
    reference = Reference(subject.ruleset, ran.judgement.question.evidence, subject.name)
    found = reference.fold(day) if reads_state else ()
    if moves is not None and found != tuple(moves):
        return Confirmation(f"the reference moves by {found}, not by {tuple(moves)}")
    return Confirmation("" if holds(Referred(reference, day, found)) else "the reference says otherwise")


def _first_unlike(
    subject: Subject, judgement: Judgement, name: str, sets: Sequence[tuple[date, frozenset[str]]]
) -> date | None:
    """Return the first day on which a cell that is read could be in other states than it was taken to."""
    folded = judgement.histories.of(name).folded
    taken, states = dict(sets), frozenset({subject.framework.initial})
    for number, which in enumerate(folded.which.tolist()):
        day = subject.framework.epoch + timedelta(days=number)
        states = taken.get(day, states)
        if folded.sets[which] != states:
            return day
    return None
