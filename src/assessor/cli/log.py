"""`assessor log`: verify and show the audit log."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.settings import VERIFICATION_FAILED, Json, console, opened, print_json

app = typer.Typer(help="The append-only log.", no_args_is_help=True)


@app.command("verify")
def verify(
    context: typer.Context,
    root: Annotated[str | None, typer.Option(help="A root kept earlier.")] = None,
    size: Annotated[int | None, typer.Option(min=0, help="The size of the log when that root was kept.")] = None,
    as_json: Json = False,
) -> None:
    """Recompute everything from stored bytes; exit 5 and name the first entry that does not fit."""
    from assessor.audit import render_root
    from assessor.report.safe import safe
    from assessor.services.verify_log import verify_log

    with opened(context) as assessor:
        report = verify_log(assessor, expected_root=root, expected_size=size)
    fault = str(report.fault) if report.fault is not None else None
    if as_json:
        print_json(
            {
                "sound": report.is_sound,
                "size": report.size,
                "root": render_root(report.root),
                "fault": fault,
                "index": report.fault.index if report.fault is not None else None,
                "kept_size": report.kept_size,
                "limits": report.limits,
            }
        )
    elif fault is None:
        typer.echo(f"verified: {report.size} entries\nroot {render_root(report.root)}\nkeep size and root elsewhere")
        if report.kept_size is not None:
            typer.echo(f"the root kept at size {report.kept_size} is one this log has had")
    else:
        typer.echo(safe(f"NOT verified: {fault}\n").rstrip())
        typer.echo(f"{report.size} entries before it fit")
    if report.limits and not as_json:
        typer.echo(f"note: {report.limits}")
    if fault is not None:
        raise typer.Exit(VERIFICATION_FAILED)


@app.command("show")
def show(
    context: typer.Context,
    index: Annotated[int | None, typer.Argument(help="One entry.")] = None,
    first: Annotated[int, typer.Option("--from", help="First entry; below 0 counts from the end.")] = -10,
    count: Annotated[int, typer.Option(min=1, help="How many.")] = 10,
    as_json: Json = False,
) -> None:
    """Show entries as they were recorded."""
    from rich.pretty import Pretty

    from assessor.report.safe import shown
    from assessor.services.show_log import show_log

    with opened(context) as assessor:
        lines = show_log(assessor, first if index is None else index, count if index is None else 1)
    if as_json:
        print_json({"entries": lines})
        return
    out = console()
    for line in lines:
        batch = f" batch {line.batch}" if line.batch is not None else ""
        out.print(shown(f"{line.index} {line.recorded_at} {line.type} by {line.actor}{batch}", "bold"))
        if index is not None:
            out.print(shown(f"leaf hash {line.leaf_hash}"))
            out.print(Pretty({"cause": line.cause, "body": line.body}))
        else:
            what = (
                line.body.get("id") or line.body.get("cell") or line.body.get("digest") or line.body.get("origin") or ""
            )
            out.print(shown(f"  {what}"))
