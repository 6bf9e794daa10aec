"""
The solver at the gate: what no evidence brings about, and what else is at fault whatever the rules were meant to be.

What an author has to confirm, such as two rules that can be met at once, is counted and stops nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.workbench.gate.step import StepResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.model import Ruleset
    from assessor.workbench.gate.step import Subject


def try_analysis(subject: Subject) -> StepResult:
    """
    Analyse the rules of each cell that has some of its own, and those for all cells by one of them.

    Raises:
        ConfigurationError: The solver is not installed.
    """
    if not subject.analyses:
        return StepResult("analysis", "left out", "it is not asked for")
    from assessor.workbench.solver.analysis.analyse import analyse  # noqa: PLC0415 - an extra, and slow to load
    from assessor.workbench.solver.subject import Subject as Analysed  # noqa: PLC0415

    found = [analyse(Analysed(subject.ruleset, cell)) for cell in _judged(subject.ruleset)]
    faults = [told for one in found for told in one.told if told.is_fault]
    counts = {
        "cells": len(found),
        "rules": sum(one.rules for one in found),
        "faults": len(faults),
        "to confirm": sum(len(one.told) for one in found) - len(faults),
        "not found out": sum(len(one.open) for one in found),
    }
    plural = "" if len(faults) == 1 else "s"
    told = f"{len(faults)} fault{plural}, {counts['to confirm']} to confirm, {counts['not found out']} not found out"
    if faults:
        return StepResult("analysis", "warned", f"{told}; the first: {faults[0].words}", counts)
    return StepResult("analysis", "passed", told, counts)


def _judged(ruleset: Ruleset) -> Iterator[str]:
    """Yield the cells whose rules are judged: of those that have the same, the first."""
    seen: list[object] = []
    for cell in ruleset.cells:
        rules = ruleset.rules_of(cell.cell).rules
        if rules and rules not in seen:
            seen.append(rules)
            yield cell.cell
