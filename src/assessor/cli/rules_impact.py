"""`assessor rules impact`: what a draft would make of every recorded assessment and of every day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.workbench.impact import Impact


def impact(
    context: typer.Context,
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A framework's folder.")],
    effective_from: Annotated[
        str | None, typer.Option("--effective-from", metavar="DAY", help="From when it would judge; else its epoch.")
    ] = None,
    cell: Annotated[list[str] | None, typer.Option(help="Only these cells; may be given several times.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it as an SVG.")] = None,
    as_json: Json = False,
) -> None:
    """Tell which recorded assessments and which days a draft would judge otherwise, and why; nothing is recorded."""
    from assessor.report.impact import render_impact
    from assessor.ruleset.load import load_ruleset
    from assessor.services.moments import parse_day
    from assessor.workbench.impact import measure_impact

    if plot is not None:
        check_plot(plot)
    day = parse_day(effective_from, "effective from") if effective_from is not None else None
    rules = load_ruleset(draft).require()
    with opened(context) as assessor, Meter(context, "judging the past", unit="cell") as meter:
        found = measure_impact(assessor, rules, effective_from=day, cells=cell or (), told=meter)
    if plot is not None:
        write_plot(plot, found)
    if as_json:
        print_json(flat_impact(found) | {"plot": str(plot) if plot is not None else None})
        return
    show_page(render_impact(found))
    if plot is not None:
        say("")
        say(f"drawn in {plot}")


def check_plot(path: Path) -> None:
    """
    Check that a picture can be made, before anything is judged for it.

    Raises:
        UsageError: Its name is none for a picture.
        ConfigurationError: What draws it is not installed.
    """
    from assessor.report.charts.draw import check_charts
    from assessor.report.whole_file import check_file

    check_file(path, (".svg",), "a picture")
    check_charts()


def write_plot(path: Path, found: Impact) -> None:
    """Draw an impact; what was there is replaced once it is whole."""
    from assessor.report.charts.bands import Band, Line, draw_bands
    from assessor.report.charts.draw import draw
    from assessor.report.impact import tell_impact
    from assessor.report.whole_file import replacing

    lines = [
        Line(
            f"{one.cell} {one.title}",
            tuple(Band(s.since, s.until, s.verdict.trajectory) for s in one.was),
            tuple(Band(s.since, s.until, s.verdict.trajectory) for s in one.now),
            tuple((m.since, m.until) for m in one.moved),
        )
        for one in found.cells
    ]
    told = tell_impact(found)
    chart = draw_bands(f"What a draft of {found.framework} would change", told, lines, found.states)
    drawn = draw(chart).encode()
    with replacing(path) as beside:
        beside.write_bytes(drawn)


def flat_impact(found: Impact) -> dict[str, Any]:
    """Return an impact as one object."""
    return {
        "framework": found.framework,
        "ruleset": found.ruleset,
        "effective_from": found.effective_from,
        "until": found.until,
        "log_size": found.log_size,
        "recorded": found.recorded,
        "recorded_moved": found.recorded_moved,
        "days": found.days,
        "days_moved": found.days_moved,
        "new": found.new,
        "gone": found.gone,
        "cells": [
            {
                "cell": one.cell,
                "days": one.days,
                "days_moved": one.days_moved,
                "recorded": one.recorded,
                "moved": one.moved,
                "assessments": one.assessments,
            }
            for one in found.cells
        ],
    }
