"""
Rules themselves at the gate: checked, and held against the past.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.errors import RulesetNotFoundError, UsageError
from assessor.workbench.check import check_folder
from assessor.workbench.gate.step import StepResult
from assessor.workbench.impact import measure_impact

if TYPE_CHECKING:
    from assessor.workbench.gate.step import Subject


def try_check(subject: Subject) -> StepResult:
    """Check what can hardly be meant; files with errors do not come as far as here."""
    found = check_folder(subject.folder, subject.last)
    counts = {f"{severity}s": count for severity, count in found.counts.items()}
    told = ", ".join(f"{count} {name if count != 1 else name[:-1]}" for name, count in counts.items())
    warnings = [problem for problem in found.problems if problem.severity == "warning"]
    if warnings:
        first = warnings[0]
        place = Path(first.file).relative_to(subject.folder).as_posix()  # recorded: no path of a machine
        told += f"; the first, {place}:{first.line}:{first.column}: {first.message} [{first.code}]"
    return StepResult("check", "warned" if warnings else "passed", told, counts | Counter(p.code for p in warnings))


def try_impact(subject: Subject) -> StepResult:
    """Tell what they would change of the past; that they change something is what new rules are for."""
    try:
        found = measure_impact(
            subject.context, subject.ruleset, effective_from=subject.effective_from, told=subject.told
        )
    except RulesetNotFoundError:
        return StepResult("impact", "passed", "nothing was in force before")
    except UsageError:
        return StepResult("impact", "passed", "no day has come that they judge")
    counts = {
        "recorded": found.recorded,
        "recorded_moved": found.recorded_moved,
        "days": found.days,
        "days_moved": found.days_moved,
    }
    told = (
        f"{found.recorded_moved:,} of {found.recorded:,} recorded assessments and {found.days_moved:,} of "
        f"{found.days:,} days of cells would change"
    )
    return StepResult("impact", "passed", told, counts)
