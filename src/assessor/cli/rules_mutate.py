"""`assessor rules mutate`: what features notice when rules are altered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.meter import Meter
from assessor.cli.options import Json, default_framework
from assessor.cli.output import print_json, show_page
from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError

if TYPE_CHECKING:
    from assessor.workbench.mutants import Mutant
    from assessor.workbench.mutation import Mutation
    from assessor.workbench.solver.answers import Answer


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
    solve: Annotated[
        bool,
        typer.Option("--solve", help="Look for a scenario that notices each that survives, or prove it equivalent."),
    ] = False,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help="Write these scenarios as a feature; as with --solve."),
    ] = None,
    seconds: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Ask the solver no more after so many seconds; as with --solve."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Alter rules in one place at a time, and tell what no scenario notices."""
    from time import monotonic

    from assessor.report.mutation import render_mutation
    from assessor.workbench.mutation import Subject, measure_mutation

    solves = solve or write is not None or seconds is not None
    until = None if seconds is None else monotonic() + seconds
    subject = Subject(folder or default_framework(), tuple(features or [Path("features")]), cell, solves, until)
    with Meter(context, "altering rules", unit="mutant") as meter:
        found = measure_mutation(subject, jobs=jobs, progress=meter)
    if write is not None:
        _write(found, write)
    if as_json:
        print_json(_flat(found))
    else:
        show_page(render_mutation(found))
    if at_least is not None and found.killed * 100 < at_least * found.distinct:
        raise typer.Exit(ExitCode.NEGATIVE)


def _write(found: Mutation, file: Path) -> None:
    from assessor.workbench.solver.scenario import number_scenarios

    scenarios = number_scenarios([answer.scenario for answer in found.answers if answer.kind == "noticed"])
    text = "\n".join((f"Feature: Alterations of {found.framework} that nothing else notices\n", *scenarios))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{quote(str(file))} cannot be written: {error.strerror}") from error


def _flat(found: Mutation) -> dict[str, Any]:
    answers: list[Answer | None] = [*found.answers] or [None] * len(found.survivors)
    told = [(_tell(m, answer), answer) for m, answer in zip(found.survivors, answers, strict=True)]
    return {
        "framework": found.framework,
        "cells": found.cells,
        "scenarios": found.cases,
        "mutants": found.mutants,
        "killed": found.killed,
        "score": round(found.killed / found.distinct, 4) if found.distinct else None,
        "survivors": [one for one, answer in told if answer is None or answer.kind != "equivalent"],
        "equivalent": [one for one, answer in told if answer is not None and answer.kind == "equivalent"],
    }


def _tell(mutant: Mutant, answer: Answer | None) -> dict[str, Any]:
    told = {"cells": mutant.cells, "number": mutant.number, "rule": mutant.rule, "if": mutant.words}
    return told if answer is None else {**told, "scenario": answer.scenario or None, "why": answer.why}
