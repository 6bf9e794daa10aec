"""`assessor rules watch`: check and features again at each save."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.options import Folder, Json, default_framework, today
from assessor.cli.output import print_json, say, show_page

if TYPE_CHECKING:
    from assessor.workbench.watch import Look

_EVERY_SECONDS = 0.1


def watch(
    folder: Folder = None,
    features: Annotated[
        Path | None, typer.Option("--features", metavar="DIR", help="A folder of features; else the framework's own.")
    ] = None,
    rounds: Annotated[
        int | None, typer.Option("--rounds", min=0, metavar="N", help="End after so many changes; else never.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a framework at each save, and run the scenarios that touch what changed, until it is interrupted."""
    from assessor.workbench.gate import features_of
    from assessor.workbench.watch import Watching

    path = folder or default_framework()
    watching = Watching(path, features or features_of(path), today)
    show = _print if as_json else _tell
    show(watching.look())
    done = 0
    while rounds is None or done < rounds:
        found = watching.look_again()
        done += found is not None
        found = found or watching.look_further()
        if found is not None:
            show(found)
        else:
            sleep(_EVERY_SECONDS)


def _tell(found: Look) -> None:
    from assessor.cli.rules_check import tell_problem
    from assessor.cli.rules_test import failed_step
    from assessor.report.failure import render_failure

    if found.changed:
        say("")
        say(f"changed: {', '.join(map(str, found.changed))}")
    for problem in found.problems:
        if problem.severity != "note":
            say(tell_problem(problem))
    for result in found.results:
        if not result.passed:
            show_page(render_failure(failed_step(result)))
    warnings = sum(problem.severity == "warning" for problem in found.problems)
    failed = sum(not result.passed for result in found.results)
    say(
        f"{found.errors} error{'s' if found.errors != 1 else ''}, {warnings} warning{'s' if warnings != 1 else ''}; "
        f"{len(found.results)} of {found.scenarios} scenarios run, {failed} failed, in {found.seconds:.2f} s"
        f"{f'; {found.left} with a log of their own to come' if found.left else ''}"
    )


def _print(found: Look) -> None:
    print_json(_flat(found))


def _flat(found: Look) -> dict[str, Any]:
    failed = [
        {
            "file": str(result.case.path),
            "line": result.failure.step.line,
            "scenario": result.case.title,
            "message": result.failure.message,
        }
        for result in found.results
        if result.failure is not None
    ]
    return {
        "changed": [str(path) for path in found.changed],
        "errors": found.errors,
        "warnings": sum(problem.severity == "warning" for problem in found.problems),
        "problems": found.problems,
        "scenarios": found.scenarios,
        "run": len(found.results),
        "left": found.left,
        "failed": failed,
        "milliseconds": round(found.seconds * 1000),
    }
