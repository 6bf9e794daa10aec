"""`assessor rules coverage`: what features try of rules, and what nobody has tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page

if TYPE_CHECKING:
    from assessor.workbench.coverage import Coverage, Number


def cover(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FEATURES]...", help="Feature files, or folders of them; else `features`."),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="A draft in place of the framework of its name; it alone counts."),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option("--page", metavar="FILE.html", help="Write the rules with what is tried of each line."),
    ] = None,
    at_least: Annotated[
        int | None, typer.Option("--at-least", metavar="N", help="End with 3 below so many percent.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Tell of every rule, not only of the worst.")] = False,
    as_json: Json = False,
) -> None:
    """Run features, and tell what of the rules no scenario tries and no expectation looks at."""
    from assessor.report.coverage import render_coverage
    from assessor.report.pages.templates import check_templates
    from assessor.report.whole_file import check_file
    from assessor.workbench.coverage import Tried, measure_coverage

    if page is not None:
        check_file(page, (".html",), "a page of coverage")
        check_templates()
    found = measure_coverage(Tried(tuple(paths or [Path("features")]), rules))
    numbers = _numbers(found)
    if page is not None:
        _write(page, found, numbers)
    if as_json:
        print_json(_document(found))
    else:
        show_page(render_coverage(found, numbers, every=every))
        if page is not None:
            say(f"page written to {page}")
    if at_least is not None and found.number().percent < at_least:
        raise typer.Exit(ExitCode.NEGATIVE)


def _numbers(found: Coverage) -> dict[str, Number]:
    """Return a number for each kind and for all; where there are several frameworks, one for each too."""
    from assessor.workbench.coverage import KINDS

    numbers: dict[str, Number] = {**{kind: found.number(kind) for kind in KINDS}, "all": found.number()}
    if len(found.frameworks) > 1:
        numbers |= {f"of {name}": found.number(framework=name) for name in found.frameworks}
    return numbers


def _write(page: Path, found: Coverage, numbers: dict[str, Number]) -> None:
    from assessor.report.pages.coverage_page import render_coverage_page
    from assessor.report.whole_file import replacing

    told = render_coverage_page(found, numbers)
    with replacing(page) as beside:
        beside.write_text(told, encoding="utf-8")


def _document(found: Coverage) -> dict[str, Any]:
    from assessor.workbench.coverage import KINDS

    kinds: dict[str, Number] = {**{kind: found.number(kind) for kind in KINDS}, "all": found.number()}
    missing = [goal for goal in found.goals if goal.level != "asserted"]
    return {
        "frameworks": found.frameworks,
        "scenarios": found.scenarios,
        "percent": found.number().percent,
        "kinds": {kind: _flat(number) for kind, number in kinds.items()},
        "by_framework": {name: _flat(found.number(framework=name)) for name in found.frameworks},
        "missing": missing,
    }


def _flat(number: Number) -> dict[str, int]:
    return {
        "goals": number.goals,
        "come_to": number.come_to,
        "asserted": number.asserted,
        "percent": number.percent,
    }
