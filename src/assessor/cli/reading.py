"""`assessor reading`: add, import and list readings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.evidence import record_files, tell
from assessor.cli.settings import Json, console, opened, print_json
from assessor.errors import EvidenceInvalidError

app = typer.Typer(help="Values of indicators for periods.", no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    indicator: Annotated[str, typer.Option(help="An indicator of the framework.")],
    period: Annotated[str, typer.Option(help="EDTF: 2026-03, 2025, 2024-10-01/2025-09-30.")],
    value: Annotated[str, typer.Option(help="The value as published, in digits.")],
    unit: Annotated[str, typer.Option(help="The indicator's unit.")],
    source: Annotated[str, typer.Option(help="Id of a recorded source.")],
    published: Annotated[str | None, typer.Option(help="The day of publication, where known.")] = None,
    as_json: Json = False,
) -> None:
    """Record one reading."""
    from pydantic import ValidationError

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.record_evidence import record_batch

    fields = {"indicator": indicator, "period": period, "value": value, "unit": unit, "source": source}
    fields |= {"published": published} if published is not None else {}
    try:
        batch = EvidenceFile.model_validate(
            {"batch": "by-hand", "provenance": "entered on the command line", "readings": [fields]}
        )
    except ValidationError as error:
        problems = (f"{item['loc'][-1]}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors())
        raise EvidenceInvalidError("; ".join(problems)) from error
    with opened(context) as assessor:
        tell([record_batch(assessor, batch)], as_json=as_json)


@app.command("import")
def import_table(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A .csv with its sheet .yaml beside it.")],
    as_json: Json = False,
) -> None:
    """Record a table of readings."""
    record_files(context, [file], proposed=False, as_json=as_json)


@app.command("list")
def list_readings(
    context: typer.Context,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator.")] = None,
    as_json: Json = False,
) -> None:
    """List readings in their latest version."""
    from rich.table import Table

    from assessor.domain.evidence import Reading
    from assessor.report.safe import shown
    from assessor.services.list_evidence import list_evidence

    with opened(context) as assessor:
        found = list_evidence(assessor, "reading", indicator=indicator)
    if as_json:
        print_json({"readings": found})
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("indicator", "period", "value", "unit", "known from", "marks"):
        table.add_column(column, overflow="fold", justify="right" if column == "value" else "left")
    for view in found:
        if isinstance(view.item, Reading):
            item = view.item
            value = f"{item.value:f}" if item.value is not None else item.status
            marks = [m for m, is_set in (("estimated", view.estimated), ("look-ahead", view.look_ahead)) if is_set]
            row = (item.indicator, str(item.period), value, item.unit, view.known_from[:10], ", ".join(marks))
            table.add_row(*(shown(cell) for cell in row))
    console().print(table)
