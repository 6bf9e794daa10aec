"""`assessor rules mutate`: what features notice when rules are altered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.meter import Meter
from assessor.cli.options import Json, shipped_framework
from assessor.cli.output import print_json, show_page

if TYPE_CHECKING:
    from assessor.workbench.mutation import Mutation


def mutate(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A framework's folder; else the doctrine that ships with it.")
    ] = None,
    features: Annotated[
        list[Path] | None,
        typer.Option("--features", metavar="PATH", help="Feature files, or folders of them; else `features`."),
    ] = None,
    cell: Annotated[str | None, typer.Option(help="Alter the rules of this cell; else of every cell judged.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; else one for each core.")] = None,
    at_least: Annotated[
        int | None, typer.Option("--at-least", metavar="N", help="End with 3 below so many percent.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Alter rules in one place at a time, and tell what no scenario notices."""
    from assessor.report.mutation import render_mutation
    from assessor.workbench.mutation import Subject, measure_mutation

    subject = Subject(folder or shipped_framework(), tuple(features or [Path("features")]), cell)
    with Meter(context, "altering rules", unit="mutant") as meter:
        found = measure_mutation(subject, jobs=jobs, progress=meter)
    if as_json:
        print_json(_flat(found))
    else:
        show_page(render_mutation(found))
    if at_least is not None and found.killed * 100 < at_least * found.mutants:
        raise typer.Exit(ExitCode.NEGATIVE)


def _flat(found: Mutation) -> dict[str, Any]:
    survivors = [{"cell": m.cell, "number": m.number, "rule": m.rule, "if": m.words} for m in found.survivors]
    return {
        "framework": found.framework,
        "cells": found.cells,
        "scenarios": found.cases,
        "mutants": found.mutants,
        "killed": found.killed,
        "score": f"{found.killed / found.mutants:.4f}" if found.mutants else None,
        "survivors": survivors,
    }
