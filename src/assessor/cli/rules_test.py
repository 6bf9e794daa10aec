"""`assessor rules test` and `rules steps`: features run against rules, and the sentences they are written in."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.report.failure import FailedStep
    from assessor.report.junit import ToldCase
    from assessor.scenarios.run import CaseResult
    from assessor.scenarios.suite import Suite


def run_features(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Feature files, or folders of them; else `features`."),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="A draft to test in place of the framework of its name."),
    ] = None,
    named: Annotated[str, typer.Option("--named", metavar="TEXT", help="Only scenarios whose name holds this.")] = "",
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run features; exit 3 where a scenario fails, 4 where features or rules cannot be read."""
    from assessor.scenarios.suite import read_suite, run_suite

    suite = read_suite(paths or [Path("features")]).named(named)
    if suite.problems:
        _refuse(suite, as_json=as_json)
    if not suite.cases:
        raise ConfigurationError(f"no scenario has a name with `{named}` in it")
    results: list[CaseResult] = []
    for result in run_suite(suite, rules):
        results.append(result)
        if not as_json and result.failure is not None:
            from assessor.report.failure import render_failure

            show_page(render_failure(failed_step(result)))
            say("")
    if junit is not None:
        _write_junit(junit, results)
    if as_json:
        print_json(_document(results))
    else:
        _sum_up(results)
    if any(not result.passed for result in results):
        raise typer.Exit(ExitCode.NEGATIVE)


def _refuse(suite: Suite, *, as_json: bool) -> None:
    if as_json:
        print_json({"problems": suite.problems, "passed": 0, "failed": 0, "scenarios": []})
    else:
        for problem in suite.problems:
            for line in str(problem).splitlines():
                say(line)
        say(f"{len(suite.problems)} problem{'s' if len(suite.problems) != 1 else ''}; no scenario was run")
    raise typer.Exit(ExitCode.RULESET_INVALID)


def failed_step(result: CaseResult) -> FailedStep:
    """Return why a case failed, as it is told."""
    from assessor.report.failure import FailedStep

    failure, case = result.failure, result.case
    assert failure is not None  # noqa: S101 - only of what failed
    return FailedStep(
        place=f"{case.path}:{failure.step.line}",
        scenario=case.title,
        step=failure.step.written,
        message=failure.message if failure.expected is None else "",
        expected=failure.expected or "",
        found=failure.found or "",
        why=failure.why,
    )


def _told(result: CaseResult) -> ToldCase:
    from assessor.report.failure import tell_failure
    from assessor.report.junit import ToldCase

    why = tell_failure(failed_step(result)) if result.failure is not None else ""
    return ToldCase(str(result.case.path), result.case.line, result.case.title, result.seconds, why)


def _write_junit(path: Path, results: Sequence[CaseResult]) -> None:
    from assessor.report.junit import write_junit

    try:
        path.write_bytes(write_junit([_told(result) for result in results]))
    except OSError as error:
        raise ConfigurationError(f"`{path}` cannot be written: {error.strerror}") from error


def _document(results: Sequence[CaseResult]) -> dict[str, Any]:
    scenarios: list[dict[str, Any]] = []
    for result in results:
        case, failure = result.case, result.failure
        told: dict[str, Any] = {
            "file": str(case.path),
            "line": case.line,
            "scenario": case.name,
            "example": case.example,
            "passed": result.passed,
            "milliseconds": round(result.seconds * 1000),
        }
        if failure is not None:
            told["failure"] = {
                "line": failure.step.line,
                "step": failure.step.written,
                "message": failure.message,
                "expected": failure.expected,
                "found": failure.found,
                "why": list(failure.why),
            }
        scenarios.append(told)
    failed = sum(not result.passed for result in results)
    return {"problems": [], "passed": len(results) - failed, "failed": failed, "scenarios": scenarios}


def _sum_up(results: Sequence[CaseResult]) -> None:
    for path, group in groupby(results, key=lambda result: result.case.path):
        found = list(group)
        failed = sum(not result.passed for result in found)
        say(f"{path}: {len(found) - failed} passed{f', {failed} failed' if failed else ''}")
    failed = sum(not result.passed for result in results)
    seconds = sum(result.seconds for result in results)
    say(f"{len(results) - failed} passed, {failed} failed, in {seconds:.1f} s")


def list_steps(
    about: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="Only steps that this text stands in.")] = None,
    as_json: Json = False,
) -> None:
    """List the sentences that features are written in, each with an example."""
    from assessor.report.steps import render_steps
    from assessor.scenarios.steps import STEPS
    from assessor.scenarios.vocabulary import topics

    wanted = (about or "").casefold()
    found = [
        (topic, [step for step in listed if wanted in f"{topic} {step.shown} {step.about}".casefold()])
        for topic, listed in topics(STEPS)
    ]
    shown = [(topic, [(step.shown, step.about, step.example) for step in listed]) for topic, listed in found if listed]
    if as_json:
        print_json(
            {
                "steps": [
                    {"topic": topic, "step": text, "about": about, "example": example}
                    for topic, listed in shown
                    for text, about, example in listed
                ]
            }
        )
        return
    if not shown:
        say("no step has this text in it")
    else:
        show_page(render_steps(shown))
