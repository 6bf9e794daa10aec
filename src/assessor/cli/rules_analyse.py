"""`assessor rules analyse`: what is wrong with rules, or should be meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json, default_framework
from assessor.cli.output import print_json, say

if TYPE_CHECKING:
    from assessor.workbench.solver.analysis.analyse import Analysis


def analyse_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A framework's folder; else the doctrine that ships with it.")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="The cell that is judged; else the first that rules judge.")] = None,
    seconds: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Stop looking after so many seconds; without it, look everywhere."),
    ] = None,
    scenarios: Annotated[bool, typer.Option("--scenarios", help="Show the scenario of each that has one.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what rules can never conclude, and where they clash or leave gaps; exit 3 where something is at fault."""
    from time import monotonic

    from assessor.ruleset.load import load_ruleset
    from assessor.workbench.solver.analysis.analyse import analyse
    from assessor.workbench.solver.deadline import Deadline
    from assessor.workbench.solver.subject import subject_of

    deadline = Deadline(monotonic, None if seconds is None else monotonic() + seconds)
    subject = subject_of(load_ruleset(folder or default_framework()).require(), cell, deadline)
    found = analyse(subject)
    if as_json:
        print_json({"framework": subject.framework.framework, "faults": found.faults, **_flat(found)})
    else:
        _tell(found, scenarios=scenarios)
    if found.faults or not found.is_whole:
        raise typer.Exit(ExitCode.NEGATIVE)


def _flat(found: Analysis) -> dict[str, object]:
    told = [
        {
            "kind": one.kind,
            "fault": one.is_fault,
            "rules": one.rules,
            "words": one.words,
            "scenario": one.scenario or None,
            "bound": one.bound,
        }
        for one in found.told
    ]
    return {
        "cell": found.cell,
        "rules": found.rules,
        "told": told,
        "open": found.open,
        "defects": found.defects,
        "whole": found.is_whole,
    }


def _tell(found: Analysis, *, scenarios: bool) -> None:
    for one in found.told:
        say(f"{one.kind}: {one.words}{f' (searched: {one.bound})' if one.is_fault and one.bound else ''}")
        if scenarios:
            for line in one.scenario.splitlines():
                say(line)
    for text in found.open:
        say(f"not found out: {text}")
    for text in found.defects:
        say(f"a defect of the analysis: {text}")
    confirm = len(found.told) - found.faults
    plural = "" if found.faults == 1 else "s"
    counts = f"{found.faults} fault{plural}, {confirm} to confirm, {len(found.open)} not found out"
    end = "" if found.is_whole else "; the time was over before all was asked"
    say(f"{found.rules} rules of cell {found.cell}: {counts}{end}")
