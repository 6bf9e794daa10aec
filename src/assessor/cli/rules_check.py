"""`assessor rules check`: what is wrong with a framework's files, and what of them can hardly be meant."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Folder, Json, default_framework, today
from assessor.cli.output import print_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.ruleset.problems import Problem


def check(
    folder: Folder = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 4 where there are warnings, too.")] = False,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="The last day of the timeline that windows are held against."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell every problem of a framework's files, with its place; exit 4 where there are errors."""
    from assessor.services.moments import parse_day
    from assessor.workbench.check import check_folder

    last = today() if until is None else parse_day(until, "until")
    folder = folder or default_framework()
    found = check_folder(folder, last)
    shown = [f"assessor rules analyse {quote(str(folder))} --cell {quote(c)} --scenarios" for c in found.shown]
    if as_json:
        totals = {f"{severity}s": count for severity, count in found.counts.items()}
        print_json({**totals, "problems": found.problems, "scenarios": shown})
    else:
        for problem in found.problems:
            say(tell_problem(problem))
        for command in shown:
            say(f"scenarios that show what is covered, or alternates: {command}")
        say(tell_counts(found.counts))
    if found.counts["error"] or (strict and found.counts["warning"]):
        raise typer.Exit(ExitCode.RULESET_INVALID)


def tell_problem(problem: Problem) -> str:
    """Return a problem on one line, the code of what refuses nothing at its end."""
    return str(problem) if problem.severity == "error" else f"{problem} [{problem.code}]"


def tell_counts(counts: Mapping[str, int]) -> str:
    """Return how many problems of each severity there are."""
    return ", ".join(f"{count} {severity}{'s' if count != 1 else ''}" for severity, count in counts.items())
