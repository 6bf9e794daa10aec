"""
Features at the gate: those of a framework are run, and what they try is held against a floor.

They are found by a convention: in `features/` of the framework's folder; where there is none and the folder lies in one
called `rules`, in `features/` beside that one, as far as they are about the framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.scenarios.suite import read_suite, run_suite
from assessor.workbench.coverage import Tried, measure_coverage
from assessor.workbench.gate.step import StepResult

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.scenarios.suite import Suite
    from assessor.workbench.gate.step import Subject

_WHERE = "in `features/` of its folder, or beside the folder `rules` that it lies in"
_SHIPPED = "it came with the program, whose releases are tried with it"


def features_of(folder: Path) -> Path | None:
    """Return the folder with the features of a framework; None where it has none."""
    beside = [folder / "features"]
    if folder.resolve().parent.name == "rules":
        beside.append(folder.resolve().parents[1] / "features")
    return next((path for path in beside if path.is_dir() and any(path.rglob("*.feature"))), None)


def suite_of(folder: Path, framework: str) -> Suite | None:
    """Return the cases about a framework that its folder's features hold; None where there is none."""
    found = features_of(folder)
    suite = read_suite([found]).about(framework) if found is not None else None
    return suite if suite is not None and (suite.cases or suite.problems) else None


def try_features(subject: Subject) -> StepResult:
    """Run the features of a framework."""
    if subject.shipped:
        return StepResult("features", "left out", _SHIPPED)
    suite = suite_of(subject.folder, subject.ruleset.framework.framework)
    if suite is None:
        return StepResult("features", "warned", f"no feature is about it: write one {_WHERE}")
    if suite.problems:
        first = str(suite.problems[0]).splitlines()[0]
        return StepResult("features", "failed", f"they cannot be read: {first}", {"problems": len(suite.problems)})
    results = list(run_suite(suite, subject.folder))
    failed = [result for result in results if not result.passed]
    counts = {"scenarios": len(results), "failed": len(failed)}
    if failed:
        case = failed[0].case
        told = f"{len(failed)} of {len(results)} scenarios fail, the first, {case.path}:{case.line}: {case.title}"
        return StepResult("features", "failed", told, counts)
    return StepResult("features", "passed", f"{len(results)} scenarios", counts)


def try_coverage(subject: Subject) -> StepResult:
    """Hold what the features try against the floor."""
    if subject.floor is None:
        return StepResult("coverage", "left out", "no floor is asked for")
    suite = suite_of(subject.folder, subject.ruleset.framework.framework)
    found = features_of(subject.folder)
    if suite is None or found is None:
        return StepResult("coverage", "warned", f"no feature is about it, and {subject.floor} % are asked for")
    number = measure_coverage(Tried((found,), subject.folder)).number()
    counts = {"goals": number.goals, "asserted": number.asserted, "percent": number.percent, "floor": subject.floor}
    told = f"{number.percent} % of what can be tried is, {subject.floor} % asked"
    return StepResult("coverage", "passed" if number.percent >= subject.floor else "warned", told, counts)
