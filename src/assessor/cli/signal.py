"""`assessor signal`: add, propose, accept, list and show signals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.evidence import record_files, tell
from assessor.cli.settings import Json, console, opened, print_json
from assessor.errors import EvidenceInvalidError, UsageError

app = typer.Typer(help="Dated events with their sources and impacts.", no_args_is_help=True)

File = Annotated[Path | None, typer.Argument(help="A batch in .yaml or .jsonl; or give the options.")]
Name = Annotated[str | None, typer.Option("--id", help="The signal's id.")]
Title = Annotated[str | None, typer.Option(help="What happened, in a line.")]
Day = Annotated[str | None, typer.Option("--date", help="EDTF: 2026-04-26, 2026-04, 2025/2026-04, 2026-04~.")]
Source = Annotated[list[str] | None, typer.Option(help="Id of a recorded source; repeat for more.")]
Cell = Annotated[str | None, typer.Option(help="The cell it touches.")]
Direction = Annotated[str, typer.Option(help="A direction of the codebook.")]
Dimension = Annotated[list[str] | None, typer.Option(help="A dimension of the cell; repeat for more.")]
Stage = Annotated[str | None, typer.Option(help="A stage of the codebook.")]
Severity = Annotated[str, typer.Option(help="A severity of the codebook.")]
Aspect = Annotated[str, typer.Option(help="An aspect of the codebook.")]
Tag = Annotated[list[str] | None, typer.Option(help="A tag of the codebook; repeat for more.")]
Event = Annotated[str | None, typer.Option(help="The event it is a record of.")]
Why = Annotated[str, typer.Option(help="Why it is tagged so, in a line.")]


@app.command("add")
def add(
    context: typer.Context,
    file: File = None,
    name: Name = None,
    title: Title = None,
    date: Day = None,
    source: Source = None,
    cell: Cell = None,
    direction: Direction = "unstated",
    dimension: Dimension = None,
    stage: Stage = None,
    severity: Severity = "unstated",
    aspect: Aspect = "unstated",
    tag: Tag = None,
    event: Event = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Record signals as evidence, from a file or by options."""
    impact = _impact(cell, direction, dimension, stage, severity, aspect, tag, why)
    _take(context, file, _fields(name, title, date, source, event, impact), proposed=False, as_json=as_json)


@app.command("propose")
def propose(
    context: typer.Context,
    file: File = None,
    name: Name = None,
    title: Title = None,
    date: Day = None,
    source: Source = None,
    cell: Cell = None,
    direction: Direction = "unstated",
    dimension: Dimension = None,
    stage: Stage = None,
    severity: Severity = "unstated",
    aspect: Aspect = "unstated",
    tag: Tag = None,
    event: Event = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Record signals as proposals, which are no evidence until accepted."""
    impact = _impact(cell, direction, dimension, stage, severity, aspect, tag, why)
    _take(context, file, _fields(name, title, date, source, event, impact), proposed=True, as_json=as_json)


def _impact(
    cell: str | None,
    direction: str,
    dimension: list[str] | None,
    stage: str | None,
    severity: str,
    aspect: str,
    tag: list[str] | None,
    why: str,
) -> dict[str, object] | None:
    if cell is None:
        return None
    stated = {"stage": stage} if stage is not None else {}
    return {
        "cell": cell,
        "aspect": aspect,
        "direction": direction,
        "dimensions": dimension or ["unstated"],
        "severity": severity,
        "tags": tag or [],
        "why": why,
        **stated,
    }


def _fields(
    name: str | None,
    title: str | None,
    date: str | None,
    source: list[str] | None,
    event: str | None,
    impact: dict[str, object] | None,
) -> dict[str, object]:
    fields = {"id": name, "title": title, "date": date, "sources": source, "event": event}
    stated = {key: value for key, value in fields.items() if value}
    return stated | ({"impacts": [impact]} if impact is not None else {})


def _take(
    context: typer.Context, file: Path | None, fields: dict[str, object], *, proposed: bool, as_json: bool
) -> None:
    if file is not None:
        if fields:
            raise UsageError("give a file or options, not both")
        record_files(context, [file], proposed=proposed, as_json=as_json)
        return
    from pydantic import ValidationError

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.record_evidence import record_batch

    missing = [f"--{key}" for key in ("id", "title", "date") if key not in fields]
    missing += ["--source"] if "sources" not in fields else []
    if missing:
        raise UsageError(f"a signal needs {', '.join(missing)}; or give a file")
    try:
        batch = EvidenceFile.model_validate(
            {"batch": "by-hand", "provenance": "entered on the command line", "signals": [fields]}
        )
    except ValidationError as error:
        problems = (f"{item['loc'][-1]}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors())
        raise EvidenceInvalidError("; ".join(problems)) from error
    with opened(context) as assessor:
        tell([record_batch(assessor, batch, proposed=proposed)], as_json=as_json)


@app.command("accept")
def accept(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A proposed signal.")],
    as_json: Json = False,
) -> None:
    """Accept a proposed signal as evidence, known from now on."""
    from assessor.services.record_evidence import accept_signal

    with opened(context) as assessor:
        found = accept_signal(assessor, name)
    if as_json:
        print_json(found)
    else:
        typer.echo(f"signal {found.id} accepted as version {found.version}, entry {found.entry_index}")


@app.command("list")
def list_signals(
    context: typer.Context,
    cell: Cell = None,
    status: Annotated[str | None, typer.Option(help="`proposed` or `accepted`.")] = None,
    as_json: Json = False,
) -> None:
    """List signals in their latest version."""
    from rich.table import Table

    from assessor.report.safe import shown
    from assessor.services.list_evidence import list_evidence

    with opened(context) as assessor:
        found = list_evidence(assessor, "signal", cell=cell, status=status)
    if as_json:
        print_json({"signals": found})
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("date", "id", "status", "known from", "title"):
        table.add_column(column, overflow="fold")
    for view in sorted(found, key=lambda v: str(getattr(v.item, "date", ""))):
        day, title = str(getattr(view.item, "date", "")), str(getattr(view.item, "title", ""))
        table.add_row(day, shown(view.id), view.status, view.known_from[:10], shown(title))
    console().print(table)


@app.command("show")
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A signal.")],
    as_json: Json = False,
) -> None:
    """Show every version of a signal."""
    from rich.pretty import Pretty

    from assessor.cli.settings import plain
    from assessor.report.safe import shown
    from assessor.services.list_evidence import show_evidence

    with opened(context) as assessor:
        found = show_evidence(assessor, "signal", name)
    if as_json:
        print_json({"versions": found})
        return
    out = console()
    for view in found:
        out.print(shown(f"signal {view.id}, version {view.version}, {view.status}, entry {view.entry_index}", "bold"))
        out.print(shown(f"known from {view.known_from}{' (declared backfill)' if view.backfill else ''}"))
        out.print(Pretty(plain(view.item)))
